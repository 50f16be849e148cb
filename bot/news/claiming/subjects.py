"""Subjects: whom the tokens of a sentence stand for, several together as one."""

import re
from dataclasses import replace

from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Placed, Ref, Token
from bot.news.claims import Holder
from bot.news.entities import Found

_NOT_BETWEEN = r"(?:the|of|in|on|to|and|for|at|by|as|with|from|than|that|best|worst|most)\b"
_FIRM = (
    "company|miner|firm|operator|group|sector|lot|bunch|cryptocurrency|coin|token"
    "|chipmaker|brokerage|exchange|broker|maker|lender|landlord|darling|giant|retailer|developer"
    "|provider|financier|manufacturer|conglomerate|specialist|airline|bank|utility|insurer|carmaker|drugmaker|supplier|carrier|chain|producer"
)
_ONE = f"scrip|counter|stock|shares|{_FIRM}"
_STANDING_FOR = re.compile(
    rf"\b(?:(?:the|this) (?:(?!{_NOT_BETWEEN})[a-z]+[ -]){{0,3}}?(?:{_ONE})\b(?! (?:{_FIRM})\b)"
    r"(?!['’]s? (?:chief|board|founder|customer))"
    r"|(?:(?:the|listed|bitcoin|crypto|all|these|those) ){0,4}(?:miners|companies|stocks)\b"
    r"(?=['’ ,.]|$)"
    r"|the (?:whole |entire )?(?:gang|crew)\b(?! of\b)"
    r"|it|its|they|their|both(?: shares| stocks)?|(?:the|all) (?:two|three|four|pair|trio|duo)"
    r"|the (?:former|latter))\b"
)
_GROUPS = re.compile(r"\b(?:group|sector|lot|bunch|gang|crew|miners|companies|stocks)$")
_SUFFIXES = frozenset(
    (
        "inc",
        "corp",
        "ltd",
        "limited",
        "plc",
        "holdings",
        "technologies",
        "group",
        "co",
        "company",
        "corporation",
        "incorporated",
        "platforms",
        "markets",
        "digital",
        "ag",
        "nv",
        "sa",
        ".",
    ),
)
_MOST_IN_PARENTHESES = 14
_MOST_BETWEEN = 6
_CREWS = frozenset(("crew", "pack", "bunch", "basket", "cohort", "gang", "class", "herd"))
_ADJECTIVES = frozenset((Part.FILLER, Part.VERB, Part.NAME, Part.WORD))


def placed(lower: str, start: int, end: int, found: Found) -> list[Placed]:
    """Place every subject between two characters: first who is named, then what stands for one."""
    here: list[Placed] = []
    for mention in found.mentions:
        if start <= mention.start < end:
            ref = Ref(str(mention.symbol), Holder.INSTRUMENT)
            here.append(_named(lower, mention.start, mention.end, ref))
    for group in found.groups:
        if start <= group.start < end:
            ref = Ref(group.group, Holder.WATCHLIST)
            here.append(_named(lower, group.start, group.end, ref))
    standing = _STANDING_FOR.finditer(lower, start, end)
    return [*here, *(_named(lower, *match.span()) for match in standing)]


def _named(lower: str, start: int, end: int, *refs: Ref) -> Placed:
    token = Token(part=Part.SUBJECT, text=lower[start:end], start=start, end=end, refs=refs)
    return Placed(start, end, token)


def is_many(token: Token) -> bool:
    """Whether words without a name stand for a whole watchlist."""
    return _GROUPS.search(token.text) is not None


def merged(line: list[Token]) -> list[Token]:
    """Make one token of each subject with what belongs to it: its tag, its shares, its peers."""
    return _listed(_with_shares(_with_names(_without_tags(line))))


# `IREN (Nasdaq: IREN) rose` is `IREN rose`; what has a number in it stays.
def _without_tags(line: list[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(line):
        token = line[at]
        shut = _shut(line, at) if token.part is Part.OPEN and out else None
        if shut is not None and not any(t.quantity or t.sign for t in line[at:shut]):
            at = shut + 1
            continue
        out.append(token)
        at += 1
    return out


# `Acme Power`, `S&P 500`: the words of one name.
def _with_names(line: list[Token]) -> list[Token]:
    out: list[Token] = []
    for at, token in enumerate(line):
        number = token.part is Part.FILLER and token.text.isdigit()
        more = token.part is Part.NAME or number
        if more and out and out[-1].part is Part.NAME:
            first = out.pop()
            joint = "" if first.text.endswith("&") else " "
            token = replace(first, text=f"{first.text}{joint}{token.text}", end=token.end)  # noqa: PLW2901 (goes on)
        elif token.text == "&" and out and out[-1].part is Part.NAME and _is_name(line, at + 1):
            first = out.pop()
            token = replace(first, text=f"{first.text}&", end=token.end)  # noqa: PLW2901 (likewise)
        out.append(token)
    return out


def _is_name(line: list[Token], at: int) -> bool:
    return at < len(line) and line[at].part is Part.NAME


def _shut(line: list[Token], at: int) -> int | None:
    for k in range(at + 1, min(len(line), at + _MOST_IN_PARENTHESES)):
        if line[k].part is Part.SHUT:
            return k
    return None


# `IREN's shares`, `IREN stock`, `shares of IREN` and `the market value of the group`.
def _with_shares(line: list[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(line):
        token = line[at]
        if token.part is Part.SUBJECT:
            owned = not token.refs and token.text.endswith(("stock", "shares"))
            at, token = (
                _of_whom(line, at, []) if owned else _possessed(line, _past_suffix(line, at), token)
            )
        elif token.part in {Part.STOCK, Part.VALUE} or _is_value_of(line, at):
            at, token = _of_whom(line, at, out)
        elif _is_crew_of(line, at):
            at, token = _of_whom(line, at, out)
            token = replace(token, whole=False, stock=False)
        elif token.text == "those" and (shares := _last_shares(out)) is not None:
            at, token = _those(line, at, shares)
        else:
            at += 1
        if token.part is Part.SUBJECT and out and _in_apposition(out[-1], token):
            out.pop()
        out.append(token)
    return out


# `The whole crew of listed miners`: they themselves.
def _is_crew_of(line: list[Token], at: int) -> bool:
    many = [line[at].text, *(token.text for token in line[at + 1 : at + 2])]
    k = at + 2 + (len(line) > at + 2 and line[at + 2].part is Part.FILLER)
    if many[0] not in _CREWS or many[-1] != "of" or k >= len(line):
        return False
    return any(ref.holder is Holder.WATCHLIST for ref in line[k].refs)


# The shares that were spoken of last in a line.
def _last_shares(out: list[Token]) -> Token | None:
    shares = (t for t in reversed(out) if t.part is Part.SUBJECT and t.stock and t.refs)
    return next(shares, None)


# `Those of IREN`, `those in New York`: the shares that were spoken of.
def _those(line: list[Token], at: int, shares: Token) -> tuple[int, Token]:
    k = at + 1
    if k + 1 < len(line) and line[k].part is Part.OF:
        owned = line[k + 1].part is Part.SUBJECT
        return (k + 2, replace(line[k + 1], stock=True)) if owned else (k, line[at])
    here = k < len(line) and line[k].text in {"in", "on", "listed", "traded"}
    return k, replace(shares, start=line[at].start, end=line[at].end) if here else line[at]


# `The value of IREN`, and not that of a contract.
def _is_value_of(line: list[Token], at: int) -> bool:
    if line[at].text != "value" or at + 2 >= len(line) or line[at + 1].part is not Part.OF:
        return False
    k = at + 2 + (line[at + 2].part is Part.FILLER)
    return k < len(line) and line[k].part is Part.SUBJECT


# `The miner IREN`: what stands for somebody, right before the name.
def _in_apposition(first: Token, second: Token) -> bool:
    return first.part is Part.SUBJECT and not first.refs and bool(second.refs)


# The last token of a name: `Inc` and the like belong to it.
def _past_suffix(line: list[Token], at: int) -> int:
    while (
        at + 1 < len(line)
        and line[at + 1].text.lower() in _SUFFIXES
        and line[at].refs + line[at - 1].refs
    ):
        at += 1
    return at


# A subject with its shares or its market value behind it, and where the line goes on.
def _possessed(line: list[Token], at: int, token: Token) -> tuple[int, Token]:
    k = at + 1
    if k < len(line) and line[k].part is Part.POSSESSIVE:
        k += 1
        k = _past_adjectives(line, k)
    elif token.text in {"its", "their"}:
        k = _past_adjectives(line, k)
    if k < len(line) and (line[k].part in {Part.STOCK, Part.VALUE} or line[k].text == "value"):
        whole = line[k].part is not Part.STOCK
        return k + 1, replace(token, end=line[k].end, whole=whole, stock=True)
    return at + 1, token


# The words between an owner and the shares: `IREN's New York-listed shares`.
def _past_adjectives(line: list[Token], k: int) -> int:
    end = min(len(line), k + _MOST_BETWEEN - 1)
    while k < end and line[k].part in _ADJECTIVES:
        if line[k].part is Part.VERB and not line[k].text.endswith("ed"):
            break  # `IREN's chief sold shares`
        k += 1
    return k


# `Shares of`, `the price of`, `the market value of` somebody; a bare `shares` stands for itself.
def _of_whom(line: list[Token], at: int, out: list[Token]) -> tuple[int, Token]:
    token = line[at]
    whole = token.part is not Part.STOCK and token.part is not Part.SUBJECT
    k = at + 1
    if k < len(line) and line[k].text in {"of", "in", "for"}:
        k += 1
        while k < len(line) and line[k].part in {Part.FILLER, Part.WORD} and k < at + _MOST_BETWEEN:
            k += 1
        if _is_name(line, k):
            return k + 1, replace(line[k], start=token.start)
        if k < len(line) and line[k].part is Part.SUBJECT:
            end, subject = _possessed(line, _past_suffix(line, k), line[k])
            subject = replace(subject, start=token.start, stock=True)
            return end, replace(subject, whole=whole or subject.whole)
    foreign = out and out[-1].part in {Part.WORD, Part.NAME, Part.BUSINESS, Part.TAKEN}
    if foreign and not whole:
        return at + 1, replace(token, part=Part.WORD)
    return at + 1, token


# `A, B and C` are one subject; `with A, B` are two.
def _listed(line: list[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(line):
        last = _end_of_list(line, at) if line[at].part is Part.SUBJECT else at
        if last > at:
            members = [t for t in line[at : last + 1] if t.part is Part.SUBJECT]
            refs = tuple(dict.fromkeys(ref for t in members for ref in t.refs))
            out.append(replace(line[at], end=line[last].end, refs=refs))
        else:
            out.append(line[at])
        at = last + 1
    return out


# Where a list that begins here ends; where none does, that is here.
def _end_of_list(line: list[Token], at: int) -> int:
    if not line[at].refs or line[at].whole:
        return at
    commas, k, last, closed = 0, at, at, False
    while not closed:
        gap = _gap(line, k + 1)
        k += 1 + len(gap)
        if not gap or k >= len(line) or line[k].part is not Part.SUBJECT or not line[k].refs:
            break
        closed = gap[-1] is Part.AND
        commas += not closed
        if closed and len(gap) > 1 and not commas:
            return at  # `A, and B` begins another clause
        last = k
    if closed:
        return last
    # A headline leaves its `and` out.
    return last if at == 0 and last > at and _goes_on(line, last) else at


def _goes_on(line: list[Token], last: int) -> bool:
    return last + 1 < len(line) and line[last + 1].part in {Part.MOVE, Part.SIDE, Part.LEAD}


# The comma, the `and` or both that stand here.
def _gap(line: list[Token], at: int) -> list[Part]:
    gap: list[Part] = []
    while at < len(line) and line[at].part in {Part.COMMA, Part.AND} and len(gap) < 2:  # noqa: PLR2004
        if gap and line[at].part is Part.COMMA:
            break
        gap.append(line[at].part)
        at += 1
    return gap
