#!/usr/bin/env bash
# The main job on real input: from five requests to a history that an auditor verifies.
#
#   bash Examples/demo.sh PATH-TO-ASSENT        (or: make demo)
#   KEEP=1 bash Examples/demo.sh PATH-TO-ASSENT keeps the workspace, to look around in it afterwards
#
# Every answer is the tool's own. Each step states the exit code and the words that it promises; where the tool
# answers otherwise, the demo stops and says so.
set -euo pipefail

case "${1:-}" in
  "" | -h | --help)
    echo "usage: bash Examples/demo.sh PATH-TO-ASSENT" >&2
    exit 64
    ;;
esac
if ! command -v "$1" >/dev/null; then
  echo "demo: no program at '$1'; 'make build' puts it at .build/release/assent" >&2
  exit 64
fi
ASSENT=$(cd "$(dirname "$(command -v "$1")")" && pwd)/$(basename "$1")
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/assent-demo.XXXXXX")
unset ASSENT_WORKSPACE ASSENT_DATABASE ASSENT_ACTOR ASSENT_URL ASSENT_TOKEN
export LC_ALL=C

finish() {
  local code=$?
  cd /
  if [ "${KEEP:-0}" = 1 ]; then echo "The workspace is kept: $WORK"; else rm -rf "$WORK"; fi
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

# --- how the story is told ---------------------------------------------------------------------------------------

BOLD='' DIM='' GOOD='' BAD='' PLAIN='' COLOR=never
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  BOLD=$'\e[1m' DIM=$'\e[2m' GOOD=$'\e[32m' BAD=$'\e[31m' PLAIN=$'\e[0m' COLOR=always
fi

NOW=2026-11-02T08:00:00Z # the time of the story, see `at`
ANSWER=''                # what the last command said, without colour
STEPS=0                  # commands whose answer was as promised
REFUSED=0                # of these, how many had to be refused

chapter() { printf '\n%s== %s%s\n' "$BOLD" "$*" "$PLAIN"; }
step() { printf '\n%s%s%s\n' "$BOLD" "$(fold -s -w 92 <<<"$*" | sed 's/ *$//')" "$PLAIN"; }
at() { NOW=$1; }

broken() {
  printf '\n%sdemo: %s%s\n' "$BAD" "$*" "$PLAIN" >&2
  exit 1
}

# A command line as one would type it: words with blanks in quotes, an option beside its value, long lines continued.
typed() {
  local word part='' width=22
  for word in "$@"; do
    case "$word" in *[!A-Za-z0-9_.,:=/@%+-]*) word="\"$word\"" ;; esac
    part+=" $word"
    case "$word" in --?* | -?) continue ;; esac
    if [ $((width + ${#part})) -gt 92 ]; then
      printf ' \\\n   '
      width=3
    fi
    printf '%s' "$part"
    width=$((width + ${#part}))
    part=''
  done
  printf '%s' "$part"
}

# expect CODE VERB...: runs assent at the time of the story, shows command and answer, and insists on the exit code.
expect() {
  local wanted=$1 code=0
  shift
  printf '%s%s%s $ assent%s\n' "$DIM" "${NOW:5:11}Z" "$PLAIN" "$(typed "$@")"
  "$ASSENT" "$@" --now "$NOW" --color "$COLOR" >"$WORK/answer" 2>&1 </dev/null || code=$?
  cat "$WORK/answer"
  ANSWER=$(sed $'s/\e\\[[0-9;]*m//g' "$WORK/answer")
  [ "$code" = "$wanted" ] || broken "this should exit with $wanted and exited with $code"
  STEPS=$((STEPS + 1))
  [ "$code" = 0 ] && return
  REFUSED=$((REFUSED + 1))
  printf '%s(exit %s, as it should be)%s\n' "$GOOD" "$code" "$PLAIN"
}

# says WORDS: the last answer holds them.
says() {
  case "$ANSWER" in
    *"$1"*) ;;
    *) broken "the answer should say '$1'" ;;
  esac
}

# first PREFIX: the first id of this kind in the last answer.
first() {
  local id
  id=$(grep -o -m1 "$1-[0-9]\{6,\}" <<<"$ANSWER" | head -1) || broken "the answer should name a $1"
  printf '%s' "$id"
}

# --- the story ---------------------------------------------------------------------------------------------------

cd "$WORK"
cp -R "$ROOT/rules" "$ROOT/workflows" "$ROOT/Examples" .

chapter "A workspace"
cat <<'TEXT'
The shipped rules and workflows, in a folder of their own. It is Monday, 2 November 2026; the
office is in Berlin. The time before each command is the story's (UTC, given with --now), and
--as says who acts, so that everybody sees the same story.
TEXT

step "Gus of governance makes the workspace: a database, and the key that signs the history."
expect 0 init --as gus
step "The rules compile, and their own examples hold."
expect 0 check --strict
expect 0 test
says " 0 failed"

chapter "Five requests"

at 2026-11-02T08:30:00Z
step "Zoe, an engineer, asks for something small on open data: the fast lane lets it start at once."
expect 0 submit Examples/sandbox.yaml --as zoe
says "is approved" && says "lane sandbox"
SMALL=$(first GRT)

at 2026-11-02T09:00:00Z
step "She wants to summarise claims tickets. That is personal data: two reviews and a duty, by rule."
expect 0 submit Examples/tickets.yaml --as zoe
says "is in review" && says "data-governance" && says "legal"
TICKETS=$(first REQ)

at 2026-11-02T09:05:00Z
step "Personal data for a provider without an agreement: denied, with the rule that says so."
expect 0 submit Examples/denied.yaml --as zoe
says "is denied" && says "restricted-data-needs-approved-processor"

at 2026-11-02T09:10:00Z
step "Confidential data: security has to agree; 4,850 USD is within what her team lead may decide."
expect 0 submit Examples/returned.yaml --as zoe
says "security" && says "tom"
TREATIES=$(first REQ)

at 2026-11-02T09:15:00Z
step "120,000 USD: more than team lead (5,000) and director (50,000) may decide, so it climbs to Eve."
expect 0 submit Examples/climb.yaml --as zoe
says "finance" && says "eve"
PILOT=$(first REQ)

chapter "Who has to act"

at 2026-11-02T10:00:00Z
step "What waits for Pia of the platform team, ..."
expect 0 queue --as pia
says "$TICKETS" && says "$PILOT"
step "... for Ann of data governance, ..."
expect 0 queue --as ann
says "$TICKETS"
step "... and for Fay of finance."
expect 0 queue --as fay
says "$PILOT"
step "Zoe asks why her tickets wait: on whom, since when, and what happens if nobody acts."
expect 0 why "$TICKETS" --as zoe
says "waits on" && says "reminder"

chapter "Votes"

at 2026-11-02T10:15:00Z
step "Pia has no concern about any of the three that wait for her."
expect 0 approve "$TICKETS" "$TREATIES" "$PILOT" --as pia

at 2026-11-02T10:40:00Z
step "Zoe tries to approve her own request. It does not count, and the attempt is recorded."
expect 5 approve "$TICKETS" --as zoe
says "requester"

at 2026-11-02T13:00:00Z
step "Ann agrees for data governance."
expect 0 approve "$TICKETS" --as ann
at 2026-11-02T13:05:00Z
step "Ann sends the same vote again, as a double click would: a conflict, counted once."
expect 4 approve "$TICKETS" --as ann

at 2026-11-02T14:00:00Z
step "Sam agrees for security, and Tom, the team lead, returns the request: too much, too long."
expect 0 approve "$TREATIES" --as sam
at 2026-11-02T14:30:00Z
expect 0 return "$TREATIES" --as tom --comment "half the time would tell; try the mini model first"
says "changes requested"

at 2026-11-02T15:00:00Z
step "Zoe answers with half the time and a third of the money."
expect 0 resubmit "$TREATIES" Examples/returned-fixed.yaml --as zoe
says "revision 2" && says "1,492.50 USD"
at 2026-11-02T15:30:00Z
step "Sam's vote stands, since the data are the same; Pau looks at the new revision, and Tom decides."
expect 0 approve "$TREATIES" --as pau
at 2026-11-03T08:30:00Z
expect 0 approve "$TREATIES" --as tom
says "the request is approved"

at 2026-11-03T08:40:00Z
step "Fay agrees for finance; now the pilot is Eve's to decide, a vice president."
expect 0 approve "$PILOT" --as fay
step "Why Eve, and not Tom or Dia? Amounts climb the chain of managers, and the answer says whom they passed."
expect 0 why "$PILOT" --as zoe
says "tom" && says "dia" && says "passed over"
at 2026-11-03T09:00:00Z
step "Eve decides: yes."
expect 0 approve "$PILOT" --as eve
says "the request is approved"

at 2026-11-03T09:10:00Z
step "Lea agrees for legal, and Dia, a director, approves the tickets, but with 6,000 USD, not 7,400."
expect 0 approve "$TICKETS" --as lea
at 2026-11-03T12:30:00Z
expect 0 approve "$TICKETS" --as dia --cap cost=6000USD
says "pending conditions" && says "6,000.00 USD"
GRANT=$(first GRT)
DUTY=$(first DTY)

chapter "A duty before the start"

cat >dpia.md <<'TEXT'
# Data protection impact assessment: summaries of claims tickets
Names and policy numbers are replaced before a ticket leaves the claims system; 30 days of retention; no training.
TEXT
at 2026-11-04T08:30:00Z
step "The grant waits for an impact assessment. Zoe hands it in (its digest is recorded) ..."
expect 0 duty submit "$DUTY" --evidence dpia=dpia.md --as zoe
says "submitted"
at 2026-11-04T09:00:00Z
step "... may not verify it herself ..."
expect 5 duty verify "$DUTY" --as zoe
at 2026-11-04T10:00:00Z
step "... and Bo of data governance does: the experiment may start."
expect 0 duty verify "$DUTY" --as bo
says "closed"
expect 0 grant list
says "$SMALL  active" && says "$GRANT  active"

chapter "Usage, priced and held against the envelope"

if command -v python3 >/dev/null && python3 Examples/usage-sample.py >usage.jsonl 2>/dev/null; then
  python3 Examples/usage-sample.py --project side-project --cost 180 --count 40 --days 2 --start 2026-11-16T09:00:00 \
    --seed 2 >side-project.jsonl
else
  sample() { # PROJECT DAYS RECORDS INPUT OUTPUT: records of equal size (tokens per record), spread over days of November
    awk -v project="$1" -v from="$2" -v days="$3" -v count="$4" -v input="$5" -v output="$6" 'BEGIN {
      for (i = 0; i < count; i++) printf "{\"event_id\":\"%s-%06d\",\"occurred_at\":\"2026-11-%02dT%02d:%02d:00Z\"," \
        "\"provider\":\"openai\",\"model\":\"gpt-4o\",\"team\":\"claims\",\"project\":\"%s\"," \
        "\"cost_center\":\"CC-0410\",\"environment\":\"dev\",\"input_tokens\":%d,\"cached_input_tokens\":0," \
        "\"output_tokens\":%d,\"status\":\"ok\"}\n", project, i, from + i % days, 11 + i % 7, i % 60, project, input, output
    }'
  }
  echo "(python3 is missing: the sample below has records of equal size)"
  sample claims-triage 4 16 320 5125000 662500 >usage.jsonl
  sample side-project 16 2 40 1200000 150000 >side-project.jsonl
fi

at 2026-11-20T10:00:00Z
step "Fay takes in the usage of the tickets: made-up records, 6,220 USD by the price book; 6,000 were granted."
expect 0 usage ingest usage.jsonl --source openai-org --as fay
says "320 of 320 records accepted, 6,220.00 USD" && says "$GRANT is suspended" && says "220.00 USD"
FINDING=$(first FND)
step "The same file again: every record counts once."
expect 0 usage ingest usage.jsonl --source openai-org --as fay
says "320 were here before"

step "Another project uses models, and nobody has asked: shadow AI, a finding for security."
expect 0 usage ingest side-project.jsonl --source openai-org --as fay
says "nobody approved"

TRACE=$ROOT/../shared/data/azure-llm-2023/AzureLLMInferenceTrace_code.csv
if [ -f "$TRACE" ]; then
  ln -s "$(cd "$(dirname "$TRACE")" && pwd)/$(basename "$TRACE")" azure-llm-2023.csv
  step "A real trace of Azure's LLM inference (November 2023) has other columns: --map names them," \
    "--set what the file does not say. It names no model, so it has no price: a finding, never zero."
  expect 0 usage ingest azure-llm-2023.csv --source azure-trace --as fay --map occurred_at=TIMESTAMP \
    --map input.uncached=ContextTokens --map output.response=GeneratedTokens \
    --set provider=azure --set model=unnamed --set project=code-completion
  says "8,819 of 8,819 records accepted" && says "have no price"
  REAL="8,819 records of a real Azure trace; without a price they are a finding, not zero"
else
  step "(The real trace of Azure's LLM inference is not here, so its part is left out: $TRACE)"
  REAL="priced, counted once; made-up records only, since the real trace was not there"
fi
step "Who used what, and what has no price:"
expect 0 usage report --by project,model
says "6,220.00 USD"

chapter "A finding until it is closed"

at 2026-11-25T10:30:00Z
step "Nothing happens for days. The scheduler reminds Zoe; what is overdue elsewhere has climbed further." \
  "It looks at contracts, too: one renews by itself unless somebody acts."
expect 0 tick
says "$FINDING" && says "zoe" && says "contract"
at 2026-11-27T10:30:00Z
step "On the day it is due, Zoe's manager is brought in."
expect 0 tick
says "$FINDING" && says "tom"

cat >stopped.md <<'TEXT'
The batch job is stopped since 27 November; its key is revoked. 220 USD are charged to CC-0410 with Tom's consent.
TEXT
at 2026-11-27T13:00:00Z
step "Zoe stops the job and hands in what she did; Flo of finance, somebody else, verifies it."
expect 0 finding submit "$FINDING" --as zoe --path fix --evidence stopped.md --comment "batch job stopped, key revoked"
at 2026-11-30T09:00:00Z
expect 0 finding verify "$FINDING" --as flo
says "closed"
step "The grant stays suspended, and says by how much it was exceeded:"
expect 0 grant show "$GRANT" -o json
says '"state":"suspended"' && says '"used":{"cost":{"amount":"6220.00"'

chapter "For those who need not trust us"

at 2026-12-01T09:00:00Z
step "Every table is made again from the decision log, and equals what is stored."
expect 0 rebuild --as gus
says "equal"
step "The database itself verifies: every leaf, every signed head, every stored record."
expect 0 audit verify
says "intact"
step "Gus exports the history; an auditor verifies the folder, without our database."
expect 0 audit export -d history --as gus
expect 0 audit verify history
says "intact"

if command -v sha256sum >/dev/null && command -v openssl >/dev/null && openssl pkeyutl -help 2>&1 | grep -q -e -rawin; then
  step "And without our software, as VERIFY.md in the folder says: sha256sum and openssl."
  ( cd history
    awk 'BEGIN{RS="";ORS="\n"}NR==1{print}' checkpoint >../body
    tail -1 checkpoint | awk '{print $3}' | base64 -d | tail -c +5 >../signature
    echo '$ sha256sum -c SHA256SUMS' && sha256sum -c --quiet SHA256SUMS && echo "all files as listed"
    echo '$ openssl pkeyutl -verify -pubin -inkey log.pub.pem -rawin -in body -sigfile signature'
    openssl pkeyutl -verify -pubin -inkey log.pub.pem -rawin -in ../body -sigfile ../signature
  ) || broken "the standard tools should agree"
fi

step "Somebody forges a copy: one byte, and Dia's cap of 6,000 USD becomes 9,000."
cp -R history forged
SPOT=$(grep -abo -m1 '"nanos":"6000000000000"' forged/leaves.jsonl | head -1 | cut -d: -f1)
LEAF=$(($(head -c "$SPOT" forged/leaves.jsonl | wc -l)))
printf 9 | dd of=forged/leaves.jsonl bs=1 seek=$((SPOT + 9)) conv=notrunc status=none
[ "$(cmp -l history/leaves.jsonl forged/leaves.jsonl | wc -l)" = 1 ] || broken "one byte should differ"
expect 3 audit verify forged
says "leaf $LEAF"

chapter "What was shown"
cat <<TEXT
  5 requests     fast lane, rule-based reviews, denial, return and resubmission, a climb to a VP
  separation     nobody approved or verified what is their own; a second vote changed nothing
  envelopes      a grant of 6,000 USD, active after its duty, suspended at 6,220 USD
  usage          $REAL
  findings       escalated, met with evidence, verified by somebody else
  history        rebuilt, exported, verified; a forgery of one byte was found in leaf $LEAF

$STEPS commands answered as promised, $REFUSED of them by refusing, in $SECONDS s.
TEXT
