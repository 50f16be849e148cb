"""Bags: facts of an article with the sentences they stand in, small enough to keep many."""

from collections.abc import Iterator, Mapping

PLACES = (1.0, 1.0, 0.7, 0.5, 0.4, 0.4, 0.4, 0.4)
"""What a fact weighs by its sentence: the title, the one that opens, and those further down."""

LAST = len(PLACES) - 1
"""The sentence that all further ones count as."""

TITLE, OPENING = 0b1, 0b11
"""The title, and with it the sentence that opens."""


class Bag:
    """Facts, each with a bit for every sentence it stands in: the title is bit 0."""

    __slots__ = ("facts", "masks")

    def __init__(self, held: Mapping[str, int], most: int) -> None:
        # The first ones tell the story; a text that names thousands is cut off.
        chosen = sorted(held, key=lambda fact: held[fact] & -held[fact])[:most]
        self.facts = tuple(chosen)
        self.masks = bytes(held[fact] for fact in chosen)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.facts, self.masks, strict=True)

    def __len__(self) -> int:
        return len(self.facts)


def bit(sentence: int) -> int:
    """Return the bit of a sentence."""
    return 1 << min(max(sentence, 0), LAST)


def place(mask: int) -> float:
    """Say what a fact weighs by the first sentence it stands in."""
    return WEIGHTS[mask]


def extent(mask: int) -> float:
    """Say what sentences weigh together."""
    return _EXTENTS[mask]


WEIGHTS = (PLACES[LAST], *(PLACES[(mask & -mask).bit_length() - 1] for mask in range(1, 256)))
"""What a fact weighs, by its mask: by the first sentence it stands in."""

_EXTENTS = tuple(sum(PLACES[n] for n in range(8) if mask >> n & 1) for mask in range(256))
