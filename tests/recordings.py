"""Recordings made by hand: files of the few events that a test is about."""

from dataclasses import asdict
from pathlib import Path

import msgspec

from bot.market.events import Quote, Reference

HEADER = {"kind": "recording", "version": 1, "title": "A quiet day"}


def a_recording(folder: Path, *events: Quote | Reference, name: str = "day.jsonl") -> Path:
    """Write a recording of these events, in their order."""
    file = folder / name
    lines = (HEADER, *(_line(event) for event in events))
    file.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    return file


def _line(event: Quote | Reference) -> dict[str, object]:
    told = asdict(event)
    told["at"] = told.pop("seen")
    return {"kind": type(event).__name__.lower(), **told}
