"""The plan: how the operator and the rooms want alerts to be told; all of it has a default."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.alerts.budget import PingBudget
from bot.alerts.inhibition import Inhibition
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import Bound, Receiver, Route
from bot.chat import Destination


class Pictures(StrEnum):
    """Which alerts are told with a picture."""

    CRITICAL = "critical"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Tells every room everything, grouped by rule, unless it says otherwise."""

    route: Route = field(default_factory=Route)
    receivers: tuple[Receiver, ...] = ()
    inhibitions: tuple[Inhibition, ...] = ()
    quiet_hours: tuple[QuietHours, ...] = ()
    budget: PingBudget = field(default_factory=PingBudget)
    pictures: Pictures = Pictures.CRITICAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a server or a chat wants for its own rooms.

    Its own alerts go by its `routes`, and where none takes one to the `channel`, if it has chosen
    one; its `subscriptions` take everybody's alerts as well.
    """

    routes: tuple[Bound, ...] = ()
    channel: Destination | None = None
    subscriptions: tuple[Bound, ...] = ()
    quiet_hours: tuple[QuietHours, ...] = ()
