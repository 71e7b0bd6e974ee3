"""
Sends claims to an inbound topic by confluent-kafka and the Kafka binding of the CloudEvents SDK for Python, with their defaults, and prints
the acknowledgements as JSON: send_over_kafka.py BOOTSTRAP TOPIC AUTHORITY USER PASSWORD
"""
import json
import sys
import uuid
from datetime import datetime, timezone

from cloudevents.core.bindings import kafka
from cloudevents.core.v1.event import CloudEvent
from cloudevents.v1.http import CloudEvent as OlderCloudEvent
from cloudevents.v1.kafka import to_binary, to_structured
from confluent_kafka import Consumer, Producer

bootstrap, topic, authority, user, password = sys.argv[1:]
connection = {
    "bootstrap.servers": bootstrap,
    "security.protocol": "SASL_SSL",
    "ssl.ca.location": authority,
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.username": user,
    "sasl.password": password,
}
producer = Producer(connection)
claim = {
    "occurredAt": "2026-02-03T07:40:00+05:00",
    "kind": "accident",
    "severity": "severe",
    "region": "KZ-35",
    "employer": {"bin": "200140000004"},
    "claim": {"status": "paid", "paidKzt": 1250000},
}
described = {"source": "urn:kz:insurer:annuity", "type": "kz.qorgau.claim.reported.v1"}
sent = set()


def send(name, message):
    producer.produce(f"qorgau.inbound.{topic}.v1", value=message.value, key=message.key, headers=message.headers)
    sent.add(name)


def event(name, data=claim, **more):
    return CloudEvent({**described, "id": name, "subject": name, "revision": 1, **more}, data)


told = {
    "nothing more": {},
    "a key": {"partitionkey": "35"},
    "an empty key": {"partitionkey": ""},
    "a media type": {"datacontenttype": "application/json"},
    "a time and a schema": {"time": datetime(2026, 2, 3, 7, 10, tzinfo=timezone.utc), "dataschema": "https://example.kz/claim.json"},
}
for mode, convert in {"binary": kafka.to_binary_event, "structured": kafka.to_structured_event}.items():
    for detail, more in told.items():
        name = f"өтінім {mode} {detail}"
        send(name, convert(event(name, **more)))

# The interface of the SDK before its second version. Headers are text, so that a number has to be told as such in the binary mode.
older = {**described, "time": "2026-02-03T12:10:00+05:00", "datacontenttype": "application/json"}
for convert, revision in ((to_binary, "1"), (to_structured, 1)):
    name = f"older {convert.__name__}"
    send(name, convert(OlderCloudEvent({**older, "id": name, "subject": name, "revision": revision}, claim)))

# Without any SDK: the event as JSON, and nothing around it.
plain = {"specversion": "1.0", "id": "plain", **described, "subject": "plain", "revision": 1, "data": claim}
producer.produce(f"qorgau.inbound.{topic}.v1", json.dumps(plain))
sent.add("plain")
send("refused", kafka.to_binary_event(event("refused", {**claim, "claim": {"status": "lost"}})))
producer.flush()

consumer = Consumer({**connection, "group.id": f"reader-{uuid.uuid4()}", "auto.offset.reset": "earliest"})
consumer.subscribe([f"qorgau.acks.{topic}.v1"])
acknowledged = {}
while sent - acknowledged.keys():
    message = consumer.poll(60)
    if message is None:
        sys.exit(f"no acknowledgement within a minute of: {sorted(sent - acknowledged.keys())}")
    if message.error():
        sys.exit(str(message.error()))
    acknowledgement = json.loads(message.value())
    if acknowledgement["id"] in sent:
        acknowledged[acknowledgement["id"]] = acknowledgement
consumer.close()
print(json.dumps(acknowledged))
