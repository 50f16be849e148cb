"""Asking: whether what a sentence says is a part of a question that it ends in."""

from bot.news.claiming.line import Line
from bot.news.claiming.parts import Part

_PAUSES = frozenset((Part.STOP, Part.COMMA, Part.BREAK, Part.AND))
_ASKING = frozenset(("who", "what", "why", "how", "where", "when", "which"))


def is_asked(line: Line, at: int) -> bool:
    """Tell whether a question goes on behind a number; one that begins there is another.

    So in `up 5% today: genius or luck?`, and in `up 5%, so who is the fool?`.
    """
    for k in range(at + 1, len(line.tokens)):
        token = line.tokens[k]
        if token.text == "?":
            return True
        if token.text in {":", ";", "—", "–", "!"} or (
            token.part in _PAUSES and _opens(line, k + 1)
        ):
            return False
    return False


# Whether a question begins here: `so who is`, `is it`.
def _opens(line: Line, k: int) -> bool:
    token = line.at(k)
    inverted = (
        token.part in {Part.AUX, Part.IF}
        and token.text != "if"
        and line.at(k + 1).part is Part.SUBJECT
    )
    return inverted or token.text in _ASKING
