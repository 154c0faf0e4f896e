#!/usr/bin/env python3
"""Writes made-up usage of one project: the same records for the same options, in the generic format.

    python3 Examples/usage-sample.py > usage.jsonl
    assent usage ingest usage.jsonl --source sample

The defaults make 320 records of claims-triage that cost 6,220.00 USD: 220 more than the 6,000 USD to which
Examples/tickets.yaml is narrowed, so the grant is suspended and a finding opened. --shadow NAME adds a second project
that nobody has asked for. Records hold counts only, never a prompt or an answer.
"""
import argparse
import datetime
import json
import random
import sys

# Provider, and USD per million tokens of input, cached input and output: as in rules/prices.
PRICES = {
    "gpt-4o": ("openai", "2.50", "1.25", "10.00"),
    "gpt-4o-mini": ("openai", "0.15", "0.075", "0.60"),
    "gpt-5": ("openai", "1.25", "0.125", "10.00"),
    "gpt-5-mini": ("openai", "0.25", "0.025", "2.00"),
    "claude-haiku-4-5": ("anthropic", "1.00", "0.10", "5.00"),
    "mistral-small-latest": ("mistral", "0.15", "0.015", "0.60"),
}


def nanos(text):
    """A price per million tokens as a whole number of nano-dollars per token."""
    whole, _, decimals = text.partition(".")
    return int(whole) * 1000 + int((decimals + "000")[:3])


def shares(total, weights):
    """Splits a whole number by weights; the parts add up to it."""
    parts = [total * weight // sum(weights) for weight in weights]
    for index in range(total - sum(parts)):
        parts[index % len(parts)] += 1
    return parts


def records(options, project, cost, count, prefix):
    provider, *prices = PRICES[options.model]
    price_in, price_cached, price_out = map(nanos, prices)
    rng = random.Random(f"{options.seed}/{project}")
    target = round(cost * 1_000_000_000)
    # About a third of the money is output, as with summaries; what rounding leaves over becomes uncached input.
    output = target * 2120 // 6220 // price_out
    rest = target - output * price_out
    cached = rest * options.cached // 100 // price_cached
    uncached = (rest - cached * price_cached) // price_in
    start = datetime.datetime.fromisoformat(options.start).replace(tzinfo=datetime.timezone.utc)
    per_day = max(1, count // options.days)
    weights = [rng.randint(80, 120) for _ in range(count)]
    rows = zip(shares(uncached, weights), shares(cached, weights), shares(output, weights))
    for index, (new, hit, out) in enumerate(rows):
        day, slot = divmod(index, per_day)
        seconds = slot * 86400 // (per_day + count % per_day + 1)
        at = start + datetime.timedelta(days=min(day, options.days - 1), seconds=seconds)
        caller = index % 4 + 1
        yield {
            "event_id": f"{prefix}-{options.seed}-{index:06d}",
            "occurred_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "provider": provider,
            "model": options.model,
            "operation": "chat",
            "team": options.team,
            "project": project,
            "cost_center": options.cost_center,
            "environment": options.environment,
            "principal": f"svc-{project}-{caller}",
            "credential": f"key-{project}-{caller}",
            "service_tier": "standard",
            "input_tokens": new + hit,
            "cached_input_tokens": hit,
            "output_tokens": out,
            "status": "ok",
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", default="claims-triage")
    parser.add_argument("--team", default="claims")
    parser.add_argument("--cost-center", default="CC-0410")
    parser.add_argument("--environment", default="dev")
    parser.add_argument("--model", default="gpt-4o", choices=sorted(PRICES))
    parser.add_argument("--cost", type=float, default=6220.0, metavar="USD", help="what all records cost together")
    parser.add_argument(
        "--cached", type=int, default=0, metavar="PERCENT", help="share of the input's cost that is cached")
    parser.add_argument("--count", type=int, default=320, help="number of records")
    parser.add_argument("--start", default="2026-11-04T11:00:00", help="the first record's time, UTC")
    parser.add_argument("--days", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shadow", metavar="PROJECT", help="a second project, which costs a tenth and has no grant")
    options = parser.parse_args()
    if options.count < 1 or options.days < 1 or options.cost < 0 or not 0 <= options.cached <= 100:
        parser.error("count and days are 1 or more, cost is 0 or more, cached is 0 to 100")
    lines = list(records(options, options.project, options.cost, options.count, "use"))
    if options.shadow:
        lines += records(options, options.shadow, options.cost / 10, max(1, options.count // 10), "shadow")
    for line in sorted(lines, key=lambda line: (line["occurred_at"], line["event_id"])):
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
