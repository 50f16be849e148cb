"""What people can ask Prebell, one subject a file."""

from handlers import (
    alerts,
    incidents,
    movers,
    quote,
    sector,
    sector_attribution,
    sector_history,
    sector_milestones,
    sector_projection,
    session,
    silences,
    status,
    watchlist,
    why,
)
from handlers import help as manual
from handlers.base import Command

COMMANDS: tuple[Command, ...] = (
    quote.quote,
    sector.sector,
    sector_attribution.attribution,
    sector_milestones.milestones,
    sector_history.history,
    sector_projection.projection,
    movers.movers,
    watchlist.show,
    alerts.alerts,
    alerts.test,
    why.why,
    incidents.incidents,
    incidents.ack,
    incidents.unack,
    incidents.snooze,
    incidents.resolve,
    silences.mute,
    silences.silence,
    silences.silences,
    silences.unsilence,
    session.session,
    session.calendar,
    status.status,
    manual.help_,
)
"""Every command there is, in the order they are listed; help and menus derive from it."""
