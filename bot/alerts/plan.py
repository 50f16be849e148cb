"""The plan: how the operator wants alerts to be told; all of it has a default."""

from dataclasses import dataclass, field

from bot.alerts.budget import PingBudget
from bot.alerts.inhibition import Inhibition
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import Receiver, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Tells every room everything, grouped by rule, unless it says otherwise."""

    route: Route = field(default_factory=Route)
    receivers: tuple[Receiver, ...] = ()
    inhibitions: tuple[Inhibition, ...] = ()
    quiet_hours: tuple[QuietHours, ...] = ()
    budget: PingBudget = field(default_factory=PingBudget)
