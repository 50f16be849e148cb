"""What the parts of a bot are made of, as the settings say."""

from datetime import timedelta

from bot.delivery.patience import Patience, Unsure
from bot.ground import Ground
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from config.settings import Settings


def ground_of(settings: Settings) -> Ground:
    """Make what the core stands on of the settings."""
    us = ExchangeCalendar.load(closures=settings.closures_of_the_us())
    return Ground(
        calendars={"US": us, "crypto": AlwaysOpen()},
        watchlists=settings.watchlists_of_the_market(),
        companies=settings.companies_of_the_news(),
        themes=settings.themes_of_the_news(),
    )


def patience_of(settings: Settings) -> Patience:
    """Make the courier's patience of the settings."""
    delivery = settings.delivery
    # What a recording tells of is long over, whenever it is played.
    stale = delivery.stale if settings.feeds.quotes else timedelta.max
    return Patience(stale=stale, unsure=Unsure(delivery.unsure.value))
