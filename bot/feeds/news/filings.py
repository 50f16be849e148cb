"""Filings: what the SEC's feed says, one filing once, with what it is about in words.

EDGAR lists a filing once for each party to it, and names the items of an 8-K by their numbers.
"""

import dataclasses
import re
from collections.abc import Iterable

from bot.feeds.news.item import Item, bounded

ITEMS = {  # https://www.sec.gov/files/form8-k.pdf
    "1.01": "entry into a material definitive agreement",
    "1.02": "termination of a material definitive agreement",
    "1.03": "bankruptcy or receivership",
    "1.04": "mine safety: reporting of shutdowns and patterns of violations",
    "1.05": "material cybersecurity incidents",
    "2.01": "completion of acquisition or disposition of assets",
    "2.02": "results of operations and financial condition",
    "2.03": "creation of a direct financial obligation",
    "2.04": "triggering events that accelerate or increase a direct financial obligation",
    "2.05": "costs associated with exit or disposal activities",
    "2.06": "material impairments",
    "3.01": "notice of delisting or failure to satisfy a continued listing rule or standard;"
    " transfer of listing",
    "3.02": "unregistered sales of equity securities",
    "3.03": "material modification to rights of security holders",
    "4.01": "changes in registrant's certifying accountant",
    "4.02": "non-reliance on previously issued financial statements or a related audit report or"
    " completed interim review",
    "5.01": "changes in control of registrant",
    "5.02": "departure or election of directors; departure or appointment of certain officers",
    "5.03": "amendments to articles of incorporation or bylaws; change in fiscal year",
    "5.04": "temporary suspension of trading under employee benefit plans",
    "5.05": "amendments to the code of ethics, or waiver of a provision of it",
    "5.06": "change in shell company status",
    "5.07": "submission of matters to a vote of security holders",
    "5.08": "shareholder director nominations",
    "6.01": "ABS informational and computational material",
    "6.02": "change of servicer or trustee",
    "6.03": "change in credit enhancement or other external support",
    "6.04": "failure to make a required distribution",
    "6.05": "Securities Act updating disclosure",
    "6.06": "static pool",
    "7.01": "Regulation FD disclosure",
    "8.01": "other events",
    "9.01": "financial statements and exhibits",
}
"""The items of an 8-K by their official names, cut where those repeat themselves."""

EXHIBITS = "9.01"
"""What is filed along with nearly every other item, and is news by itself alone."""

_ACCESSION = re.compile(r"(?:accession-number=|AccNo:\s?)(\d{10}-\d{2}-\d{6})\b", re.ASCII)
_PARTY = re.compile(r"(\S[^()]{0,30}?) - (.{1,200}) \((\d{1,10})\) \(([^()]{1,40})\)", re.ASCII)
_ITEM = re.compile(r"\bItem\s(\d\.\d\d)\b", re.ASCII | re.IGNORECASE)
_FILED = re.compile(r"Filed:\s?(\d{4}-\d\d-\d\d)\b", re.ASCII)
_STATE = re.compile(r"\s*/[A-Z]{2,}/?$")  # BLOCK INC /DE/
_ROLES = ("Filer", "Issuer", "Subject", "Filed by", "Reporting")  # whom a filing is about first
_NAMED = 3  # parties of a title


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Party:
    """Says who has to do with a filing, and as what."""

    form: str
    name: str
    cik: str
    role: str

    @property
    def rank(self) -> int:
        return _ROLES.index(self.role) if self.role in _ROLES else len(_ROLES)


def filings(items: Iterable[Item]) -> tuple[Item, ...]:
    """Make one item of each filing, in the order they first stand in; others stay as they are.

    Its id is the accession number, its labels the form, the items of an 8-K, and `cik:1083743` for
    each party.
    """
    told: dict[str, list[Item]] = {}
    for item in items:
        accession = _ACCESSION.search(item.id) or _ACCESSION.search(item.text)
        told.setdefault(accession[1] if accession else f"as it is: {item.id}", []).append(item)
    return tuple(one for name, rows in told.items() for one in _filing(name, rows))


def _filing(accession: str, rows: list[Item]) -> list[Item]:
    read = [(party, row) for row in rows if (party := _party(row.title)) is not None]
    if not read or accession.startswith("as it is"):
        return rows
    read.sort(key=lambda one: one[0].rank)
    parties = list(dict.fromkeys(party for party, _ in read))
    numbers = sorted({number for row in rows for number in _ITEM.findall(row.text)})
    first = read[0][1]
    labels = (parties[0].form, *numbers, *dict.fromkeys(f"cik:{one.cik}" for one in parties))
    whole = dataclasses.replace(
        first,
        id=accession,
        title=_title(parties, numbers),
        text=_text(first, parties, numbers),
        published=first.published or first.updated,
        labels=labels,
    )
    return [bounded(whole)]


def _party(title: str) -> _Party | None:
    found = _PARTY.fullmatch(title)
    if found is None:
        return None
    form, name, cik, role = found.groups()
    return _Party(form=form, name=_STATE.sub("", name), cik=str(int(cik)), role=role)


def _title(parties: list[_Party], numbers: list[str]) -> str:
    about = [one for one in parties if one.rank == parties[0].rank]
    names = list(dict.fromkeys(one.name for one in about))
    who = _listed(names[:_NAMED] + ([f"{len(names) - _NAMED} more"] if names[_NAMED:] else []))
    form, amends = parties[0].form.removesuffix("/A"), parties[0].form.endswith("/A")
    several = len(names) > 1
    verb = ("amend" if amends else "file") + ("" if several else "s")
    what = "; ".join(
        _named(number) for number in numbers if number != EXHIBITS or numbers[1:] == []
    )
    return f"{who} {verb} {_article(form)}" + (f": {what}" if what else "")


def _text(first: Item, parties: list[_Party], numbers: list[str]) -> str:
    day = _FILED.search(first.text)
    when = f" on {day[1]}" if day else ""
    named = (f"{one.name} ({one.role.lower()})" for one in parties)
    said = f"Form {parties[0].form}, filed with the SEC{when}: {_listed(list(named))}."
    items = "; ".join(f"item {number}, {_named(number)}" for number in numbers)
    return f"{said} It has {items}." if items else said


def _named(number: str) -> str:
    return ITEMS.get(number, f"item {number}")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _article(form: str) -> str:
    if not form[:1].isdigit() or "-" not in form:
        return f"form {form}"
    return f"an {form}" if form.startswith(("8", "11", "18")) else f"a {form}"
