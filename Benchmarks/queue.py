#!/usr/bin/env python3
"""How long a queue takes to show over many open requests.

    python3 Benchmarks/queue.py .build/release/assent FOLDER [--requests 100000] [--runs 20]

Makes a workspace in FOLDER with the rules and workflows of this checkout, submits one request, and writes the
projections of so many others beside it: the log does not hold them (`assent rebuild` would take them away), but the
rows are those that a queue reads. Then each view runs as a cold command, and the median of its wall time is printed.
"""
import argparse, json, os, pathlib, random, shutil, sqlite3, statistics, subprocess, sys, time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("binary")
parser.add_argument("folder")
parser.add_argument("--requests", type=int, default=100_000)
parser.add_argument("--runs", type=int, default=20)
options = parser.parse_args()

home = pathlib.Path(__file__).resolve().parent.parent
folder = pathlib.Path(options.folder)
binary = os.path.abspath(options.binary)
NOW = "2026-11-02T09:00:00Z"
START = 1_793_610_000_000_000  # NOW, in microseconds
DAY = 86_400_000_000


def run(*words, person="zoe"):
    command = [binary, *words, "--as", person, "--now", NOW]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    took = (time.perf_counter() - began) * 1000
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return took, done.stdout


def fill():
    dice = random.Random(1)
    base = sqlite3.connect(folder / "assent.db")
    base.row_factory = sqlite3.Row
    first = dict(base.execute("SELECT * FROM request").fetchone())
    stages = [dict(row) for row in base.execute("SELECT * FROM stage ORDER BY ordinal")]
    groups = [["ann", "bo"], ["lea", "max"], ["sam", "sue"], ["fay", "flo"], ["pat", "per"], ["ian", "ivy"]]
    for number in range(2, options.requests + 2):
        request = dict(first, id=f"REQ-{number:06}", number=number, submitted_at_us=START - number)
        insert(base, "request", request)
        for stage in stages:
            row = dict(stage, request=request["id"])
            if row["state"] == "active":
                people = json.loads(row["candidates"]) if row["ordinal"] else dice.choice(groups)
                row["candidates"] = json.dumps(people)
                row["due_us"] = START + dice.randrange(-5 * DAY, 20 * DAY)
                if dice.randrange(1000) == 0:
                    row["state"] = "blocked"
            insert(base, "stage", row)
            if row["state"] in ("active", "blocked"):
                for person in people:
                    insert(base, "candidate", {"request": row["request"], "stage": row["id"], "person": person,
                                               "by_us": row["due_us"]})
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()


def insert(base, table, row):
    names = ", ".join(f'"{name}"' for name in row)
    base.execute(f"INSERT INTO {table}({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


if not (folder / "assent.db").exists():
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("rules", "workflows"):
        shutil.copytree(home / name, folder / name, dirs_exist_ok=True)
    shutil.copy(home / "Examples" / "tickets.yaml", folder / "request.yaml")
    run("submit", "request.yaml")
    fill()

size = (folder / "assent.db").stat().st_size >> 20
print(f"{options.requests} open requests, database of {size} MiB, median of {options.runs} cold commands")
run("queue", "--all")
for words in (["--version"], ["queue"], ["queue", "--group", "legal"], ["queue", "--all"], ["queue", "--overdue"],
              ["queue", "--blocked"]):
    person = "lea"
    if words == ["--version"]:
        times = []
        for _ in range(options.runs):
            began = time.perf_counter()
            subprocess.run([binary, "--version"], capture_output=True)
            times.append((time.perf_counter() - began) * 1000)
        print(f"{'(start alone)':24} {statistics.median(times):8.1f} ms")
        continue
    times = [run(*words, person=person)[0] for _ in range(options.runs)]
    total = json.loads(run(*words, "-o", "json", person=person)[1])["total"]
    print(f"{' '.join(words):24} {statistics.median(times):8.1f} ms   {total} wait")
