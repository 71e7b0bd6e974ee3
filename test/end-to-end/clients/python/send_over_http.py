"""Sends statements by the CloudEvents SDK for Python and requests, with their defaults, and prints what was answered as JSON."""
import json
import sys
from datetime import datetime, timedelta, timezone

import requests
from cloudevents.core.bindings import http
from cloudevents.core.v1.event import CloudEvent
from cloudevents.v1 import conversion
from cloudevents.v1.http import CloudEvent as OlderCloudEvent

url = sys.argv[1]
case = {
    "occurredAt": "2026-02-03T07:40:00+05:00",
    "kind": "accident",
    "severity": "severe",
    "region": "KZ-35",
    "employer": {"bin": "200140000004"},
}
described = {"source": "urn:kz:bin:200140000004", "type": "kz.qorgau.case.reported.v1"}
answers = {}


def send(name, headers, body):
    response = requests.post(url, headers=headers, data=body)
    answers[name] = {"status": response.status_code, **response.json()}


# What a user of the SDK adds to the attributes that every event needs.
told = {
    "nothing more": {},
    "a media type": {"datacontenttype": "application/json"},
    "a media type with a charset": {"datacontenttype": "application/json; charset=UTF-8"},
    "a time at UTC": {"time": datetime(2026, 2, 3, 7, 10, 30, 123456, timezone.utc)},
    "a time in Kazakhstan": {"time": datetime(2026, 2, 3, 12, 10, tzinfo=timezone(timedelta(hours=5)))},
    "a schema and extensions": {"dataschema": "https://example.kz/case.json", "partitionkey": "35", "sampled": True, "weight": 7},
}
for mode, convert in {"binary": http.to_binary_event, "structured": http.to_structured_event}.items():
    for name, more in told.items():
        subject = f"Шахта «Саранская», 7 % {mode} {name}"
        event = CloudEvent({**described, "id": subject, "subject": subject, "revision": 1, **more}, case)
        message = convert(event)
        send(f"{mode}, {name}", message.headers, message.body)

# The interface of the SDK before its second version. Headers are text, so that a number has to be told as such in the binary mode.
older = {**described, "time": "2026-02-03T12:10:00+05:00"}
send("older binary", *conversion.to_binary(OlderCloudEvent({**older, "subject": "older binary", "revision": "1"}, case)))
send("older structured", *conversion.to_structured(OlderCloudEvent({**older, "subject": "older structured", "revision": 1}, case)))

refused = http.to_binary_event(CloudEvent({**described, "subject": "refused", "revision": 1}, {**case, "severity": "awful"}))
send("refused", refused.headers, refused.body)
print(json.dumps(answers))
