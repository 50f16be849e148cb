"""The audience: everybody's alerts go where routes and subscriptions say, a room's own go home."""

import pytest

from bot.alerts.audience import Tenancy
from bot.alerts.inhibition import Inhibition, Inhibitions
from bot.alerts.matchers import labels_of
from bot.alerts.plan import Own, Plan
from bot.alerts.routing import Receiver, Route
from bot.chat import Severity
from tests.dispatches import Driven, a_bound, a_plan, a_receiver, a_room, an_alert, matching

HERE, THERE = "telegram:1", "telegram:2"
DIPS = f"dips@{HERE}"
TENANCY = Tenancy(
    operators=lambda: [a_room("web:desk")], home=lambda rule: a_room(HERE) if rule == DIPS else None
)
GOES = [("first", "IREN +5%")]


def a_bot(**wanted: Own) -> Driven:
    """Make a bot with the operator's desk and hall open, and what two chats want."""
    bot = Driven(rooms=["web:desk", "test:hall"], tenancy=TENANCY)
    for owner, own in wanted.items():
        bot.wants({"here": HERE, "there": THERE}[owner], own)
    return bot


def fires(bot: Driven, rule: str = DIPS, severity: Severity = Severity.CRITICAL) -> Driven:
    bot.fires("IREN", rule=rule, severity=severity)
    return bot


def rooms(bot: Driven) -> list[str]:
    return [str(parcel.destination) for parcel in bot.parcels]


def test_an_alert_of_a_room_s_own_rule_goes_to_the_room_it_was_made_in_and_to_operators():
    """It is nobody else's business, whatever receives everything."""
    assert [HERE, "web:desk"] == rooms(fires(a_bot()))


def test_the_operator_s_routes_lead_no_alert_of_a_room_s_own_elsewhere():
    plan = a_plan(a_receiver("all", "test:hall", THERE, to="boss"), a_receiver("boss", "test:boss"))
    bot = Driven(plan, rooms=["web:desk", "test:hall"], tenancy=TENANCY)
    fires(bot)
    bot.passes(hours=1)  # long after somebody else would have been turned to

    assert {HERE, "web:desk"} == set(rooms(bot))


def test_an_owner_s_routes_go_before_the_room_a_rule_was_made_in():
    own = Own(routes=(a_bound(f"{HERE}:7", "severity=critical"),))

    assert [f"{HERE}:7", "web:desk"] == rooms(fires(a_bot(here=own)))


def test_what_no_route_of_its_owner_takes_goes_home():
    """A route for some of its alerts loses none of the others."""
    own = Own(routes=(a_bound(f"{HERE}:7", "severity=info"),))

    assert [HERE, "web:desk"] == rooms(fires(a_bot(here=own)))


def test_every_route_that_takes_an_alert_leads_it_to_its_room_and_each_room_hears_once():
    routes = (a_bound(f"{HERE}:7"), a_bound(HERE, "subject=IREN"), a_bound(HERE, "rule=dips"))

    assert [f"{HERE}:7", HERE, "web:desk"] == rooms(fires(a_bot(here=Own(routes=routes))))


def test_a_route_to_somebody_else_s_room_leads_nowhere():
    """Whatever got it there: no parcel leaves for a room that may not see its alert."""
    own = Own(routes=(a_bound(THERE, owner=HERE),), subscriptions=(a_bound(THERE, owner=HERE),))

    assert ["web:desk"] == rooms(fires(a_bot(here=own)))


def test_a_subscription_takes_everybody_s_alerts_as_well_as_its_owner_s_own():
    own = Own(subscriptions=(a_bound(f"{HERE}:7", "severity=critical"),))
    bot = a_bot(here=own)

    assert (["web:desk", "test:hall", f"{HERE}:7"], [HERE, f"{HERE}:7", "web:desk"]) == (
        rooms(fires(bot, "mover")),
        rooms(fires(bot))[3:],
    )


def test_nobody_hears_of_another_s_rule_by_subscribing_to_everything():
    bot = fires(a_bot(there=Own(subscriptions=(a_bound(THERE),))))

    assert [HERE, "web:desk"] == rooms(bot)


def test_everywhere_is_not_every_room_that_somebody_has_subscribed():
    """What a room asked for is what it hears of."""
    bot = a_bot(here=Own(subscriptions=(a_bound(HERE, "severity=critical"),)))

    fires(bot, "mover", Severity.INFO).passes(minutes=1)

    assert ["web:desk", "test:hall"] == rooms(bot)


def test_a_room_that_several_routes_and_a_subscription_lead_to_is_told_once():
    plan = Plan(
        route=Route(
            receiver="all",
            routes=(
                Route(matchers=matching("subject=IREN"), receiver="one", continues=True),
                Route(matchers=matching("rule=mover"), receiver="two"),
            ),
        ),
        receivers=(a_receiver("one", "test:one"), a_receiver("two", HERE), Receiver(name="all")),
    )
    bot = Driven(plan, tenancy=TENANCY)
    bot.wants(HERE, Own(subscriptions=(a_bound(HERE), a_bound(f"{HERE}:7"))))

    fires(bot, "mover")

    assert [HERE, f"{HERE}:7", "test:one"] == sorted(rooms(bot))


def test_a_subscribed_room_and_the_operator_s_have_one_incident():
    """Who acks it in one of them has acked it in all."""
    bot = fires(a_bot(here=Own(subscriptions=(a_bound(HERE),))), "mover")
    bot.dispatch.people.ack(bot.incident, "ann on telegram", bot.now)
    bot.turn_in()

    acked = ["by ann on telegram at 08:00:00 EDT"] * 3
    assert acked == [facts["Acked"] for facts in bot.edits]


def test_alerts_of_different_owners_are_never_told_together():
    bot = a_bot(there=Own(routes=(a_bound(THERE),)))
    for rule in (DIPS, f"dips@{THERE}", "dips"):
        bot.fires("IREN", "WULF", rule=rule)

    values = [incident.values for incident in bot.dispatch.people.all()]
    assert sorted(
        [
            (("rule", "dips"),),
            (("rule", "dips"), ("owner", HERE)),
            (("rule", "dips"), ("owner", THERE)),
        ]
    ) == sorted(values)


def test_an_alert_that_no_room_is_for_says_so():
    """A rule whose room is not known, with no operator's room open."""
    bot = Driven(rooms=["test:hall"])
    bot.fires("IREN", rule=DIPS, severity=Severity.CRITICAL)

    assert ([("muted", "there is no room to tell it in")], []) == (bot.kept, bot.said)


def test_a_room_s_own_alerts_are_told_by_the_names_that_were_typed_there():
    bot = a_bot()
    alert = an_alert(
        f"mine@{HERE}", rule=DIPS, watchlist=f"mine@{HERE}", severity=Severity.CRITICAL
    )
    bot.dispatch.note(alert, bot.now)
    bot.turn_in()

    said = bot.parcels[0].message
    texts = [said.title, said.body, *(fact.value for fact in said.facts)]
    assert ("mine +5%", "mine premarket +5%", []) == (
        said.title,
        said.body,
        [text for text in texts if "@" in text],
    )


@pytest.mark.parametrize("rule", [DIPS, "dips"])
def test_what_the_operator_has_inhibited_concerns_everybody_s_alerts_alone(rule: str):
    """A room's own level of the same name keeps nobody else's alerts quiet."""
    inhibitions = Inhibitions(
        [Inhibition(source=matching("rule=dips"), target=matching("rule~m*"))]
    )
    inhibitions.begin(an_alert("miners", rule=rule))

    muted = inhibitions.mutes(labels_of(an_alert(rule="mover")))
    own = inhibitions.mutes(labels_of(an_alert(rule=f"mover@{HERE}")))
    assert (rule == "dips", "") == (bool(muted), own)


def test_each_room_is_told_the_times_of_its_own_clock():
    """Berlin looks at its own wall, whatever the bell in New York says."""
    zones = {"test:berlin": "Europe/Berlin", "test:york": "America/New_York"}
    bot = Driven(rooms=list(zones), tenancy=Tenancy(zone=lambda owner: zones[owner]))
    bot.fires("IREN")
    bot.passes(minutes=1)
    fired = {
        str(parcel.destination): fact.value.split()[-1]
        for parcel in bot.parcels
        for fact in parcel.message.facts
        if fact.label == "Fired"
    }

    assert {"test:berlin": "CEST", "test:york": "EDT"} == fired
