"""Hints: the words beside a number that say how sharply it is meant."""

import re

from bot.news.counting.kinds import Bound

_LONGEST = 36
_MOST = 3
_OVER = """
    over | above | exceeding | exceeds | exceed | exceeded | topping | topped | tops | top |
    surpassing | surpassed | past | beyond | > | more than | at least | north of | upward of |
    upwards of | in excess of | well over | greater than | higher than | no less than |
    not less than | no fewer than | minimum of
"""
_UNDER = """
    under | below | beneath | south of | < | less than | fewer than | lower than | up to |
    as much as | as many as | at most | shy of | short of | no more than | not more than |
    maximum of | not exceeding
"""
_ABOUT = """
    about | around | approximately | approx | approx. | roughly | nearly | almost | near |
    nears | nearing | neared | circa | some | approaches | approaching | approached | approach |
    estimated | ~ | ≈ | close to | closer to | closing in on | towards | toward
"""
_BEFORE = {
    one.strip(): bound
    for bound, said in ((Bound.OVER, _OVER), (Bound.UNDER, _UNDER), (Bound.ABOUT, _ABOUT))
    for one in said.split("|")
}
# Words that may stand between a hint and its number: `more than a further 4 %`, `near the $90B`.
_SLACK = frozenset(("a", "an", "the", "its", "another", "further", "additional", "extra"))
_BEHIND = re.compile(
    r"(?P<over>\+| or (?:more|higher|better)\b|[ -]plus\b|[ -]odd\b)"
    r"|(?P<under> or (?:less|lower)\b)|(?P<about>[ -]or[ -]so\b|[ -]ish\b)"
)
_BOUNDS = {"over": Bound.OVER, "under": Bound.UNDER, "about": Bound.ABOUT}


def bound(lower: str, start: int, end: int) -> Bound:
    """Say how sharply the number at characters `start` to `end` of a lower-case text is said."""
    words = lower[max(0, start - _LONGEST) : start].rstrip("+-−($€£ ").split(" ")[-2 * _MOST :]
    while words and words[-1] in _SLACK:
        words.pop()
    for many in range(min(_MOST, len(words)), 0, -1):
        if found := _BEFORE.get(" ".join(words[-many:])):
            return found
    if lower[end : end + 1] in " +-" and (behind := _BEHIND.match(lower, end)):
        return _BOUNDS[behind.lastgroup or ""]
    return _tilde(words)


# A sign that is written close to the number before it: `~4 %`.
def _tilde(words: list[str]) -> Bound:
    return _BEFORE.get(words[-1][-1:], Bound.EXACT) if words else Bound.EXACT
