"""A program with the packed client: `python use_sdk.py URL` validates, sends one and many, reads rates and follows them live, through a relay that refuses
the first request, breaks within the answers to the second and the fourth, takes one statement of a batch at a time and breaks the first stream, and prints
what it found as JSON. Under `/busy-N` it refuses once, with a Retry-After of each form. Needs nothing but the client."""
import json
import sys
import threading
import time
import typing
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import qorgau_client
from qorgau_client import QorgauClient, Refused, models

service = urlsplit(sys.argv[1]).netloc
seen = {"POST": 0, "streams": 0}
# By place of the form: when it was refused, and when it came again.
busy = [[] for _ in range(4)]


def retry_after(form):
    """Seconds, and the three forms of a date, whose second after next begins in one to two seconds."""
    at = datetime.now(timezone.utc) + timedelta(seconds=2)
    return ("1", format_datetime(at, usegmt=True), f"{at:%A, %d-%b-%y %H:%M:%S} GMT", at.ctime())[form]


class Relay(BaseHTTPRequestHandler):
    """Passes everything on, but for what the first lines of this file say."""

    def do_POST(self):
        seen["POST"] += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "batch" in self.headers["Content-Type"]:
            return self.take_one(json.loads(body))
        if seen["POST"] in (2, 4):
            return self.break_within(body)
        if seen["POST"] > 1:
            return self.relay(body)
        refusal = b'{"title":"Busy","errors":[]}'
        self.send_response(503)
        self.send_header("Retry-After", "1")
        self.send_header("Content-Length", str(len(refusal)))
        self.end_headers()
        self.wfile.write(refusal)

    def do_GET(self):
        if self.path.startswith("/busy-"):
            return self.be_busy(int(self.path[6]))
        self.relay(None)

    def be_busy(self, form):
        busy[form].append(time.monotonic())
        if len(busy[form]) > 1:
            return self.respond(200, b"{}")
        self.send_response(503)
        self.send_header("Retry-After", retry_after(form))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def take_one(self, statements):
        status, answer = self.ask(json.dumps(statements[:1]))
        results = json.loads(answer)["results"] + [{"index": index, "status": "retry"} for index in range(1, len(statements))]
        self.respond(status, json.dumps({"results": results}).encode())

    def break_within(self, body):
        status, answer = self.ask(body)
        self.respond(status, answer[:-5], len(answer))

    def ask(self, body):
        connection = HTTPConnection(service)
        connection.request("POST", self.path, body, {"Content-Type": self.headers["Content-Type"], "Accept": "application/json"})
        reply = connection.getresponse()
        answer = reply.read()
        connection.close()
        return reply.status, answer

    def respond(self, status, answer, length=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length or len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def relay(self, body):
        is_stream = self.path.startswith("/v1/live")
        seen["streams"] += is_stream
        is_broken = is_stream and seen["streams"] == 1
        connection = HTTPConnection(service)
        # The service answers those who name this machine.
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        connection.request(self.command, self.path, body, headers)
        reply = connection.getresponse()
        self.send_response(reply.status)
        for name in ("Content-Type", "Retry-After"):
            if name in reply.headers:
                self.send_header(name, reply.headers[name])
        self.end_headers()
        try:
            has_data = False
            for line in reply:
                self.wfile.write(line)
                self.wfile.flush()
                has_data = has_data or line.startswith(b"data:")
                if is_broken and has_data and line == b"\n":
                    break
        except (BrokenPipeError, ConnectionResetError):
            pass
        connection.close()

    def log_message(self, *_):
        pass


relay = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
relay.daemon_threads = True
threading.Thread(target=relay.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{relay.server_address[1]}"
client = QorgauClient(url, pause_seconds=0.01, language="ru")
# Of a batch of three it is told to send some again twice, each time fewer.
hasty = QorgauClient(url, pause_seconds=0.01, tries_max=2)


def statement(subject, severity, revision=1):
    data = {"occurredAt": "2026-02-03", "kind": "accident", "severity": severity, "region": "KZ-47", "sector": "B", "employer": {"bin": "200140000004"}}
    return {
        "specversion": "1.0",
        "id": subject,
        "source": "urn:kz:bin:200140000004",
        "type": "kz.qorgau.case.reported.v1",
        "subject": subject,
        "revision": revision,
        "data": data,
    }


refused = []
begun = time.monotonic()
try:
    client.validate(statement("py-0", "light", 0))
except Refused as refusal:
    refused = [[fault["rule"], fault["pointer"], any("а" <= letter <= "я" for letter in fault["message"])] for fault in refusal.errors]
waited = time.monotonic() - begun
validated = client.validate(statement("py-0", "light"))
sent = client.send(statement("py-1", "severe"))
several = [statement("py-2", "light"), statement("py-3", "light", 0), statement("py-4", "fatal")]
many = list(hasty.send_many([*several, statement("py-2", "light")], batch_size=3))

# Of each partition its last.
positions = {one["position"].split(":")[0]: one["position"] for one in [sent, *many] if "position" in one}
period = {"region": ["KZ-47"], "from": "2026-01-01", "to": "2026-12-31", "per": "none"}
answer = client.rates({**period, "by": ["severity"], "atLeast": ",".join(positions.values())})

# The stream breaks after its snapshot; what is told meanwhile comes by the one that is begun in its place.
live = []
for event in client.live(period):
    if event["event"] == "snapshot":
        if not live:
            client.send(statement("py-5", "light"))
        live += [row["count"] for row in event["data"]["rows"]]
    elif event["event"] == "change":
        live += [changed["row"]["count"] for changed in event["data"]["changed"]]
    if live[-1:] == [4]:
        break

with ThreadPoolExecutor() as pool:
    list(pool.map(lambda form: QorgauClient(f"{url}/busy-{form}", pause_seconds=0.01).rates(), range(4)))

types = {name: typing.get_type_hints(one) for name, one in vars(models).items() if typing.is_typeddict(one)}
print(
    json.dumps(
        {
            "refused": refused,
            "waited": waited >= 1,
            "paused": [again - first >= 1 for first, again in busy],
            "validated": [validated["status"], "position" in validated],
            "sent": sent["status"],
            "many": [[one["index"], one["status"]] for one in many],
            "rows": [[row["severity"], row["count"]] for row in answer["rows"]],
            "live": list(dict.fromkeys(live)),
            "streams": seen["streams"],
            # What was answered is of the types that were packed, every one of which is whole.
            "untyped": sorted({*answer} - {*types["RatesAnswer"]} | {*sent} - {*types["Accepted"]}),
            "from": qorgau_client.__file__,
        }
    )
)
