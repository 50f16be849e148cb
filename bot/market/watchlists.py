"""Lists of instruments that are watched together; one whose cap is read is called a sector."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from bot.market.instruments import Symbol
from bot.market.sessions import Session

CONFIRM_OVER = Decimal(15)
"""The move in percent past which one source is not enough, where no watchlist says another."""


def _default_limits() -> dict[Session, timedelta]:
    # Thin names go many minutes without a print before the bell; in regular hours a silent quarter
    # of an hour means that the feed has failed, not that nobody trades.
    return {
        Session.PRE: timedelta(minutes=30),
        Session.REGULAR: timedelta(minutes=15),
        Session.POST: timedelta(minutes=30),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """Names some instruments and what counts as fresh enough to add them up.

    `milestones` are caps in USD, rising. `coverage` is the fraction of the last full cap that must
    be fresh for the sum to be believed; `fresh_within` says how old a print may be in each session.
    A move of more than `confirm_over` percent is unconfirmed until a second source has told it.
    `called` is what news call its members together, beside its title: `bitcoin miners`.
    """

    name: str
    title: str
    members: tuple[Symbol, ...]
    benchmark: Symbol | None = None
    milestones: tuple[Decimal, ...] = ()
    coverage: Decimal = Decimal("0.95")
    fresh_within: dict[Session, timedelta] = field(default_factory=_default_limits)
    confirm_over: Decimal = CONFIRM_OVER
    called: tuple[str, ...] = ()
