"""Incidents: people act on them from any room, and every message that stands for one says so."""

from datetime import time, timedelta

import pytest

from bot.alerts.incidents import KEPT, Until
from bot.alerts.plan import Plan
from bot.alerts.quiet import QuietHours
from bot.chat import Severity
from bot.delivery.parcel import Manner
from bot.errors import UserError
from tests.dispatches import NOON, THE_BELL, Driven, a_room


def an_incident(*subjects: str, rooms: tuple[str, ...] = ("test:a", "test:b")) -> Driven:
    """Make a bot that has told of an incident in two rooms."""
    bot = Driven(rooms=rooms)
    bot.fires(*subjects or ("IREN",))
    bot.passes(seconds=30)
    return bot


def acts(bot: Driven, deed: str, *about: object, by: str = "ann") -> None:
    getattr(bot.dispatch.people, deed)(bot.incident, by, bot.now, *about)
    bot.turn_in()


def test_an_ack_in_one_room_is_seen_in_all():
    bot = an_incident()

    acts(bot, "ack")

    assert ["test:a", "test:b"] == [str(p.destination) for p in bot.parcels[2:]]
    assert [{"by ann at 08:00:30 EDT"}] * 2 == [{facts["Acked"]} for facts in bot.edits]


def test_what_is_acked_is_not_told_again():
    bot = an_incident()
    acts(bot, "ack")

    bot.passes(hours=20)

    assert 2 == len(bot.said)


def test_two_who_ack_at_once_do_no_harm():
    """Both pressed the button; the first has it."""
    bot = an_incident()
    acts(bot, "ack")
    acts(bot, "ack", by="bob")

    assert ["by ann at 08:00:30 EDT"] * 2 == [facts["Acked"] for facts in bot.edits]


def test_an_ack_that_is_taken_back_is_shown_no_more():
    bot = an_incident()
    acts(bot, "ack")
    acts(bot, "unack")
    acts(bot, "unack")

    assert [True, True, False, False] == ["Acked" in facts for facts in bot.edits]


def test_new_members_of_what_is_acked_are_told():
    """It was acked as it stood."""
    bot = an_incident()
    acts(bot, "ack")
    bot.fires("WULF")
    bot.passes(minutes=10)

    assert ("new member", "WULF +5%") == bot.said[-1]


def test_a_snooze_keeps_all_of_it_quiet_and_reminds_at_its_end():
    bot = an_incident()
    acts(bot, "snooze", bot.now + timedelta(hours=1))
    bot.fires("WULF", severity=Severity.CRITICAL, after=60)
    bot.passes(minutes=58)
    assert 2 == len(bot.said)

    bot.passes(minutes=1)

    assert [("new member", "WULF +5%")] * 2 == bot.said[2:]
    assert "by ann at 08:00:30 EDT, until 09:00:30 EDT" == bot.edits[0]["Snoozed"]
    assert "Snoozed" not in bot.edits[-1]


def test_what_was_snoozed_and_still_fires_is_told_once_more():
    bot = an_incident()
    acts(bot, "snooze", Until.OPEN)

    bot.reaches(THE_BELL)

    assert [("repeat due", "Still: IREN +5%")] * 2 == bot.said[2:]


def test_a_snooze_until_it_resolves_ends_with_the_incident_s_last_alert():
    bot = an_incident("IREN", "WULF")
    acts(bot, "snooze", Until.RESOLVED)
    bot.passes(hours=30)
    bot.ends("IREN")
    bot.passes(hours=1)
    assert 2 == len(bot.said)

    bot.ends("WULF")
    bot.passes(minutes=10)

    assert [("resolved", "Over: 2 alerts of mover")] * 2 == bot.said[2:]
    assert "by ann at 08:00:30 EDT, until it resolves" == bot.edits[0]["Snoozed"]


def test_what_came_and_went_in_a_snooze_is_told_after_it():
    bot = an_incident()
    acts(bot, "snooze", bot.now + timedelta(hours=1))
    bot.fires("WULF")
    bot.ends("WULF", after=60)
    bot.ends("IREN")
    assert ("held", "snoozed by ann until 09:00:30 EDT") not in bot.kept

    bot.passes(hours=1)

    assert "WULF +5% (over after 60 s)\nOver: IREN" == bot.parcels[-3].message.body
    assert ("held", "snoozed by ann until 09:00:30 EDT") in bot.kept


def test_what_is_over_cannot_be_snoozed_until_it_is():
    bot = an_incident()
    bot.ends("IREN")

    with pytest.raises(UserError, match="over already"):
        acts(bot, "snooze", Until.RESOLVED)


def test_to_resolve_closes_it_for_as_long_as_its_alerts_live():
    bot = an_incident()
    acts(bot, "resolve")
    bot.fires("IREN", after=60)
    bot.passes(hours=20)

    assert (2, []) == (len(bot.said), bot.dispatch.people.all())
    assert {"by ann at 08:00:30 EDT"} == {facts["Resolved"] for facts in bot.edits}
    assert ("muted", "its incident was resolved by ann") == bot.kept[-1]


def test_the_next_life_of_what_was_resolved_is_news():
    bot = an_incident()
    acts(bot, "resolve")
    bot.ends("IREN")
    bot.fires("IREN")
    bot.passes(minutes=1)

    assert 4 == len(bot.said)


def test_to_resolve_takes_it_out_of_the_digest():
    bot = Driven(Plan(quiet_hours=(QuietHours(start=time(7), end=time(9)),)))
    bot.fires("IREN")
    bot.passes(minutes=1)

    acts(bot, "resolve")
    bot.passes(hours=3)

    assert ([], ("muted", "its incident was resolved by ann")) == (bot.said, bot.kept[-1])


def test_who_did_what_and_when_is_recorded():
    bot = an_incident()
    name = bot.incident
    bot.dispatch.people.ack(name, "ann", bot.now)
    bot.dispatch.people.resolve(name, "bob", bot.now)

    result = bot.dispatch.turn_in()

    at = NOON + timedelta(seconds=30)
    assert [(at, "ann", "acked", name), (at, "bob", "resolved", name)] == [
        (act.at, act.by, act.deed.value, act.about) for act in result.acts
    ]


def test_an_incident_is_found_by_the_message_that_stands_for_it():
    """Somebody answered it, or pressed a button under it."""
    bot = an_incident(rooms=("test:a",))
    bot.arrives("message-7")
    found = bot.dispatch.people.at

    assert (bot.incident, None, None) == (
        found(a_room("test:a"), "message-7"),
        found(a_room("test:a"), "message-8"),
        found(a_room("test:b"), "message-7"),
    )


def test_what_is_closed_cannot_be_acted_on():
    with pytest.raises(UserError, match="this is over, and closed"):
        Driven().dispatch.people.ack("gone", "ann", NOON)


def test_an_incident_remembers_no_more_than_anybody_reads():
    bot = an_incident()
    for _ in range(KEPT):
        acts(bot, "ack")
        acts(bot, "unack")

    [incident] = bot.dispatch.people.all()
    assert KEPT == len(incident.acts)


def test_a_face_is_edited_in_place_and_never_said_anew():
    bot = an_incident(rooms=("test:a",))
    bot.arrives("7")
    for deed in ("ack", "unack", "ack"):
        acts(bot, deed)

    assert [Manner.NEW] + [Manner.EDIT] * 3 == [parcel.manner for parcel in bot.parcels]


def test_an_act_of_the_same_instant_is_another_parcel():
    """Ack, unack, ack: three edits, with a key each."""
    bot = an_incident()
    for deed in ("ack", "unack", "ack"):
        acts(bot, deed)

    assert len(bot.parcels) == len({parcel.key for parcel in bot.parcels})
