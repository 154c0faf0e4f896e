#!/usr/bin/env python3
"""Compares this library with cel-cpp on expressions from a seed.

    differential.py --judge PATH [--count N] [--seed S] [--show N]

The peer's answers become cases of the suite's form, which `cel-conformance` judges. What it then reports as failing is
a disagreement; each is looked up in the table of known causes, which says who is right and by which rule. Exits 1 where
one is left unexplained.
"""
import argparse
import collections
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import causes
from generator import Generator
from peer import World, write_suite

CHUNK = 10000

options = argparse.ArgumentParser()
options.add_argument("--judge", required=True)
options.add_argument("--count", type=int, default=20000)
options.add_argument("--seed", type=int, default=1)
options.add_argument("--show", type=int, default=20, help="how many unexplained disagreements to print")
options.add_argument("--examples", type=int, default=1, help="how many examples of each known cause to print")
options = options.parse_args()

made = random.Random(options.seed)
worlds = [World(made, is_qualified=index % 4 == 3) for index in range(8)]
generators = [Generator("%d/%d" % (options.seed, index), world.types) for index, world in enumerate(worlds)]
agreed, skipped, phases = 0, 0, collections.Counter()
explained, unexplained = collections.defaultdict(list), []
start = time.time()


def judge(path, asked):
  """Runs the judge over one file of cases, and sorts what it reports."""
  global agreed
  run = subprocess.run([options.judge, path], capture_output=True, text=True, errors="replace")
  if run.returncode not in (0, 1):
    sys.exit("the judge ended with %d on %s" % (run.returncode, path))
  failures = re.findall(r"^FAIL ([0-9/]+): ((?:.|\n(?!FAIL |[0-9]+ passed))*)", run.stdout, re.M)
  agreed += len(asked) - len(failures)
  for name, ours in failures:
    case, theirs = asked[name]
    cause = causes.find(case, ours, theirs)
    if cause:
      explained[cause].append((case, ours, theirs))
    else:
      unexplained.append((case, ours, theirs))


with tempfile.TemporaryDirectory() as folder:
  number = 0
  while number < options.count:
    asked = {}
    while len(asked) < CHUNK and number < options.count:
      index = made.randrange(len(worlds))
      text = generators[index].expression()
      is_checked = bool(worlds[index].container) or made.random() < 0.8
      if causes.is_out_of_bounds(text):
        skipped += 1
        continue
      told = worlds[index].case("%d/%d" % (options.seed, number), text, is_checked)
      if told is None:
        skipped += 1
        continue
      phases[told[1].split(":")[0]] += 1
      asked[told[0]["id"]] = told
      number += 1
    path = os.path.join(folder, "cases.json")
    write_suite(path, [case for case, _ in asked.values()])
    judge(path, asked)

for cause, cases in sorted(explained.items(), key=lambda pair: -len(pair[1])):
  print("%6d  %s" % (len(cases), cause))
  for case, ours, theirs in cases[:options.examples]:
    print("          e.g. %r\n               peer %s\n               ours %s" % (case["expr"], theirs[:160].split("\n")[0], ours[:160]))
for case, ours, theirs in sorted(unexplained, key=lambda item: len(item[0]["expr"]))[:options.show]:
  print("UNEXPLAINED %s %s%r\n  peer %s\n  ours %s" % (
      case["id"], "unchecked " if case["disable_check"] else "", case["expr"], theirs[:300], ours[:300]))
print("peer: %d values, %d errors, %d refused; %d not comparable; %.0f s" % (
    phases["value"], phases["error"], phases["refuses"], skipped, time.time() - start))
total = sum(map(len, explained.values()))
print("%d agreed, %d explained (%d causes), %d unexplained" % (agreed, total, len(explained), len(unexplained)))
sys.exit(1 if unexplained else 0)
