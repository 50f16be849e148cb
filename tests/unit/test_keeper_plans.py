"""Plans of rooms are put to work as they are kept, and refused where they are not theirs."""

from datetime import time
from typing import Any

import pytest

from bot.alerts.audience import Tenancy
from bot.alerts.plan import Own
from bot.alerts.quiet import QuietHours
from bot.belongings import Belonging, Entry, Kind
from bot.chat import Destination, Severity
from bot.errors import UserError
from bot.holdings import Change, Holdings
from bot.keepers.plans import Homes, Plans
from bot.tenants import Tenants
from config import documents
from tests.dispatches import NOON, Driven, a_bound, a_room

HERE = "telegram:1"
SERVER = "discord:9"
CHANGE = Change(by="ann", room=a_room(HERE), at=NOON, action="made")
TAKES_ALL = {"matchers": [], "room": HERE}
HOURS = {"start": "22:00", "end": "07:00", "destinations": [HERE]}


class Kept:
    """Holdings whose plans are put to work by a dispatch; what is written is forgotten."""

    def __init__(self) -> None:
        self.tenants = Tenants()
        self.opened: list[str] = []
        self.home = Homes(lambda: self.holdings, self.tenants)
        tenancy = Tenancy(owner=self.tenants.owner, home=self.home)
        self.bot = Driven(tenancy=tenancy)
        plans = Plans(
            self.bot.dispatch.planning,
            self.tenants,
            documents.quiet_hours_of,
            opened=lambda room: self.opened.append(str(room)),
            present=lambda: self.bot.now,
        )
        self.holdings = Holdings(plans.keepers, self._keep)

    def put(
        self, kind: Kind, body: dict[str, Any], *, owner: str = HERE, name: str = "one"
    ) -> None:
        self.holdings.put(owner, kind, name, body, CHANGE)

    def rooms(self, rule: str = "mover") -> list[str]:
        """Let an alert fire, and name the rooms that hear of it."""
        before = len(self.bot.parcels)
        self.bot.fires("IREN", rule=rule, severity=Severity.CRITICAL)
        return [str(parcel.destination) for parcel in self.bot.parcels[before:]]

    def _keep(self, document: Belonging, entry: Entry) -> None: ...


def test_a_subscription_is_at_work_once_it_is_kept_and_gone_once_it_is_dropped():
    kept = Kept()
    kept.put(Kind.SUBSCRIPTION, TAKES_ALL)
    kept.holdings.drop(HERE, Kind.SUBSCRIPTION, "one", CHANGE)
    kept.put(Kind.SUBSCRIPTION, {"matchers": ["severity=critical"], "room": f"{HERE}:7"})

    assert (["test:desk", f"{HERE}:7"], [HERE, f"{HERE}:7"]) == (kept.rooms(), kept.opened)


def test_a_route_leads_its_owner_s_alerts_alone():
    kept = Kept()
    kept.put(Kind.ROUTE, TAKES_ALL)

    assert (["test:desk"], [HERE]) == (kept.rooms(), kept.rooms(f"dips@{HERE}"))


def test_quiet_hours_are_written_as_in_the_settings_file():
    kept = Kept()
    kept.put(Kind.QUIET_HOURS, {**HOURS, "days": ["fri"], "critical_may_pass": False})

    [hours] = kept.bot.dispatch.looking.quiet_hours(a_room(HERE))
    assert hours == QuietHours(
        start=time(22),
        end=time(7),
        days=frozenset([4]),
        destinations=frozenset([a_room(HERE)]),
        critical_may_pass=False,
    )


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        (Kind.ROUTE, {"matchers": ["severity"], "room": HERE}, "`severity` compares nothing"),
        (Kind.ROUTE, {"matchers": "severity=critical", "room": HERE}, "matchers is a list"),
        (Kind.SUBSCRIPTION, {"matchers": []}, "nothing is no room; write one like"),
        (Kind.SUBSCRIPTION, {"room": "here"}, "here is no room"),
        (Kind.SUBSCRIPTION, {"room": "telegram:2"}, "telegram:2 is not a room of this server"),
        (Kind.QUIET_HOURS, {**HOURS, "start": "late"}, "`late` is no time of day"),
        (Kind.QUIET_HOURS, {**HOURS, "destinations": []}, "say which destinations"),
        (Kind.QUIET_HOURS, {**HOURS, "destinations": ["telegram:2"]}, "is not a room of this"),
    ],
)
def test_what_cannot_be_put_to_work_is_refused_and_changes_nothing(
    kind: Kind, body: dict[str, Any], says: str
):
    kept = Kept()
    kept.tenants.learn(a_room("telegram:2"), "telegram:2")
    with pytest.raises(UserError) as refused:
        kept.put(kind, body)

    assert says in str(refused.value)
    assert ([], ["test:desk"]) == (kept.holdings.of(HERE, kind), kept.rooms())


def test_what_the_operator_writes_in_a_room_s_place_is_refused():
    """The operator owns no rooms; the settings file says where everybody's alerts go."""
    with pytest.raises(UserError):
        Kept().put(Kind.SUBSCRIPTION, TAKES_ALL, owner="")


def test_a_room_of_a_server_is_known_again_after_a_restart():
    """What a server has kept says which rooms are its own, before its platform does."""
    kept = Kept()
    kept.put(Kind.RULE, {"when": "IREN > 70", "room": "discord:55"}, owner=SERVER, name="dips")

    assert ("discord:55", SERVER) == (
        str(kept.home(f"dips@{SERVER}")),
        kept.tenants.owner(a_room("discord:55")),
    )
    assert ["discord:55"] == _told(kept)


def _told(kept: Kept) -> list[str]:
    bot = Driven(tenancy=Tenancy(owner=kept.tenants.owner, home=kept.home))
    bot.fires("IREN", rule=f"dips@{SERVER}", severity=Severity.CRITICAL)
    return [str(parcel.destination) for parcel in bot.parcels]


@pytest.mark.parametrize(
    ("settings", "room"),
    [({"channel": "discord:56"}, "discord:56"), ({"locale": "de"}, "discord:55")],
)
def test_the_channel_that_was_chosen_goes_before_the_room_a_rule_was_made_in(
    settings: dict[str, str], room: str
):
    kept = Kept()
    kept.put(Kind.RULE, {"when": "IREN > 70", "room": "discord:55"}, owner=SERVER, name="dips")
    kept.put(Kind.PREFERENCES, settings, owner=SERVER, name="settings")

    assert [room] == kept.rooms(f"dips@{SERVER}")


def test_a_channel_is_a_room_of_whoever_chooses_it():
    kept = Kept()
    kept.tenants.learn(a_room("telegram:2"), "telegram:2")
    with pytest.raises(UserError):
        kept.put(Kind.PREFERENCES, {"channel": "telegram:2"}, owner=SERVER, name="settings")


def test_what_lives_as_a_channel_is_chosen_is_not_told_anew_there():
    """The next alert is."""
    kept = Kept()
    kept.put(Kind.RULE, {"when": "IREN > 70", "room": HERE}, name="dips")
    first = kept.rooms(f"dips@{HERE}")
    kept.put(Kind.PREFERENCES, {"channel": f"{HERE}:7"}, name="settings")
    kept.bot.passes(hours=5)
    kept.bot.fires("WULF", rule=f"dips@{HERE}", severity=Severity.CRITICAL)

    assert ([HERE], ["first"]) == (first, [reason for reason, _ in kept.bot.heard(f"{HERE}:7")])


def test_a_rule_that_says_no_room_has_none():
    assert None is Kept().home(f"dips@{HERE}")


def test_a_rule_that_is_dropped_has_its_end_told_where_it_rang():
    """The document is gone by then."""
    homes: dict[str, Destination] = {f"dips@{HERE}": a_room(HERE)}
    bot = Driven(tenancy=Tenancy(home=homes.get))
    bot.fires("IREN", rule=f"dips@{HERE}", severity=Severity.CRITICAL)
    homes.clear()
    bot.ends("IREN", rule=f"dips@{HERE}", after=600)
    bot.passes(minutes=10)

    assert ["first", "resolved"] == [reason for reason, _ in bot.heard(HERE)]


def test_wishes_are_told_whole_each_time():
    own = Own(subscriptions=(a_bound(HERE, "severity=info"), a_bound(HERE, "severity=critical")))
    kept, plain = Kept(), Driven()
    for name, bound in enumerate(own.subscriptions):
        body = {"matchers": [str(m) for m in bound.matchers], "room": HERE}
        kept.put(Kind.SUBSCRIPTION, body, name=str(name))
    plain.wants(HERE, own)
    for bot in (kept.bot, plain):
        bot.fires("IREN", severity=Severity.INFO)
        bot.passes(minutes=1)

    assert plain.heard(HERE) == kept.bot.heard(HERE)
