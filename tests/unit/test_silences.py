"""Silences: nothing is told that somebody does not want to hear, and it is told when they end."""

from datetime import timedelta

import pytest

from bot.alerts.incidents import Until
from bot.errors import UserError
from tests.dispatches import NOON, THE_BELL, Driven, matching


def silenced(bot: Driven, *texts: str, until: object = Until.OPEN, why: str = "") -> None:
    end = bot.now + until if isinstance(until, timedelta) else until
    bot.dispatch.silencing.silence(matching(*texts), "ann", bot.now, end, why=why)  # type: ignore[arg-type]  # an instant by now
    bot.turn_in()


def test_a_silenced_alert_is_told_nowhere_and_why_is_recorded():
    bot = Driven()
    silenced(bot, "subject=IREN", until=timedelta(hours=1), why="earnings call")

    bot.fires("IREN", "WULF")
    bot.passes(minutes=1)

    assert [("first", "WULF +5%")] == bot.said
    reason = "silenced by ann until 09:00:00 EDT (subject=IREN): earnings call"
    assert ("muted", reason) in bot.kept


def test_what_still_fires_when_a_silence_ends_is_told_then():
    """A silence postpones; it does not lose."""
    bot = Driven()
    silenced(bot, "subject=IREN", until=timedelta(hours=1))
    bot.fires("IREN")
    bot.passes(minutes=59)
    assert [] == bot.said

    bot.passes(minutes=1)

    assert [("first", "IREN +5%")] == bot.said


def test_what_was_over_before_its_silence_ended_is_never_told():
    bot = Driven()
    silenced(bot, "subject=IREN", until=timedelta(hours=1))
    bot.fires("IREN")
    bot.ends("IREN", after=600)

    bot.passes(hours=3)

    assert ([], [], "muted") == (bot.said, bot.dispatch.people.all(), bot.kept[-1][0])


def test_the_end_of_a_silenced_alert_is_no_message_but_its_face_shows_it():
    """A room that was told that it fires must not be left with that."""
    bot = Driven()
    bot.fires("IREN")
    bot.passes(seconds=30)
    silenced(bot, "subject=IREN", until=timedelta(hours=9))

    bot.ends("IREN", after=60)
    bot.passes(hours=1)

    assert [("first", "IREN +5%")] == bot.said
    assert "Over: mover IREN" == bot.parcels[-1].message.title


def test_until_the_open_is_the_venue_s_next_bell():
    bot = Driven()
    silenced(bot, "list=miners", until=Until.OPEN)
    bot.fires("IREN")

    bot.reaches(THE_BELL)

    assert [("first", "IREN +5%")] == bot.said
    assert THE_BELL == bot.parcels[0].made


def test_until_it_resolves_is_until_all_that_matched_is_over():
    """Its end is the one thing that somebody who asked for this waits for."""
    bot = Driven()
    bot.fires("IREN", "WULF")
    bot.passes(seconds=30)
    silenced(bot, "list=miners", until=Until.RESOLVED)
    bot.ends("WULF", after=60)
    bot.passes(hours=9)
    assert 1 == len(bot.said)

    bot.ends("IREN")
    bot.passes(minutes=10)

    assert ("resolved", "Over: mover IREN") == bot.said[-1]
    assert [] == bot.dispatch.silencing.all


def test_nothing_can_be_silenced_until_it_resolves_that_does_not_fire():
    with pytest.raises(UserError, match="nothing that matches subject=IREN fires"):
        silenced(Driven(), "subject=IREN", until=Until.RESOLVED)


def test_a_silence_cannot_end_in_the_past():
    with pytest.raises(UserError, match="over already"):
        silenced(Driven(), "subject=IREN", until=timedelta())


def test_a_silence_ended_early_lets_the_rest_be_told_at_once():
    bot = Driven()
    silenced(bot, "subject=IREN", until=timedelta(hours=9))
    bot.fires("IREN")
    bot.passes(minutes=5)
    (silence,) = bot.dispatch.silencing.all

    bot.dispatch.silencing.unsilence(silence.id, "bob", bot.now)
    bot.passes(seconds=0)

    assert [("first", "IREN +5%")] == bot.said


def test_a_silence_that_is_not_there_cannot_be_ended():
    with pytest.raises(UserError, match="there is no silence `xyz`"):
        Driven().dispatch.silencing.unsilence("xyz", "ann", NOON)


def test_to_mute_a_symbol_is_said_where_its_incidents_stand():
    """Whoever sees the message knows why nothing more comes."""
    bot = Driven()
    bot.fires("IREN")
    bot.passes(seconds=30)

    bot.dispatch.silencing.mute("IREN", "ann", bot.now, Until.OPEN)
    bot.turn_in()

    assert "IREN by ann at 08:00:30 EDT, until 09:30:00 EDT" == bot.edits[-1]["Muted"]


def test_who_silenced_what_and_when_is_recorded():
    bot = Driven()
    bot.dispatch.silencing.silence(matching("rule=mover"), "ann", bot.now, Until.OPEN)
    (silence,) = bot.dispatch.silencing.all
    bot.dispatch.silencing.unsilence(silence.id, "bob", bot.now)

    acts = bot.dispatch.turn_in().acts

    assert [
        (NOON, "ann", "silenced", "rule=mover", THE_BELL),
        (NOON, "bob", "no longer silenced", "rule=mover", None),
    ] == [(act.at, act.by, act.deed.value, act.about, act.until) for act in acts]


def test_two_silences_of_one_breath_have_names_of_their_own():
    bot = Driven()
    for _ in range(2):
        silenced(bot, "rule=mover")

    assert 2 == len({silence.id for silence in bot.dispatch.silencing.all})
