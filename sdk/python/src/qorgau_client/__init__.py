"""A client of Qorgau: sends statements about accidents and claims, reads injury and fatality rates, follows them live."""

from .client import LiveEvent, QorgauClient, Refused
from .models import Accepted, BatchResult, Fault, InboundEvent, LiveQuery, RatesAnswer, RatesQuery

__all__ = [
    "Accepted",
    "BatchResult",
    "Fault",
    "InboundEvent",
    "LiveEvent",
    "LiveQuery",
    "QorgauClient",
    "RatesAnswer",
    "RatesQuery",
    "Refused",
]
