"""Planning: what rooms want may change while alerts live, and each goes on by what is wanted."""

from datetime import time

from bot.alerts.plan import Own, Plan
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import Route
from bot.chat import Severity
from tests.dispatches import Driven, a_bound, a_plan, a_receiver, a_room, matching

HERE = "telegram:1"
SUBSCRIBED = Own(subscriptions=(a_bound(HERE),))
ASLEEP = QuietHours(
    start=time(8), end=time(20), location="America/New_York", destinations=frozenset([a_room(HERE)])
)


def test_who_subscribes_is_told_of_what_fires_from_then_on():
    """An alert of hours ago is no news; that it is over is news to those who heard of it."""
    bot = Driven()
    bot.fires("IREN", severity=Severity.CRITICAL)
    bot.wants(HERE, SUBSCRIBED)
    bot.ends("IREN", after=600)
    bot.passes(hours=5)
    bot.fires("IREN", severity=Severity.CRITICAL)

    assert [("first", "IREN +5%")] == bot.heard(HERE)


def test_what_joins_an_incident_after_somebody_subscribed_is_told_without_what_was_before():
    bot = Driven()
    bot.fires("IREN", severity=Severity.CRITICAL)
    bot.wants(HERE, SUBSCRIBED)
    bot.fires("WULF", severity=Severity.CRITICAL, after=60)
    bot.dispatch.people.ack(bot.incident, "ann", bot.now)
    bot.turn_in()

    faces = [p.message.title for p in bot.parcels if str(p.destination) == HERE]
    assert ["WULF +5%", "WULF +5%"] == faces


def test_what_a_room_waits_for_as_it_unsubscribes_has_a_fate_there():
    bot = Driven()
    bot.wants(HERE, SUBSCRIBED)
    bot.fires("IREN")
    bot.wants(HERE, Own())
    bot.passes(minutes=5)

    fates = [
        ("held", "waits for others of its group"),
        ("muted", "by now it is told elsewhere, or not at all"),
    ]
    assert (fates, []) == (bot.fates(HERE), bot.heard(HERE))


def test_what_waits_for_a_digest_is_let_go_with_the_subscription():
    bot = Driven()
    bot.wants(HERE, Own(subscriptions=SUBSCRIBED.subscriptions, quiet_hours=(ASLEEP,)))
    bot.fires("IREN")
    bot.passes(minutes=1)
    bot.wants(HERE, Own(quiet_hours=(ASLEEP,)))
    bot.passes(days=1)

    last = ("muted", "by now it is told elsewhere, or not at all")
    assert ([], last) == (bot.heard(HERE), bot.fates(HERE)[-1])


def test_quiet_hours_of_a_room_hold_for_that_room_alone():
    """Nobody else hears less because somebody sleeps."""
    bot = Driven()
    bot.wants(HERE, Own(subscriptions=SUBSCRIBED.subscriptions, quiet_hours=(ASLEEP,)))
    bot.fires("IREN")
    bot.passes(minutes=1)

    assert ([("first", "IREN +5%")], []) == (bot.heard("test:desk"), bot.heard(HERE))
    bot.passes(hours=12)
    assert ["digest"] == [reason for reason, _ in bot.heard(HERE)]


def test_what_quiet_hours_held_is_told_as_they_are_ended_by_hand():
    bot = Driven()
    bot.wants(HERE, Own(subscriptions=SUBSCRIBED.subscriptions, quiet_hours=(ASLEEP,)))
    bot.fires("IREN")
    bot.passes(minutes=1)
    bot.wants(HERE, SUBSCRIBED)

    assert [("digest", "Digest: 1 alert kept back")] == bot.heard(HERE)


def test_who_asks_for_the_digest_has_it_though_the_hours_hold():
    bot = Driven()
    bot.wants(HERE, Own(subscriptions=SUBSCRIBED.subscriptions, quiet_hours=(ASLEEP,)))
    bot.fires("IREN")
    bot.passes(minutes=1)
    told = bot.dispatch.people.digest(a_room(HERE), bot.now)
    bot.turn_in()
    again = bot.dispatch.people.digest(a_room(HERE), bot.now)

    assert (1, 0, ["digest"]) == (told, again, [reason for reason, _ in bot.heard(HERE)])


def test_an_incident_whose_route_is_gone_lives_on_as_after_a_restart():
    """Its rooms hear of its end; what fires from then on goes by the new plan."""
    route = Route(matchers=matching("rule=mover"), receiver="desk")
    old = a_plan(a_receiver("all", "test:all"), a_receiver("desk", "test:desk"), routes=(route,))
    new = a_plan(*old.receivers)
    bots = [Driven(old), Driven(old)]
    for bot in bots:
        bot.fires("IREN", severity=Severity.CRITICAL)
    bots[0].goes_by(new)
    bots[1]._plan = new  # noqa: SLF001 (as if it had been stopped, and started by another file)
    bots[1].restart()
    for bot in bots:
        bot.ends("IREN", after=600)
        bot.passes(minutes=10)
        bot.fires("IREN", severity=Severity.CRITICAL)

    assert bots[0].heard("test:desk") == bots[1].heard("test:desk")
    assert (["first", "resolved"], ["first"]) == (
        [reason for reason, _ in bots[0].heard("test:desk")],
        [reason for reason, _ in bots[0].heard("test:all")],
    )


def test_a_room_that_a_new_plan_leads_to_is_told_of_what_fires_from_then_on():
    bot = Driven(a_plan(a_receiver("one", "test:one")))
    bot.fires("IREN", severity=Severity.CRITICAL)
    bot.goes_by(a_plan(a_receiver("one", "test:one", "test:two")))
    bot.passes(hours=5)
    bot.fires("WULF", severity=Severity.CRITICAL)

    assert (["first", "repeat due", "new member"], ["first"]) == (
        [reason for reason, _ in bot.heard("test:one")],
        [reason for reason, _ in bot.heard("test:two")],
    )


def test_what_rooms_want_is_taken_before_anything_has_fired():
    """As it is when what was kept is taken up."""
    bot = Driven(Plan())
    bot.wants(HERE, SUBSCRIBED)
    bot.restart()
    bot.fires("IREN", severity=Severity.CRITICAL)

    assert ["first"] == [reason for reason, _ in bot.heard(HERE)]


def test_a_silence_of_a_room_mutes_in_its_rooms_alone():
    bot = Driven()
    bot.wants(HERE, SUBSCRIBED)
    bot.dispatch.silencing.silence(
        matching("subject=IREN"), "ann", bot.now, bot.now.replace(hour=13), why="lunch", owner=HERE
    )
    bot.fires("IREN")
    bot.passes(minutes=1)

    said = ("muted", "silenced by ann until 09:00:00 EDT (subject=IREN): lunch")
    assert ([("first", "IREN +5%")], [], said) == (
        bot.heard("test:desk"),
        bot.heard(HERE),
        bot.fates(HERE)[-1],
    )
    bot.passes(hours=2)
    assert [("first", "IREN +5%")] == bot.heard(HERE)


def test_a_silence_of_the_operator_mutes_everywhere():
    bot = Driven()
    bot.wants(HERE, SUBSCRIBED)
    bot.dispatch.silencing.mute("IREN", "ann", bot.now, bot.now.replace(hour=13))
    bot.fires("IREN")
    bot.passes(minutes=1)

    assert [] == bot.said


def test_who_muted_a_symbol_for_their_rooms_is_said_in_these_alone():
    bot = Driven()
    bot.wants(HERE, SUBSCRIBED)
    bot.fires("IREN", severity=Severity.CRITICAL)
    bot.dispatch.silencing.mute("IREN", "ann", bot.now, bot.now.replace(hour=13), owner=HERE)
    bot.turn_in()
    bot.dispatch.people.ack(bot.incident, "bob", bot.now)
    bot.turn_in()

    edits = [p for p in bot.parcels if p.manner.value == "edit"]
    told = {str(p.destination): "Muted" in [fact.label for fact in p.message.facts] for p in edits}
    assert {"test:desk": False, HERE: True} == told


def test_what_a_room_silences_is_muted_there_though_it_is_snoozed_everywhere():
    """What was last said of it there is not that it comes later."""
    bot = Driven()
    bot.wants(HERE, SUBSCRIBED)
    bot.fires("IREN", severity=Severity.CRITICAL)
    noon = bot.now.replace(hour=16)
    bot.dispatch.people.snooze(bot.incident, "bob", bot.now, noon)
    bot.dispatch.silencing.silence(matching("subject=WULF"), "ann", bot.now, noon, owner=HERE)
    bot.fires("WULF", severity=Severity.CRITICAL, after=60)
    bot.ends("WULF", after=60)
    bot.passes(hours=6)

    assert (["muted"], "held") == (
        [fate for fate, _ in bot.fates(HERE)],
        bot.fates("test:desk")[-1][0],
    )
