"""A newspaper from a grammar: as many stories as one likes, each in two wordings, ever the same.

Every story has a company, a counterpart, a place and numbers of its own; wordings are few, as they
are on the wires, so that most of what two articles have in common proves nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

START = datetime(2025, 10, 10, 8, tzinfo=UTC)
APART = timedelta(seconds=1)  # from story to story: 100,000 of them are within 28 hours
LISTED, UNLISTED, TOWNS = 5_000, 8_000, 3_000

_HEADS = (
    "Al Bar Cor Dal El Far Gran Hol Ist Jor Kel Lor Mar Nor Ost Pel Quin Ros Sal Tor Ul Ver Wes"
)
_MIDDLES = "a ba de di ka la lo ma mi na ne ri ro sa ta ti va vo za"
_TAILS = "berg dale field ford ham lan mont ner nia ria ris son tec ton vale vex wick worth"
_KINDS = "Mining Digital Energy Systems Compute Power Networks Platforms"


class _Wording(NamedTuple):
    # How an event is told first, and how somebody else tells it.
    title: str
    text: str
    retitled: str
    retold: str


_WORDINGS = (
    _Wording(
        "{company} signs {power} MW lease with {other}",
        "{company} said it signed a {years}-year lease with {other} for {power} MW at its {town}"
        " campus, worth about ${money} million. Power is due in the {quarter} quarter.",
        "{other} takes {power} megawatts in {town}",
        "A data center that {company} builds in {town} has found its tenant: {other} will rent"
        " {power} megawatts for {years} years and pay some ${money} million over the term.",
    ),
    _Wording(
        "{company} prices ${money} million of convertible notes",
        "{company} priced ${money} million of {coupon}% convertible notes due 2031. The conversion"
        " price is ${price}, and proceeds go to its site in {town}.",
        "{company} borrows ${money}M to expand in {town}",
        "Bond buyers lend {company} ${money} million at a coupon of {coupon} percent; the notes can"
        " be swapped for stock at ${price}. The cash is meant for {town}.",
    ),
    _Wording(
        "{company} mines {coins} bitcoin in September",
        "{company} produced {coins} bitcoin in September and sold {sold}. Its fleet ran at"
        " {hash} EH/s, and power credits at {town} came to ${money} million.",
        "September update: {coins} coins for {company}",
        "The month brought {company} {coins} BTC, of which it parted with {sold}. Hash rate stood"
        " at {hash} EH/s; the grid near {town} paid ${money} million in credits.",
    ),
    _Wording(
        "{company} to buy {other} for ${money} million",
        "{company} agreed to buy {other} of {town} for ${money} million in cash and stock, a"
        " premium of {percent}%. The deal adds {power} MW.",
        "{other} agrees to ${money}M takeover",
        "Holders of {other} are to get {percent} percent more than Thursday's close: {company} pays"
        " ${money} million for the {town} firm and its {power} megawatts.",
    ),
    _Wording(
        "{company} shares jump {percent}% after contract with {other}",
        "Shares of {company} rose {percent}% to ${price} after it won a contract worth ${money}"
        " million from {other}. Work starts in {town} next year.",
        "{other} picks {company}; stock up {percent}%",
        "{other} has chosen {company} for a ${money} million job in {town}. Investors cheered: the"
        " stock added {percent} percent and stood at ${price}.",
    ),
    _Wording(
        "Court fines {company} ${money} million over {town} plant",
        "A court in {town} fined {company} ${money} million after a complaint by {other} about"
        " noise from {count} machines. The company will appeal.",
        "{company} loses noise case in {town}",
        "Neighbours led by {other} won: judges in {town} ordered {company} to pay ${money} million"
        " because its {count} rigs are too loud.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """An article as it is printed; `story` is the number of what it tells."""

    story: int
    title: str
    text: str
    at: datetime


class Newspaper:
    """Writes stories, the first of them the same in every run."""

    def __init__(self, seed: int = 7) -> None:
        random = Random(seed)
        names = _names(random, LISTED + UNLISTED + TOWNS)
        kinds = _KINDS.split()
        self.listed = [f"{name} {random.choice(kinds)}" for name in names[:LISTED]]
        self._others = names[LISTED : LISTED + UNLISTED]
        self._towns = names[LISTED + UNLISTED :]
        self._seed = seed

    def told(self, story: int) -> Print:
        """Tell a story as it is told first."""
        wording = _wording(story)
        return self._print(story, wording.title, wording.text, APART * story)

    def reprinted(self, story: int) -> Print:
        """Tell it again in nearly the same words."""
        wording, late = _wording(story), APART * story + timedelta(hours=1)
        text = f"{wording.text} Shares were little changed."
        return self._print(story, wording.title, text, late)

    def retold(self, story: int) -> Print:
        """Tell it in quite other words."""
        wording, late = _wording(story), APART * story + timedelta(hours=2)
        return self._print(story, wording.retitled, wording.retold, late)

    def next_day(self, story: int) -> Print:
        """Tell in the same words what the same company does a day later, with other numbers."""
        wording, late = _wording(story), APART * story + timedelta(days=1)
        facts = self._facts(story) | self._figures(Random(f"{self._seed} {story} next"))
        return self._print(story, wording.title, wording.text, late, facts)

    def _print(
        self,
        story: int,
        title: str,
        text: str,
        after: timedelta,
        facts: dict[str, str] | None = None,
    ) -> Print:
        facts = facts or self._facts(story)
        told = title.format(**facts), text.format(**facts)
        return Print(story=story, title=told[0], text=told[1], at=START + after)

    def _facts(self, story: int) -> dict[str, str]:
        random = Random(f"{self._seed} {story}")
        return {
            "company": random.choice(self.listed),
            "other": f"{random.choice(self._others)} {random.choice(('Labs', 'Bank', 'Cloud'))}",
            "town": random.choice(self._towns),
            "years": str(random.randrange(5, 25)),
            "quarter": random.choice(("first", "second", "third", "fourth")),
        } | self._figures(random)

    def _figures(self, random: Random) -> dict[str, str]:
        return {
            "power": str(random.randrange(50, 900)),
            "money": str(random.randrange(21, 990)),
            "coupon": f"{random.randrange(1, 28) / 4:g}",
            "price": f"{random.randrange(200, 20_000) / 100:.2f}",
            "coins": str(random.randrange(90, 900)),
            "sold": str(random.randrange(40, 800)),
            "hash": f"{random.randrange(80, 600) / 10:.1f}",
            "percent": str(random.randrange(3, 40)),
            "count": f"{random.randrange(1_000, 60_000):,}",
        }


def _wording(story: int) -> _Wording:
    return _WORDINGS[story % len(_WORDINGS)]


def _names(random: Random, count: int) -> list[str]:
    heads, middles, tails = _HEADS.split(), _MIDDLES.split(), _TAILS.split()
    names: dict[str, None] = {}
    while len(names) < count:
        parts = [random.choice(middles) for _ in range(random.choice((1, 2)))]
        names["".join((random.choice(heads), *parts, random.choice(tails)))] = None
    return list(names)
