#!/bin/sh
# Sends events with plain kcat, one line of JSON each, and prints what became of them. Sending again is harmless.
#
#   examples/publish.sh 127.0.0.1:9092 mine < examples/events.ndjson
#
# The second word is the reporter's topic as it stands in the list of reporters of the installation.
set -eu
brokers=$1 topic=$2

events=$(mktemp)
trap 'rm -f "$events"' EXIT
grep -v '^[[:space:]]*$' > "$events"

# Acknowledgements from this second on: the clocks of the two machines should agree.
since=$(date +%s)000

# acks=all: sent only once all replicas in sync have it.
kcat -P -b "$brokers" -t "qorgau.inbound.$topic.v1" -X acks=all -l "$events"
timeout 60 kcat -C -q -u -b "$brokers" -t "qorgau.acks.$topic.v1" -o "s@$since" -c "$(wc -l < "$events")"
