"""Forms on news as hypothesis writes them: any there is, and the text that says it."""

from datetime import timedelta

from hypothesis import strategies as st

from bot.market.instruments import Symbol
from bot.rules.conditions import (
    FOR_NEWS,
    About,
    From,
    Members,
    Mentions,
    Mismatch,
    News,
    Of,
    OfList,
    On,
    Own,
    Reported,
    Sign,
    Sought,
    Stories,
)
from bot.rules.measure import Scope
from bot.rules.units import duration

_LISTS = st.sampled_from(["miners", "hpc-names"])
_SYMBOLS = st.sampled_from(["IREN", "BRK.B", "BTC-USD", "^GSPC", "ALL", "ON"])
_PHRASES = st.sampled_from(["AI", "power price", "Hut 8", "not from", "2 GW, or more", "(x)"])
_OUTLETS = st.sampled_from(["reuters", "Miner Desk", "grid-wire", "news"])
_THEMES = st.sampled_from(["ai-hpc", "on", "treasury"])
_QUOTES = st.sampled_from(['""', "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb"])
_SPANS = st.sampled_from(["30s", "15m", "1h30m", "2d", "7d"])
_JOINTS = st.sampled_from([" ", " and ", "\n and "])

_NAMED: list[tuple[type[Mentions | From | On], str, st.SearchStrategy[str]]] = [
    (Mentions, "mentions", _PHRASES),
    (From, "from", _OUTLETS),
    (On, "on", _THEMES),
]

Written = tuple[Sought, str]


def _quoted(name: str, quotes: str) -> str:
    return f"{quotes[0]}{name}{quotes[1]}"


@st.composite
def _about(draw: st.DrawFn) -> tuple[About, str]:
    one = _SYMBOLS.map(lambda name: (Of(Symbol(name)), name))
    listed = _LISTS.map(lambda name: (OfList(name), name))
    member = _LISTS.map(lambda name: (Members(name), f"any of {name}"))
    whom = draw(st.lists(one | listed | member, min_size=1, max_size=3))
    return About(tuple(it for it, _ in whom)), f"about {' or '.join(text for _, text in whom)}"


@st.composite
def _named(draw: st.DrawFn) -> tuple[Mentions | From | On, str]:
    kind, word, names = draw(st.sampled_from(_NAMED))
    found, texts = draw(st.lists(names, min_size=1, max_size=3)), []
    for name in found:
        bare = kind is not Mentions and " " not in name and name != "news" and draw(st.booleans())
        texts.append(name if bare else _quoted(name, draw(_QUOTES)))
    return kind(tuple(found)), f"{word} {' or '.join(texts)}"


@st.composite
def _filters(draw: st.DrawFn) -> list[Written]:
    found = []
    for what, text in draw(st.lists(_about() | _named(), max_size=3)):
        wanted = draw(st.booleans())
        found.append((Sought(what, wanted=wanted), text if wanted else f"not {text}"))
    return found


@st.composite
def reports(draw: st.DrawFn, own: Scope | None) -> Reported:
    """Any form on news; without a word of whom, it is about the rule's own subject."""
    filters = draw(_filters())
    sought = tuple(it for it, _ in filters)
    if own and not any(it.wanted and isinstance(it.what, About) for it in sought):
        sought = (Sought(About((Own(),)), wanted=True), *sought)
    kind = draw(st.sampled_from([News, Stories, Mismatch]))
    begins = {News: "news", Stories: "stories", Mismatch: "claim mismatch"}[kind]
    text = " ".join([begins, *(text for _, text in filters[:1])])
    text += "".join(f"{draw(_JOINTS)}{it}" for _, it in filters[1:])
    span = draw(_SPANS if kind is Stories else _SPANS | st.just(""))
    length: timedelta = duration(span) if span else FOR_NEWS
    if kind is Stories:
        sign, count = draw(st.sampled_from(Sign)), draw(st.integers(1, 999))
        text = f"{text} {sign.value} {count} within {span}"
        return Stories(sought=sought, sign=sign, count=count, span=length, text=text)
    text = f"{text} within {span}" if span else text
    if kind is Mismatch:
        return Mismatch(sought=sought, span=length, text=text)
    return News(sought=sought, span=length, text=text)
