"""Answers of providers, whole, cut short and strange, for the tests of those who read them."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st

from bot.errors import FeedError

MADE = Path(__file__).parent / "fixtures" / "providers"
REAL = "PREBELL_PAYLOADS"
"""Names the folder of answers that were recorded; they are no part of the repository."""

ODD: list[object] = [
    *(None, True, "", "x", "NaN", "sNaN", "-Infinity", "1e999999", "\ud800", [], {}, [[]], [{}]),
    *(0, -1, 0.5, 1e308, 10**40, 10**18, "2025-02-30", "0001-01-01T00:00:00+05:00"),
    *("9999-12-31T23:59:59-05:00", "2025-10-10T12:00:00", {"shares": {}}, {"c": [None]}),
]

JSON = st.recursive(
    st.sampled_from(ODD) | st.text(max_size=8) | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def made(name: str) -> bytes:
    """Read an answer written by hand."""
    return (MADE / name).read_bytes()


def real(name: str) -> bytes:
    """Read an answer that a provider gave; skips the test where there is none."""
    folder = os.environ.get(REAL)
    file = Path(folder) / name if folder else None
    if file is None or not file.exists():
        pytest.skip(f"{REAL} names no folder with {name}")
    return file.read_bytes()


def cuts(body: bytes) -> Iterator[bytes]:
    """Cut a body at every byte, as a line does that breaks."""
    return (body[:end] for end in range(len(body)))


def strange(body: bytes) -> st.SearchStrategy[bytes]:
    """Put something odd in the place of one value of a body, of one byte, or of all of it."""
    places = list(_places(json.loads(body)))
    odd = st.tuples(st.sampled_from(places), st.sampled_from(ODD))
    byte = st.tuples(st.integers(0, len(body) - 1), st.binary(max_size=2))
    return st.one_of(
        odd.map(lambda it: _written(_changed(json.loads(body), *it))),
        byte.map(lambda it: body[: it[0]] + it[1] + body[it[0] + 1 :]),
        JSON.map(_written),
        st.binary(max_size=20),
    )


def survives(read: Callable[[bytes], object], body: bytes) -> bool:
    """Say whether `body` was read as rows, or refused in the one way there is."""
    try:
        return isinstance(read(body), list)
    except FeedError:
        return True


def refuses(read: Callable[[bytes], object], body: bytes) -> bool:
    """Say whether a reader says of `body` as a whole that it is no answer."""
    try:
        read(body)
    except FeedError:
        return True
    return False


Place = tuple[str | int, ...]


def _places(value: object, at: Place = ()) -> Iterator[Place]:
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*at, index))


def _changed(value: object, at: Place, to: object) -> object:
    if not at:
        return to
    first, *rest = at
    if isinstance(value, dict | list):
        value[first] = _changed(value[first], tuple(rest), to)  # type: ignore[index]  # a place of it
    return value


def _written(value: object) -> bytes:
    return json.dumps(value).encode()
