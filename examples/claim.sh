#!/bin/sh
# The life of one claim: validated, filed, recognised, paid, corrected and withdrawn; after each step it is asked what is held of it.
#
#   examples/claim.sh [http://127.0.0.1:8080]
#
# Where the service asks who calls: QORGAU_TOKEN is a token of urn:kz:insurer:annuity, which sends and sees its own. Sending again is harmless.
set -eu
url=${1:-http://127.0.0.1:8080}
folder=$(dirname "$0")/claim
token=${QORGAU_TOKEN:-}

ask() { # PATH NAME=VALUE...: one line of the answer
  path=$1; shift
  for pair; do set -- "$@" --data-urlencode "$pair"; shift; done
  curl -sS --retry 5 --fail-with-body -G "$url$path" ${token:+-H "authorization: Bearer $token"} "$@"
  echo
}

send() { # PATH OPTION...: the statement of standard input
  path=$1; shift
  curl -sS --retry 5 "$url$path" ${token:+-H "authorization: Bearer $token"} -H 'content-type: application/cloudevents+json' --data-binary @- "$@"
}

# Judged as if it were sent, and stored nowhere: first with a mistake, whose refusal says where it is, then as it should be.
echo "== validate"
sed 's/"filed"/"lost"/' "$folder/1-filed.json" | send /v1/events:validate
echo
send /v1/events:validate --fail-with-body < "$folder/1-filed.json"
echo

for file in "$folder"/*.json; do
  echo "== $(basename "$file" .json)"
  answer=$(send /v1/events --fail-with-body < "$file")
  echo "$answer"
  # Where the log has it: an answer that names it as atLeast includes it.
  position=$(echo "$answer" | sed 's/.*"position":"\([0-9:]*\)".*/\1/')
  ask /v1/claims source=urn:kz:insurer:annuity by=status "atLeast=$position"
  ask /v1/records source=urn:kz:insurer:annuity subject=C-2026-0004 "atLeast=$position"
done
