"""Bodies: things as JSON, and back as what they were, exactly."""

from typing import TypeVar

import msgspec

T = TypeVar("T")

_encode = msgspec.json.Encoder(order="deterministic").encode


def written(thing: object) -> str:
    """Write a thing of ours down; figures are decimal strings, moments ISO 8601."""
    return _encode(thing).decode()


def read(body: str, kind: type[T]) -> T:
    """Read a thing that was written down. Raises msgspec.ValidationError where it is none."""
    return msgspec.json.decode(body, type=kind)
