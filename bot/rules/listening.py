"""Listening: forms on news are bound to whom the market knows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.rules import conditions as c
from bot.rules.coverage import Count, Coverage, Mismatches
from bot.rules.search import Search, Test, Whom, mentions, outlets, themes


def bind(leaf: c.Reported, owner: str, own: str, sectors: Mapping[str, Sector]) -> Coverage:
    """Bind a form for the rule of an owner, with `own` where it says not whom it is about."""
    search = _search(leaf.sought, owner, own, sectors)
    match leaf:
        case c.News():
            return Coverage(search, leaf.span, leaf.text)
        case c.Mismatch():
            return Mismatches(search, leaf.span, leaf.text)
        case c.Stories():
            return Count(search, leaf)


def about_any(news: c.News, watchlist: str, text: str) -> c.News:
    """Ask of any member of a list what a form asks of its own subject."""
    members = c.Members(watchlist)
    own = c.Sought(c.About((c.Own(),)), wanted=True)
    asked = c.Sought(c.About((members,)), wanted=True)
    sought = tuple(asked if one == own else one for one in news.sought)
    return replace(news, sought=sought, text=text)


def _search(
    sought: Iterable[c.Sought], owner: str, own: str, sectors: Mapping[str, Sector]
) -> Search:
    about: dict[bool, list[Whom]] = {True: [], False: []}
    tests: dict[bool, list[Test]] = {True: [], False: []}
    left_out: list[Test] = []
    for one in sought:
        match one.what:
            case c.About(whom):
                about[one.wanted].append(_whom(whom, own, sectors))
            case c.From(names) if not one.wanted:
                left_out.append(outlets(names))
            case what:
                tests[one.wanted].append(_test(what))
    return Search(
        owner=owner,
        about=tuple(about[True]),
        not_about=tuple(about[False]),
        wanted=tuple(tests[True]),
        left_out=tuple(left_out),
        barred=tuple(tests[False]),
    )


def _test(what: c.Mentions | c.From | c.On) -> Test:
    match what:
        case c.Mentions(phrases):
            return mentions(phrases)
        case c.From(names):
            return outlets(names)
        case c.On(names):
            return themes(names)


def _whom(
    whom: Iterable[c.Own | c.Of | c.OfList | c.Members], own: str, sectors: Mapping[str, Sector]
) -> Whom:
    symbols: list[Symbol] = []
    lists: list[Sector] = []
    members: list[Sector] = []
    for one in whom:
        match one:
            case c.Of(symbol):
                symbols.append(symbol)
            case c.OfList(name):
                lists.append(sectors[name])
            case c.Members(name):
                members.append(sectors[name])
            case _ if own in sectors:
                lists.append(sectors[own])
            case _:
                symbols.append(Symbol(own))
    return Whom(symbols=frozenset(symbols), lists=tuple(lists), members=tuple(members))
