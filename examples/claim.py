"""The life of one claim: validated, filed, recognised, paid, corrected and withdrawn; after each step it is asked what is held of it.

    python3 examples/claim.py [http://127.0.0.1:8080] [C-2026-0004]          (Python 3.8 or newer, with nothing but what it brings)

The second word is the insurer's own number of the claim. Where the service asks who calls: QORGAU_TOKEN is a token of
urn:kz:insurer:annuity, which sends and sees its own. Sending again is harmless.
"""

import json
import os
import sys
import time
from datetime import datetime, timezone
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
SUBJECT = sys.argv[2] if len(sys.argv) > 2 else "C-2026-0004"
SOURCE = "urn:kz:insurer:annuity"
TOKEN = os.environ.get("QORGAU_TOKEN")
TRIES_MAX = 6


def call(path, statement=None):
    """GET, or POST of a statement: the status, and the body. What is not taken now (503, or 429) is sent again: the same statement twice
    changes no number."""
    headers = {} if TOKEN is None else {"Authorization": f"Bearer {TOKEN}"}
    data = None
    if statement is not None:
        headers["Content-Type"] = "application/cloudevents+json"
        data = json.dumps(statement).encode()
    for tries in range(1, TRIES_MAX + 1):
        try:
            with urlopen(Request(URL + path, data=data, headers=headers)) as response:
                return response.status, json.load(response)
        except HTTPError as refusal:
            if refusal.code not in (429, 503) or tries == TRIES_MAX:
                return refusal.code, json.load(refusal)
            time.sleep(float(refusal.headers.get("Retry-After", "1")))


def ask(path, statement=None):
    """What was answered, where it is not a refusal: RFC 9457 (application/problem+json), each fault with the permanent id of its rule, where
    it is (a JSON Pointer), and how to mend it."""
    status, body = call(path, statement)
    if status >= 300:
        sys.exit("\n".join(f"{fault['rule']} {fault['pointer']}: {fault['message']}" for fault in body["errors"]))
    return body


# What is known of the victim. The IIN is replaced by a pseudonym before anything is stored.
VICTIM = {
    "occurredAt": "2026-02-03T07:40:00+05:00",
    "kind": "accident",
    "severity": "severe",
    "employer": {"bin": "200140000004"},
    "worker": {"iin": "850808310738"},
    "region": "KZ-35",
    "sector": "05.10.1",
}


def statement(verb, revision, data):
    """Every statement tells all that is known of the claim by now. The highest revision stands, in whatever order they come."""
    return {
        "specversion": "1.0",
        "id": f"{SUBJECT}/{revision}",
        "source": SOURCE,
        "type": f"kz.qorgau.claim.{verb}.v1",
        "subject": SUBJECT,
        "revision": revision,
        "time": datetime.now(timezone.utc).isoformat(),
        "data": data,
    }


def claim(**members):
    return {**VICTIM, "claim": members}


RECOGNISED = {"status": "recognised", "capacityLossPercent": 40, "actNumber": "N1-2026-0017", "decidedOn": "2026-03-10"}
FILED = statement("reported", 1, claim(status="filed"))
STEPS = {
    "filed": FILED,
    "recognised": statement("changed", 2, claim(**RECOGNISED)),
    "paid": statement("changed", 3, claim(**{**RECOGNISED, "status": "paid", "paidKzt": 1250000})),
    # The sum was wrong.
    "corrected": statement("corrected", 4, claim(**{**RECOGNISED, "status": "paid", "paidKzt": 1205000})),
    "withdrawn": statement("withdrawn", 5, {"reason": "filed a second time under another number"}),
}

# Judged as if it were sent, and stored nowhere: first with a mistake, whose refusal says where it is, then as it should be.
print("== validate")
print(json.dumps(call("/v1/events:validate", {**FILED, "data": claim(status="lost")})[1]))
print(json.dumps(ask("/v1/events:validate", FILED)))

for name, step in STEPS.items():
    print("==", name)
    # "warnings", where there are any, tell what is odd about the statement or was dropped.
    acknowledgement = ask("/v1/events", step)
    print(json.dumps(acknowledgement))
    # An answer that names the position as atLeast includes the statement.
    at_least = {"source": SOURCE, "atLeast": acknowledgement["position"]}
    print(json.dumps(ask("/v1/claims?" + urlencode({**at_least, "by": "status"}))))
    print(json.dumps(ask("/v1/records?" + urlencode({**at_least, "subject": SUBJECT}))))
