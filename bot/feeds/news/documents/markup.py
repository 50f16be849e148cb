"""Markup: HTML made plain words, in one pass, whatever stands in it."""

import re
from html import unescape

READ = 200_000
"""Letters of markup that are read; what comes after is no news any more."""

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q s samp"  # noqa: SIM905 (a list of quotation marks cannot be read)
    " small span strike strong sub time tt u var wbr".split()
)
_BLOCK = frozenset(
    "address area article aside audio base blockquote body br button canvas caption center col"  # noqa: SIM905 (likewise)
    " colgroup data datalist dd details dialog dir div dl dt embed fieldset figcaption figure"
    " footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html img input legend"
    " li link main map menu meta meter nav noframes ol optgroup option output p param picture pre"
    " progress rp rt ruby section select source summary sup table tbody td textarea tfoot th"
    " thead title tr track ul video".split()
)
_UNREAD = ("script", "style", "iframe", "noscript", "object", "template", "svg", "xml")
_GAPS = dict.fromkeys(_INLINE, "") | dict.fromkeys((*_BLOCK, *_UNREAD), " ")
"""What stands in the place of a tag: a word goes on, or it ends."""

# What is never shown, up to where it ends: comments, declarations, programs, drawings.
_HIDES = re.compile(rf"<(?:!--|!\[CDATA\[|[!?]|({'|'.join(_UNREAD)})(?=[\s>/]))", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}(?=[\s>/])", re.IGNORECASE) for name in _UNREAD}
# A quotation in a tag may hold `>`; where one never ends, the first `>` ends the tag. What follows
# a `<` is looked at up to the next one, so that a hostile text takes no longer than a plain one.
_TAG = re.compile(
    r"</?+([A-Za-z][A-Za-z0-9]*+)(?=[\s/>:_-])(?:(?:[^<>\"]++|\"[^\"<]*+\")*+>|[^<>]*+>)"
)
_ODD = ":-_"  # <o:p>, <my-element>
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]+"
)


def plain(markup: str, most: int) -> str:
    """Return the words alone on one line, at most `most` letters of them.

    Only what is named like an element of HTML counts as one: `x <y and z>` is words.
    """
    read = markup[:READ]
    words = unescape(_words(read)) if "<" in read else unescape(read)
    # Some write markup twice over, so that after one reading there is still all of it.
    if "<" not in read and "<" in words:
        words = unescape(_words(words))
    return tidy(words)[:most].rstrip()


def tidy(words: str) -> str:
    """Make one line of words, without the letters that nobody sees."""
    return " ".join(_UNSEEN.sub("", words).split())


def _words(text: str) -> str:
    shown = _TAG.sub(_gap, _shown(text))
    opens = shown.rfind("<")
    # What was cut off in the middle of a tag is no word.
    if opens >= 0 and shown[opens + 1 : opens + 2].isalpha() and shown.find(">", opens) < 0:
        return shown[:opens]
    return shown


def _gap(tag: re.Match[str]) -> str:
    gap = _GAPS.get(tag[1].lower())
    if gap is not None:
        return gap
    return " " if tag[0].lstrip("</")[len(tag[1])] in _ODD else tag[0]


# Each step goes on behind where the one before ended; what never ends hides all the rest.
def _shown(text: str) -> str:
    shown, at = [], 0
    while hides := _HIDES.search(text, at):
        shown.append(text[at : hides.start()])
        at = _hidden(text, hides)
    return " ".join((*shown, text[at:])) if shown else text


def _hidden(text: str, hides: re.Match[str]) -> int:
    if name := hides[1]:
        ends = _ENDS[name.lower()].search(text, hides.end())
        return ends.start() if ends else len(text)
    mark = {"<!--": "-->", "<![CDATA[": "]]>"}.get(hides[0], ">")
    end = text.find(mark, hides.end())
    return len(text) if end < 0 else end + len(mark)
