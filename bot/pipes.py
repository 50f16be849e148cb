"""Pipes: what goes between the bot and a process of its own, each piece led by its length."""

from struct import Struct
from typing import BinaryIO

LENGTH = Struct(">I")
"""How a length is written: four bytes, the largest first."""


def take(pipe: BinaryIO) -> bytes | None:
    """Return the next piece; None where nobody sends any more."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    return pipe.read(length)


def send(pipe: BinaryIO, piece: bytes) -> None:
    """Send a piece at once."""
    pipe.write(LENGTH.pack(len(piece)) + piece)
    pipe.flush()
