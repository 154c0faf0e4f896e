"""Cold commands on the shipped bundle: `evaluate` beside an empty run of the binary, `submit` beside the disk's fsync.

usage: cold.py BINARY [RUNS]

Each run is a process of its own. Wall and CPU time in milliseconds, median of RUNS (40); the limits come from the same run.
"""
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

binary = os.path.abspath(sys.argv[1])
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 40
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def timed(arguments, folder):
    """Wall and CPU milliseconds of one process; its exit code must be 0."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run([binary] + arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall = (time.perf_counter() - start) * 1000
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}: {done.stderr.decode()}")
    return wall, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def medians(arguments, folder):
    timed(arguments, folder)
    samples = [timed(arguments, folder) for _ in range(runs)]
    return tuple(statistics.median(column) for column in zip(*samples))


def fsync(folder):
    """Milliseconds of writing 16 KiB and syncing it, as a commit does."""
    samples = []
    with open(os.path.join(folder, "fsync.probe"), "wb") as probe:
        for _ in range(runs):
            start = time.perf_counter()
            probe.write(os.urandom(16384))
            probe.flush()
            os.fsync(probe.fileno())
            samples.append((time.perf_counter() - start) * 1000)
    return statistics.median(samples)


with tempfile.TemporaryDirectory() as folder:
    for name in ("rules", "workflows", "Examples"):
        shutil.copytree(os.path.join(root, name), os.path.join(folder, name))
    empty = medians(["--version"], folder)
    evaluate = medians(["evaluate", "Examples/tickets.yaml", "--as", "zoe"], folder)
    subprocess.run([binary, "submit", "Examples/sandbox.yaml", "--as", "zoe"], cwd=folder, capture_output=True, check=True)
    submit = medians(["submit", "Examples/tickets.yaml", "--as", "zoe"], folder)
    limit = fsync(folder)

print(f"{'cold command':<34}{'wall ms':>9}{'CPU ms':>9}   median of {runs}")
for name, (wall, cpu) in (("--version (the start alone)", empty), ("evaluate, shipped bundle", evaluate), ("submit, shipped bundle", submit)):
    print(f"{name:<34}{wall:>9.1f}{cpu:>9.1f}")
print(f"{'fsync of 16 KiB on this disk':<34}{limit:>9.1f}")
print(f"evaluate is {evaluate[0] / empty[0]:.1f} x an empty start; submit is evaluate + {submit[0] - evaluate[0]:.1f} ms, {(submit[0] - evaluate[0]) / limit:.1f} x one fsync")
