"""A client of Qorgau: sends statements about accidents and claims, reads injury and fatality rates, follows them live."""

from .client import LiveChange, LiveEvent, LiveLag, LiveSnapshot, QorgauClient, Refused
from .models import Accepted, BatchResult, Fault, InboundEvent, LiveQuery, RatesAnswer, RatesQuery

__all__ = [
    "Accepted",
    "BatchResult",
    "Fault",
    "InboundEvent",
    "LiveChange",
    "LiveEvent",
    "LiveLag",
    "LiveQuery",
    "LiveSnapshot",
    "QorgauClient",
    "RatesAnswer",
    "RatesQuery",
    "Refused",
]
