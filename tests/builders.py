"""Small builders: markets, rules and bots with only what a test is about spelt out.

Round figures on purpose: each member closed at 100 and has ten million shares, so it is worth
$1B, a price of 104 is +4 %, and `at` is a Friday morning before the bell.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from bot.chat import Call, Destination, Right, Severity
from bot.delivery.lane import Lane
from bot.market.events import Event, Quote, Reference
from bot.market.instruments import Asset, Symbol
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.market.state import VENUES, Market
from bot.market.watchlists import Watchlist
from bot.rules import units
from bot.rules.model import Initial, Rule
from handlers.desk import Desk
from tests.watched import Number, Time, Watched, instant

__all__ = [
    "BEFORE_THE_BELL",
    "Watched",
    "a_bot",
    "a_call",
    "a_desk",
    "a_lane",
    "a_market",
    "a_quote",
    "a_reference",
    "a_rule",
    "a_watchlist",
    "at",
]

BEFORE_THE_BELL = "2025-10-10T12:00Z"

at = instant


def a_quote(  # noqa: PLR0913 (what may vary is the point of a builder)
    symbol: str = "IREN",
    price: Number = 100,
    *,
    at: Time = BEFORE_THE_BELL,
    seen: Time | None = None,
    volume: int | None = 1000,
    source: str = "test",
) -> Quote:
    """Make a trade; it is seen the moment it is made, unless `seen` says otherwise."""
    return Quote(
        symbol=Symbol(symbol),
        price=Decimal(price),
        at=instant(at),
        seen=instant(at if seen is None else seen),
        source=source,
        volume=volume,
    )


def a_reference(  # noqa: PLR0913 (what may vary is the point of a builder)
    symbol: str = "IREN",
    *,
    at: Time = "2025-10-10T07:00Z",
    previous_close: Number | None = 100,
    previous_close_date: str = "2025-10-09",
    close_before: Number | None = 80,
    year_close: Number | None = 50,
    shares: int | None = 10_000_000,
    source: str = "test",
) -> Reference:
    """Make a reference; a pair such as BTC-USD is crypto, anything else a US equity."""
    crypto = "-" in symbol
    asset = Asset.CRYPTO if crypto else Asset.EQUITY
    return Reference(
        symbol=Symbol(symbol),
        name=f"{symbol} Inc.",
        currency="USD",
        venue=VENUES[asset],
        asset=asset,
        previous_close=_number(previous_close),
        previous_close_date=date.fromisoformat(previous_close_date),
        close_before=_number(close_before),
        year_close=_number(year_close),
        year_close_date=date(2024, 12, 31),
        shares_outstanding=None if crypto else shares,
        shares_as_of=date(2025, 10, 9),
        source=source,
        seen=instant(at),
    )


def a_watchlist(
    name: str = "miners",
    members: str = "IREN WULF CIFR",
    *,
    title: str = "Bitcoin miners",
    benchmark: str | None = None,
    milestones: Iterable[Number] = (),
) -> Watchlist:
    """Make a watchlist; members are written with spaces between them, milestones in USD."""
    return Watchlist(
        name=name,
        title=title,
        members=tuple(Symbol(m) for m in members.split()),
        benchmark=Symbol(benchmark) if benchmark else None,
        milestones=tuple(Decimal(m) for m in milestones),
    )


def a_rule(  # noqa: PLR0913 (what may vary is the point of a builder)
    when: str = "premarket > 4%",
    *,
    name: str = "a-rule",
    for_each: str | None = None,
    subject: str | None = None,
    hold: str | None = None,
    reset: str | None = None,
    initial: Initial = Initial.WAIT,
    severity: Severity = Severity.INFO,
    message: str | None = None,
) -> Rule:
    """Make a rule; `hold` and `reset` are written as in the file: `60s`, `1%`."""
    return Rule(
        name=name,
        when=when,
        for_each=for_each,
        subject=subject,
        hold=units.duration(hold) if hold else units.duration("0s"),
        reset=units.amount(reset) if reset else None,
        initial=initial,
        severity=severity,
        message=message,
    )


def a_market(
    *, watchlists: Iterable[Watchlist] | None = None, at: Time = BEFORE_THE_BELL
) -> Market:
    """Make a market that has heard of nothing yet."""
    lists = [a_watchlist()] if watchlists is None else watchlists
    return Market({"US": _exchange(), "crypto": AlwaysOpen()}, lists, instant(at))


def a_bot(
    *,
    rules: Iterable[Rule | str] = (),
    watchlists: Iterable[Watchlist] | None = None,
    references: Iterable[Reference] | None = None,
    known: Iterable[Event] = (),
    at: Time = BEFORE_THE_BELL,
) -> Watched:
    """Make a bot at `at`; a rule may be its text alone.

    Every member has a reference unless `references` are given; `known` is what was heard before
    the rules were made.
    """
    market = a_market(watchlists=watchlists, at=at)
    members = dict.fromkeys(m for s in market.sectors.values() for m in s.watchlist.members)
    told = [a_reference(m) for m in members] if references is None else references
    made = [a_rule(rule, name=rule) if isinstance(rule, str) else rule for rule in rules]
    return Watched(market, made, [*told, *known])


def a_desk(
    *,
    rules: Iterable[Rule | str] = (),
    watchlists: Iterable[Watchlist] | None = None,
    known: Iterable[Event] = (),
    at: Time = BEFORE_THE_BELL,
) -> Desk:
    """Make what handlers see of such a bot."""
    return a_bot(rules=rules, watchlists=watchlists, known=known, at=at).desk


def a_call(  # noqa: PLR0913 (what may vary is the point of a builder)
    text: str,
    *,
    person: str = "ann",
    person_id: str = "",
    room: str = "test:room",
    timezone: str = "America/New_York",
    owner: str = "",
    right: Right = Right.OPERATE,
) -> Call:
    """Make a question as it reaches us from a room, `platform:chat`."""
    platform, _, chat = room.partition(":")
    return Call(
        text=text,
        person=person,
        person_id=person_id,
        room=Destination(platform=platform, chat=chat),
        timezone=timezone,
        owner=owner,
        right=right,
    )


def a_lane(room: str = "test:room", *, sent: int = 0, failed: int = 0, disabled: str = "") -> Lane:
    """Make a lane to `platform:chat` on which that much has happened."""
    platform, _, chat = room.partition(":")
    to = Destination(platform=platform, chat=chat)
    lane = Lane(to)
    lane.sent, lane.failed, lane.disabled = sent, failed, disabled
    return lane


@cache
def _exchange() -> ExchangeCalendar:
    return ExchangeCalendar.load()


def _number(value: Number | None) -> Decimal | None:
    return None if value is None else Decimal(value)
