"""What people can ask Prebell, one subject a file."""

from handlers import alerts, movers, quote, sector, status, watchlist, why
from handlers import help as manual
from handlers.base import Command

COMMANDS: tuple[Command, ...] = (
    quote.quote,
    sector.sector,
    movers.movers,
    watchlist.show,
    alerts.alerts,
    alerts.test,
    why.why,
    status.status,
    manual.help_,
)
"""Every command there is, in the order they are listed; help and menus derive from it."""
