"""A client of Qorgau with nothing but what Python brings. The types of `models` are made of the server's OpenAPI document when it is packed."""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timezone
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from itertools import islice
from typing import Any, Literal, TypedDict, TypeVar, Union, cast
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from .models import Accepted, BatchAnswer, BatchResult, Fault, InboundEvent, LiveBehind, LiveQuery, RatesAnswer, RatesChange, RatesQuery

PAUSE_SECONDS_MAX = 30.0
# What the service itself says is waited for, within reason.
RETRY_AFTER_SECONDS_MAX = 300.0

Read = TypeVar("Read")


class LiveSnapshot(TypedDict):
    """The answer as it is; `id` is its watermark."""

    event: Literal["snapshot"]
    id: str
    data: RatesAnswer


class LiveChange(TypedDict):
    """Applied to the answer before it as the OpenAPI document says; `id` is the watermark of what it leads to."""

    event: Literal["change"]
    id: str
    data: RatesChange


class LiveLag(TypedDict):
    """How far the figures are behind the log."""

    event: Literal["behind"]
    data: LiveBehind


# An event of `/v1/live`.
LiveEvent = Union[LiveSnapshot, LiveChange, LiveLag]


class Refused(Exception):
    """A refusal (RFC 9457): every fault with the permanent id of its rule, where it is, and how to mend it."""

    def __init__(self, status: int, title: str, errors: Sequence[Fault]) -> None:
        super().__init__(f"{title}: " + " ".join(f"{fault['rule']} {fault['pointer']}: {fault['message']}" for fault in errors))
        self.status = status
        self.errors = errors


class QorgauClient:
    """
    url: where the service listens, such as http://127.0.0.1:8080.
    token: shown as `Authorization: Bearer`; None where nobody is asked who they are.
    tries_max: how often a request is tried while the service does not take it: refused for now (429, 503), or not answered to the end.
    pause_seconds: the first pause between tries. It doubles up to 30 s, half of it by chance; a longer `Retry-After` is kept, up to 300 s.
    timeout_seconds: how long nothing may come of an answer. A live stream says something every few seconds.
    language: of messages, kk, ru or en.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        tries_max: int = 8,
        pause_seconds: float = 0.5,
        timeout_seconds: float = 60.0,
        language: Literal["kk", "ru", "en"] | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._tries_max = tries_max
        self._pause_seconds = pause_seconds
        self._timeout_seconds = timeout_seconds
        self._language = language

    def send(self, statement: InboundEvent) -> Accepted:
        """Returns once the log has it for good. Raises `Refused` where it is not taken."""
        return cast(Accepted, self._json("/v1/events", statement))

    def validate(self, statement: InboundEvent) -> Accepted:
        """Judges a statement as if it were sent; nothing is stored. Raises `Refused` where it would not be taken."""
        return cast(Accepted, self._json("/v1/events:validate", statement))

    def send_many(self, statements: Iterable[InboundEvent], batch_size: int = 1000) -> Iterator[BatchResult]:
        """
        Sends any number of statements in batches, and gives what became of each, with its `index` from 0: accepted or rejected, in no certain order. What
        the log did not take yet (`retry`) is sent again with growing pauses; repeating is harmless. Raises `Refused` where in `tries_max` answers in a row
        nothing of a batch is taken.
        """
        source = iter(statements)
        first = 0
        while batch := list(islice(source, batch_size)):
            yield from self._send_batch(batch, first)
            first += len(batch)

    def _send_batch(self, batch: Sequence[InboundEvent], first: int) -> Iterator[BatchResult]:
        remaining = list(range(len(batch)))
        # Answers in a row that judged nothing.
        fruitless = 0
        while remaining:
            response = cast(BatchAnswer, self._json("/v1/events", [batch[index] for index in remaining]))
            again: list[int] = []
            for result in response["results"]:
                index = remaining[result["index"]]
                if result["status"] == "retry":
                    again.append(index)
                else:
                    yield {**result, "index": first + index}
            fruitless = 0 if len(again) < len(remaining) else fruitless + 1
            if fruitless == self._tries_max:
                raise Refused(503, "Not taken", [])
            if again:
                self._pause(max(1, fruitless))
            remaining = again

    def rates(self, query: RatesQuery | None = None) -> RatesAnswer:
        """Counts and rates of one cut of the log. A position of an acknowledgement as `atLeast` makes the answer include it."""
        return cast(RatesAnswer, self._json(f"/v1/rates{_search(query)}"))

    def live(self, query: LiveQuery | None = None) -> Iterator[LiveEvent]:
        """
        The same as it changes: a snapshot first, then what changes. Where the connection breaks it goes on after the last event. Ends when the caller
        leaves the loop; raises `Refused` where the question is refused, or nobody answers in so many tries.
        """
        last: str | None = None
        while True:
            headers = {"Accept": "text/event-stream"} | ({} if last is None else {"Last-Event-ID": last})
            with self._tried(f"/v1/live{_search(query)}", None, headers, _opened) as response:
                # A stream that breaks is begun again; what the caller raises in its loop does not come from `next`.
                events = _events(response)
                while (event := _next_or_none(events)) is not None:
                    if event["event"] != "behind":
                        last = event["id"]
                    yield event
            self._pause(1)

    def _json(self, path: str, body: Any = None) -> Any:
        return self._tried(path, body, {"Accept": "application/json"}, _whole_json)

    def _tried(self, path: str, body: Any, headers: Mapping[str, str], read: Callable[[HTTPResponse], Read]) -> Read:
        """A connection that breaks within an answer is a try like one without an answer."""
        request = self._request(path, body, headers)
        tries = 0
        while True:
            tries += 1
            retry_after: str | None = None
            try:
                try:
                    return read(cast(HTTPResponse, urlopen(request, timeout=self._timeout_seconds)))
                except HTTPError as refusal:
                    with refusal:
                        refused = _refused(refusal)
                    if refusal.code not in (429, 503) or tries == self._tries_max:
                        raise refused from None
                    retry_after = refusal.headers.get("Retry-After")
            except (OSError, HTTPException):
                if tries == self._tries_max:
                    raise
            self._pause(tries, retry_after)

    def _request(self, path: str, body: Any, headers: Mapping[str, str]) -> Request:
        request = Request(self._url + path, headers=dict(headers))
        if self._token is not None:
            # Never sent on to where a redirection leads.
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        if self._language is not None:
            request.add_header("Accept-Language", self._language)
        if body is not None:
            kind = "cloudevents-batch+json" if isinstance(body, list) else "cloudevents+json"
            request.add_header("Content-Type", f"application/{kind}")
            request.data = json.dumps(body).encode()
        return request

    def _pause(self, tries: int, retry_after: str | None = None) -> None:
        """Half of it by chance, so that those who were refused together do not come back together."""
        growing = min(PAUSE_SECONDS_MAX, self._pause_seconds * 2 ** (tries - 1))
        requested = min(RETRY_AFTER_SECONDS_MAX, _retry_after_seconds(retry_after))
        time.sleep(max(growing * (0.5 + random.random() / 2), requested))


def _retry_after_seconds(header: str | None) -> float:
    """Seconds from now on of a `Retry-After`, seconds or a date (RFC 9110, 10.2.3, in all its three forms); 0 where it is neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    # The form of asctime says no zone; it is of GMT.
    return max(0.0, (at.replace(tzinfo=timezone.utc) if at.tzinfo is None else at).timestamp() - time.time())


def _opened(response: HTTPResponse) -> HTTPResponse:
    return response


def _whole_json(response: HTTPResponse) -> Any:
    with response:
        try:
            return json.load(response)
        except ValueError as error:
            # An answer without a length that was cut short, or of something in between.
            raise HTTPException("The answer is no JSON.") from error


def _refused(refusal: HTTPError) -> Refused:
    text = refusal.read().decode("utf-8", "replace")
    try:
        problem = json.loads(text)
        return Refused(refusal.code, problem["title"], problem["errors"])
    except (ValueError, LookupError, TypeError):
        return Refused(refusal.code, text[:200], [])


def _search(query: Mapping[str, Any] | None) -> str:
    """Lists are joined by commas."""
    pairs = {name: _text(value) for name, value in (query or {}).items() if value is not None}
    return f"?{urlencode(pairs)}" if pairs else ""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(_text, value)) if isinstance(value, (list, tuple)) else str(value)


def _next_or_none(events: Iterator[LiveEvent]) -> LiveEvent | None:
    """None where the stream has ended or is broken."""
    try:
        return next(events, None)
    except (OSError, HTTPException, ValueError):
        return None


def _events(response: HTTPResponse) -> Iterator[LiveEvent]:
    """The events of a stream (HTML, section 9.2)."""
    fields: dict[str, list[str]] = {}
    for line in response:
        text = line.decode("utf-8").rstrip("\r\n")
        if text == "":
            if "data" in fields:
                event: dict[str, Any] = {"event": fields.get("event", ["message"])[-1], "data": json.loads("\n".join(fields["data"]))}
                if "id" in fields:
                    event["id"] = fields["id"][-1]
                yield cast(LiveEvent, event)
            fields = {}
        elif not text.startswith(":"):
            name, _, value = text.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
