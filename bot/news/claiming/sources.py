"""Sources: whom a sentence names for what it says."""

import re

_NAME = r"[A-Z][\w&.'’-]*(?: (?:of |& )?[A-Z][\w&.'’-]*){0,4}"
_SHOWS = r"(?:figures|data|numbers|estimates)"
_SAID = re.compile(
    rf"(?:[Aa]ccording to|[Pp]er|(?:[Dd]ata|[Ff]igures|[Nn]umbers) from) (?:the )?(?P<to>{_NAME})"
    rf"|(?P<by>{_NAME})(?:['’]s?)? (?:(?:own )?{_SHOWS} (?:shows?|showed|suggests?|indicates?)"
    r"|says|said|reported|reports|wrote|writes|estimates|reckons|calculates|notes|noted)\b"
)
_NOBODY = frozenset(("It", "He", "She", "They", "We", "The", "Shares", "This", "That", "A", "An"))


def of(said: str) -> str:
    """Name the source that a sentence gives, "" where it speaks for itself."""
    for match in _SAID.finditer(said):
        name = match["to"] or match["by"] or ""
        if name and name not in _NOBODY:
            return name.removesuffix(".").removesuffix("'s").removesuffix("’s")
    return ""
