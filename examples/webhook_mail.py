"""A receiver of Qorgau's webhooks that passes each on by mail, once. Python 3.8 or newer, with nothing but what it brings.

    WEBHOOK_SECRET=whsec_… MAIL_TO=safety@example.kz python3 examples/webhook_mail.py

WEBHOOK_SECRET is as POST /v1/webhooks answered it, or /v1/webhooks/{id}/secret since. SMTP_SERVER (127.0.0.1, by itself at port 25) takes the mail, MAIL_FROM (qorgau@localhost) is who it is
from, RECEIVER_PORT (8090) is on 127.0.0.1: put what ends TLS before it. What is missing or wrong of these ends it with code 2. While the mail server is away it responds 502, and the message comes again.
"""

import base64
import hashlib
import hmac
import json
import os
import smtplib
import sys
import time
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit


def setting(name, read, otherwise=""):
    """What `read` makes of a setting; ends the program where it is missing or wrong."""
    try:
        return read(os.environ.get(name) or otherwise)
    except ValueError as error:
        print(f"webhook_mail.py: {name}: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def given(text):
    if text == "":
        raise ValueError("has to be given")
    return text


def key(text):
    return base64.b64decode(given(text[len("whsec_") :] if text.startswith("whsec_") else text), validate=True)


def address(text):
    """Host and port of host, host:port, [IPv6 address] or [IPv6 address]:port."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or parts.netloc != text:
        raise ValueError(f"{text} is no host with a port")
    return parts.hostname, 25 if parts.port is None else parts.port


def port(text):
    if not (text.isdecimal() and int(text) <= 65535):
        raise ValueError(f"{text} is no port")
    return int(text)


KEY = setting("WEBHOOK_SECRET", key)
MAIL_TO = setting("MAIL_TO", given)
MAIL_FROM = setting("MAIL_FROM", given, "qorgau@localhost")
SMTP_SERVER = setting("SMTP_SERVER", address, "127.0.0.1")
PORT = setting("RECEIVER_PORT", port, "8090")
BODY_BYTES_MAX = 64 * 2**20
# What is older was recorded and sent again by somebody else.
AGE_SECONDS_MAX = 5 * 60
KNOWN_MAX = 10_000
SUBJECTS = {
    "rates.changed": "figures have changed",
    "rates.snapshot": "the figures have changed as a whole",
    "signals.changed": "series to look at",
    "release.made": "figures are released",
    "events.accepted": "events are accepted",
}


def is_genuine(headers, body):
    """Whether the message is of who has the secret, and of now (Standard Webhooks). The libraries of Standard Webhooks do the same."""
    identity, timestamp, signatures = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > AGE_SECONDS_MAX:
        return False
    digest = hmac.new(KEY, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(one.encode(), expected.encode()) for one in signatures.split(" "))


def mail_of(identity, message):
    """What people read: what it is, how many there are of it, and the cut that it is of."""
    data = message["data"]
    counts = {name: len(value) for name, value in data.items() if isinstance(value, list)}
    mail = EmailMessage()
    mail["From"], mail["To"] = MAIL_FROM, MAIL_TO
    made_up = "made-up, " if message.get("madeUp") else ""
    mail["Subject"] = f"Qorgau: {made_up}{SUBJECTS.get(message['type'], message['type'])}"
    # The same, should the message come again: a mail program shows it once.
    mail["Message-ID"] = f"<{identity}@qorgau>"
    lines = [f"{name}: {count}" for name, count in counts.items()]
    if "release" in data:
        lines.append(f"release: {data['release']['name']}")
    mail.set_content("\n".join([*lines, f"cut: {data['watermark']}"]) + "\n")
    return mail


class Receiver(BaseHTTPRequestHandler):
    known = {}

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > BODY_BYTES_MAX:
            return self.respond(413)
        body = self.rfile.read(int(length))
        if not is_genuine(self.headers, body):
            return self.respond(401)
        identity = self.headers["webhook-id"]
        if identity not in self.known:
            try:
                with smtplib.SMTP(*SMTP_SERVER, timeout=10) as server:
                    server.send_message(mail_of(identity, json.loads(body)))
            except (OSError, smtplib.SMTPException) as error:
                print(f"mail: {error}", file=sys.stderr)
                return self.respond(502)
            self.known[identity] = True
            if len(self.known) > KNOWN_MAX:
                del self.known[next(iter(self.known))]
        self.respond(204)

    def respond(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()
