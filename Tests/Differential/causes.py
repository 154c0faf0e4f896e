"""The disagreements that are known: each a predicate, who is right, and the rule that says so."""
import re

# `lists.range` allocates what it is asked for in the peer; a text with a large number there would end it.
RANGE = re.compile(r"range\((?![0-4]\))")


def is_out_of_bounds(text):
  """Whether the peer cannot be asked."""
  return bool(RANGE.search(text))


CAUSES = []


def find(case, ours, theirs):
  for name, predicate in CAUSES:
    if predicate(case, ours, theirs):
      return name
  return None
