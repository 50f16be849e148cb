"""Protobuf, read by hand: the fields of one message by their numbers, and what they hold.

The wire is described at https://protobuf.dev/programming-guides/encoding/
"""

import struct
from decimal import Decimal

from bot.errors import FeedError

_VARINT, _EIGHT, _SIZED, _FOUR = 0, 1, 2, 5
_LONGEST = 10
"""Bytes a varint may have: seven bits in each, of 64."""
_HIGHEST_FLOAT32 = Decimal("3.4e38")

Fields = dict[int, int | bytes]


def fields(message: bytes) -> Fields:
    """Read a message; a field written twice counts as it was written last."""
    found: Fields = {}
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire = key & 7
        if wire == _VARINT:
            found[key >> 3], at = _varint(message, at)
            continue
        if wire == _SIZED:
            size, at = _varint(message, at)
        elif wire in {_EIGHT, _FOUR}:
            size = 8 if wire == _EIGHT else 4
        else:
            raise FeedError(f"a protobuf message has a field of the unknown wire type {wire}")
        if at + size > len(message):
            raise FeedError("a protobuf message breaks off")
        found[key >> 3] = message[at : at + size]
        at += size
    return found


def text(value: int | bytes | None) -> str:
    """Read a string; what is none is empty."""
    return value.decode(errors="replace") if isinstance(value, bytes) else ""


def signed(value: int | bytes | None) -> int:
    """Read a number whose sign stands in its last bit; a field left out is 0."""
    return (value >> 1) ^ -(value & 1) if isinstance(value, int) else 0


def float32(value: int | bytes | None) -> Decimal | None:
    """Read a float of four bytes as the number it was meant to be."""
    if not isinstance(value, bytes) or len(value) != 4:  # noqa: PLR2004 (bytes of a float32)
        return None
    return meant(Decimal(struct.unpack("<f", value)[0]))


def meant(value: Decimal) -> Decimal:
    """Return the shortest number that a float32 stands for: 94745.078125 was 94745.08.

    A number that is no float32 was written by somebody who meant it, and stays as it is.
    """
    if not value.is_finite() or abs(value) > _HIGHEST_FLOAT32:
        return value
    packed = struct.pack("<f", value)
    if struct.unpack("<f", packed)[0] != float(value):
        return value
    written = (f"{value:.{digits}g}" for digits in range(1, 10))
    shortest = next(Decimal(it) for it in written if struct.pack("<f", float(it)) == packed)
    return value if shortest == value else shortest  # which keeps the noughts of 100.00


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place, byte in enumerate(message[at : at + _LONGEST]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004 (the highest bit says that more follows)
            return value, at + place + 1
    raise FeedError("a protobuf message breaks off within a number")
