"""What is read of one document at most, whatever it is written in; the items beyond are counted."""

from collections.abc import Iterable

LETTERS = 2_000_000
"""Letters of its items, markup and all."""

TAGS = 100_000
"""Tags in them: two hundred in each, where there are as many items as are read."""


class Budget:
    """Says how long the items of a document are within what is read of one."""

    def __init__(self) -> None:
        self._letters = LETTERS
        self._tags = TAGS

    def affords(self, texts: Iterable[str]) -> bool:
        """Tell whether an item with such texts is still read, and take it off what is left."""
        for text in texts:
            self._letters -= len(text)
            self._tags -= text.count("<")
        return self._letters >= 0 and self._tags >= 0
