"""What schemathesis cannot write by itself: a body of events, one a line."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines_of_events(context, value):
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    events = value if isinstance(value, list) else [value]
    return b"\n".join(json.dumps(event).encode() for event in events)
