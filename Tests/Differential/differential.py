#!/usr/bin/env python3
"""Compares the expression language with cel-cpp on expressions drawn from a seed.

    differential.py --judge CEL-CONFORMANCE [--count N] [--seed N] [--jobs N] [--show N]

The peer answers each expression; its answer becomes the expectation of a case in the format of the conformance suite,
and `cel-conformance` judges the case. Where the two differ, the smallest part of the expression on which they differ
is sought and looked up in the table of known causes (causes.py). Exits 1 where a difference has no known cause.
"""
import argparse
import collections
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

import causes
import generator
import peer

CHUNK = 4000
PATIENCE = 10  # seconds for one expression, after which the peer counts as hanging
FAILURE = re.compile(r"^FAIL (\d+)/(\w+): ", re.M)
NAME = re.compile(r"[A-Za-z_]\w*")


class Subject:
    """One expression under comparison: where it came from, what the peer said, and what ours says against it."""

    def __init__(self, node, is_checked, activation, answer):
        self.node, self.text, self.is_checked, self.activation = node, node.text, is_checked, activation
        self.phase, self.type, self.answer = answer
        self.said = {}

    def cases(self, number):
        """The cases that hold the peer's answer: one for the type that the checker finds, one for what comes of it."""
        names = [name for name in peer.DECLARED if name in set(NAME.findall(self.text))]
        case = {
            "expr": self.text, "disable_check": not self.is_checked, "container": "",
            "type_env": [{"kind": "variable", "name": n, "type": peer.type_text(peer.DECLARED[n])} for n in names],
            "bindings": {n: peer.TYPED[self.activation][n] for n in names},
        }
        if self.phase == "refused":
            return [{**case, "id": "%d/refused" % number, "check_only": True, "expect": {"error": [self.answer]}}]
        result = []
        if self.is_checked:
            result.append({**case, "id": "%d/type" % number, "check_only": True,
                           "expect": {"typed_result": {"deduced_type": self.type}}})
        if self.phase == "value":
            expect = {"value": self.answer}
        else:
            # To the suite, a name that is not there is an error only where it is asked for.
            expect = {"error": [self.answer] if self.is_checked else [self.answer, "unbound function"]}
        return result + [{**case, "id": "%d/value" % number, "expect": expect}]

    @property
    def differences(self):
        """What ours says where it is not what the peer said, by kind."""
        compiled = [text for text in self.said.values() if text.startswith("expected it to compile")]
        return {"compile": compiled[0]} if compiled else self.said

    @property
    def peer_shown(self):
        return self.answer if self.phase != "value" else json.dumps(self.answer, ensure_ascii=False)


def judged(subjects, judge, path):
    """Lets the judge compare; fills in what it says."""
    with open(path, "w") as file:
        json.dump({"file": "differential", "tests": [c for n, s in enumerate(subjects) for c in s.cases(n)]}, file)
    run = subprocess.run([judge, path], capture_output=True, timeout=600)
    output = run.stdout.decode(errors="replace")
    if run.returncode not in (0, 1) or " passed, " not in output:
        raise SystemExit("differential: the judge ended with %d\n%s" % (run.returncode, output[-500:]))
    failures = list(FAILURE.finditer(output))
    for failure, following in zip(failures, failures[1:] + [None]):
        end = following.start() if following else output.rindex("\n", 0, output.rindex(" passed, "))
        subjects[int(failure[1])].said[failure[2]] = output[failure.end():end].strip("\n")


def smallest(subject, subjects_by_text):
    """The shortest part of an expression on which the two differ."""
    parts = [subjects_by_text.get(node.text) for node in subject.node.subexpressions() if not node.free]
    differing = [part for part in parts if part and part.differences]
    return min(differing, key=lambda part: len(part.text), default=subject)


def chunk(index, seed, count, judge, folder, skipped):
    """Generates and judges one chunk. Returns what agreed, what differed, and what could not be compared."""
    draw = generator.Generator("%d/%d" % (seed, index), peer.DECLARED)
    engine, subjects, counts = peer.Peer(), [], collections.Counter()
    marker = os.open(os.path.join(folder, "%d.at" % index), os.O_CREAT | os.O_WRONLY)

    def ask(text, is_checked, activation):
        """Asks the peer; where it crashes or hangs, the marker says on what."""
        os.pwrite(marker, text.encode().ljust(8000), 0)
        signal.alarm(PATIENCE)
        answer = engine.answer(text, is_checked, activation)
        signal.alarm(0)
        return answer

    while len(subjects) < count:
        node, is_checked = draw.case()
        activation = draw.random.randrange(len(peer.VALUES))
        counts["drawn"] += 1
        if node.text in skipped:
            continue
        try:
            subjects.append(Subject(node, is_checked, activation, ask(node.text, is_checked, activation)))
        except peer.Unreadable:
            counts["unreadable"] += 1
    signal.alarm(0)
    path = os.path.join(folder, "%d.json" % index)
    judged(subjects, judge, path)
    differing = [subject for subject in subjects if subject.differences]
    parts = []
    for subject in differing:
        mine = {}
        for node in subject.node.subexpressions():
            if node.free or node.text == subject.text or node.text in mine or node.text in skipped:
                continue
            try:
                answer = ask(node.text, subject.is_checked, subject.activation)
            except peer.Unreadable:
                continue
            mine[node.text] = Subject(node, subject.is_checked, subject.activation, answer)
        parts.append(mine)
    signal.alarm(0)
    if parts:
        judged([part for mine in parts for part in mine.values()], judge, path)
    os.unlink(path)
    found = []
    for subject, mine in zip(differing, parts):
        root = smallest(subject, mine)
        cause = next((cause for cause in causes.CAUSES for kind, said in root.differences.items()
                      if cause.fits(causes.Difference(root, kind, said))), None)
        found.append({
            "cause": cause.name if cause else None, "text": root.text, "label": root.node.label,
            "checked": root.is_checked, "activation": root.activation, "peer": root.peer_shown,
            "peer_phase": root.phase, "peer_type": root.type, "ours": root.differences, "whole": subject.text,
        })
    for subject in subjects:
        counts[subject.phase] += 1
        counts["unchecked"] += not subject.is_checked
    return {"count": len(subjects), "counts": counts, "found": found, "skipped": sorted(skipped)}


def run_chunks(arguments, folder):
    """Runs the chunks in processes of their own, since the peer may crash or hang. What it does that on is left out."""
    waiting = collections.deque()
    for index in range(0, arguments.count, CHUNK):
        waiting.append((index // CHUNK, min(CHUNK, arguments.count - index), frozenset()))
    running, results = {}, []
    while waiting or running:
        while waiting and len(running) < arguments.jobs:
            job = waiting.popleft()
            process = os.fork()
            if process == 0:
                status = 1
                try:
                    result = chunk(job[0], arguments.seed, job[1], arguments.judge, folder, job[2])
                    with open(os.path.join(folder, "%d.result" % job[0]), "w") as file:
                        json.dump(result, file)
                    status = 0
                except BaseException as error:
                    sys.stderr.write("differential: %s: %s\n" % (type(error).__name__, error))
                finally:
                    os._exit(status)
            running[process] = job
        process, status = os.wait()
        index, count, skipped = running.pop(process)
        if os.WIFSIGNALED(status):
            with open(os.path.join(folder, "%d.at" % index)) as file:
                text = file.read().rstrip(" ")
            if len(skipped) == 20:
                raise SystemExit("differential: the peer crashes or hangs too often")
            waiting.appendleft((index, count, skipped | {text}))
        elif status:
            raise SystemExit(2)
        else:
            with open(os.path.join(folder, "%d.result" % index)) as file:
                results.append(json.load(file))
    return results


def shortened(text, length=300):
    text = text.replace("\n", "\\n")
    return text if len(text) <= length else text[:length] + "..."


def report(results, show):
    total = sum(result["count"] for result in results)
    counts = collections.Counter()
    for result in results:
        counts.update(result["counts"])
    groups = collections.defaultdict(list)
    for result in results:
        for found in result["found"]:
            groups[found["cause"]].append(found)
    print("%d expressions: the peer gave %d values, %d errors, %d refusals; %d were not checked"
          % (total, counts["value"], counts["error"], counts["refused"], counts["unchecked"]))
    crashes = sorted({text for result in results for text in result["skipped"]})
    for text in crashes:
        print("the peer crashes or hangs on: " + shortened(text))
    unexplained = groups.pop(None, [])
    known = {cause.name: cause for cause in causes.CAUSES}
    for name, found in sorted(groups.items(), key=lambda group: -len(group[1])):
        cause, example = known[name], min(found, key=lambda f: len(f["text"]))
        print("\n%6d  %s" % (len(found), name))
        print("        right: %s; %s" % (cause.right, cause.rule))
        print("        e.g. %s" % shortened(example["text"], 160))
    distinct = {(found["label"], found["text"]): found for found in unexplained}
    for found in sorted(distinct.values(), key=lambda found: len(found["text"]))[:show]:
        print("\nUNEXPLAINED  %s" % shortened(found["text"], 1000))
        print("  checked %s, activation %d, in %s" % (found["checked"], found["activation"], found["label"]))
        print("  peer: %s %s (%s)" % (found["peer_phase"], shortened(found["peer"]), found["peer_type"]))
        for kind, said in found["ours"].items():
            print("  ours: %s: %s" % (kind, shortened(said)))
    explained = sum(map(len, groups.values()))
    print("\n%d agreed, %d explained (%d causes), %d unexplained"
          % (total - explained - len(unexplained), explained, len(groups), len(unexplained)))
    return len(unexplained)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--judge", required=True)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, default=40)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = run_chunks(arguments, folder)
    sys.exit(1 if report(results, arguments.show) else 0)


if __name__ == "__main__":
    main()
