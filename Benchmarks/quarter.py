#!/usr/bin/env python3
"""A quarter of a company's life through the binary: requests, votes, changes, silence.

    python3 Benchmarks/quarter.py .build/release/assent FOLDER [--requests 300] [--seed 1]

Makes a workspace in FOLDER with the rules and workflows of this checkout, and acts in it from 2026-07-01 to
2026-09-30 as the people of its directory. Then `assent flow` and `assent simulate` have something to tell:

    assent -C FOLDER flow --now 2026-10-01T08:00:00Z
"""
import argparse, datetime as dt, json, os, pathlib, random, shutil, subprocess, sys

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("binary")
parser.add_argument("folder")
parser.add_argument("--requests", type=int, default=300)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

home = pathlib.Path(__file__).resolve().parent.parent
folder = pathlib.Path(options.folder)
if (folder / "assent.db").exists():
    sys.exit(f"{folder} has a database already")
folder.mkdir(parents=True, exist_ok=True)
for name in ("rules", "workflows"):
    shutil.copytree(home / name, folder / name, dirs_exist_ok=True)
binary = os.path.abspath(options.binary)
dice = random.Random(options.seed)
UTC = dt.timezone.utc
start = dt.datetime(2026, 7, 1, 7, tzinfo=UTC)
end = dt.datetime(2026, 9, 30, 16, tzinfo=UTC)
counts = {}


def run(person, at, *words, text=None):
    command = [binary, *words, "--as", person, "--now", at.strftime("%Y-%m-%dT%H:%M:%SZ"), "-o", "json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    counts[(words[0], done.returncode)] = counts.get((words[0], done.returncode), 0) + 1
    return json.loads(done.stdout) if done.returncode == 0 and done.stdout else None


def office(at):
    """The same instant, or the next office hour."""
    while at.weekday() > 4 or not 7 <= at.hour < 15:
        at = (at + dt.timedelta(hours=1)).replace(minute=dice.randrange(60))
    return at


PEOPLE = [("zoe", "claims", "claims-triage", "CC-0410"), ("kai", "research", "code-model", "CC-0420"),
          ("nia", "marketing", "product-texts", "CC-0600"), ("tom", "claims", "claims-assistant", "CC-0500")]
MODELS = [("openai", "gpt-4o", "premium"), ("openai", "gpt-4o-mini", "economy"),
          ("mistral", "mistral-large-latest", "standard"), ("google", "gemini-2.5-flash", "economy")]


def request(number):
    person, team, project, center = dice.choice(PEOPLE)
    provider, model, tier = dice.choice(MODELS)
    data = dice.choices(["public", "synthetic", "internal", "confidential", "pii"], [4, 2, 4, 1, 2])[0]
    quantity = dice.choices([40, 120, 700, 4000], [5, 4, 3, 1])[0] * dice.randrange(1, 9) * 100_000
    body = {"apiVersion": "assent/v1", "kind": "Request",
            "request": {"kind": "experiment", "title": f"trial {number}", "purpose": "does it help?", "team": team,
                        "project": f"{project}-{number % 7}", "costCenter": center, "environment": "dev",
                        "duration": f"{dice.randrange(10, 60)}d",
                        "model": {"provider": provider, "name": model, "tier": tier}, "data": {"class": data}},
            "estimate": [{"meter": "input.uncached", "quantity": quantity},
                         {"meter": "output.response", "quantity": quantity // 6}]}
    return person, body


# Each person answers after a while of their own; some are slow, one hardly ever answers.
PACE = {}


def pace(person):
    if person not in PACE:
        PACE[person] = dice.choices([1.5, 5, 16, 70], [4, 4, 2, 1])[0]
    return dice.expovariate(1 / PACE[person])


agenda = []
for number in range(options.requests):
    at = office(start + (end - start) * dice.random())
    agenda.append((at, number, "submit", None, None))
agenda.sort()
order = options.requests
waiting = {}
day = start.date()


def plan_votes(answer, at):
    """Puts the acts of those on whom a request waits on the agenda."""
    global order
    for stage in (answer or {}).get("waitingOn", []):
        people = stage["candidates"]
        if not people:
            continue
        person = dice.choice(people)
        when = office(at + dt.timedelta(hours=pace(person)))
        agenda.append((when, order, "vote", (answer["id"], stage["stage"]), person))
        order += 1
    agenda.sort()


bodies = {}
while agenda:
    at, number, what, about, person = agenda.pop(0)
    if at > end:
        break
    if at.date() > day:
        day = at.date()
        run("gus", at.replace(hour=0), "tick")
    if what == "submit":
        person, body = request(number)
        path = folder / f"request-{number}.json"
        path.write_text(json.dumps(body))
        answer = run(person, at, "submit", path.name)
        if answer:
            bodies[answer["id"]] = (person, body)
            plan_votes(answer, at)
    elif what == "vote":
        name, stage = about
        draw = dice.random()
        if draw < 0.05:
            answer = run(person, at, "reject", name, "--stage", stage, "--comment", "not with this data")
        elif draw < 0.12:
            answer = run(person, at, "return", name, "--stage", stage, "--comment", "cheaper, please")
            if answer and name in bodies:
                agenda.append((office(at + dt.timedelta(hours=dice.expovariate(1 / 10))), order, "again", name, None))
                order += 1
                agenda.sort()
        else:
            narrow = ["--cap", "cost=5USD"] if stage == "decision" and draw < 0.2 else []
            answer = run(person, at, "approve", name, "--stage", stage, *narrow)
        if answer is not None:
            known = waiting.setdefault(name, {stage})
            fresh = [s for s in answer.get("waitingOn", []) if s["stage"] not in known]
            known.update(s["stage"] for s in fresh)
            plan_votes({"id": name, "waitingOn": fresh}, at)
    elif what == "again":
        person, body = bodies[about]
        body["estimate"][0]["quantity"] //= 2
        path = folder / f"again-{order}.json"
        path.write_text(json.dumps(body))
        answer = run(person, at, "resubmit", about, path.name)
        if answer:
            waiting[about] = set()
            plan_votes(answer, at)

for (verb, code), count in sorted(counts.items()):
    print(f"{verb:10} exit {code}: {count}")
