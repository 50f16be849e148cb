"""Inhibition: what says it all keeps the rest quiet, and no longer than it lives."""

from dataclasses import replace

from bot.alerts.inhibition import Inhibition, Inhibitions
from bot.alerts.matchers import labels_of
from bot.alerts.model import Alert
from tests.dispatches import Driven, a_plan, an_alert, matching

LEVEL = Inhibition(source=matching("rule=level"), target=matching("rule=mover"), equal=("list",))
SELF = Inhibition(source=matching("rule~*"), target=matching("rule~*"))
REASON = "inhibited by level on miners, which fires"


def level(watchlist: str = "miners") -> Alert:
    return an_alert("miners", rule="level", watchlist=watchlist)


def muted(rule: Inhibition, *sources: Alert, target: Alert) -> str:
    inhibitions = Inhibitions([rule])
    for source in sources:
        inhibitions.begin(source)
    return inhibitions.mutes(labels_of(target))


def test_a_level_of_the_sector_keeps_its_members_quiet():
    assert REASON == muted(LEVEL, level(), target=an_alert("IREN"))


def test_members_of_another_list_are_told():
    """What must be equal is."""
    assert "" == muted(LEVEL, level("others"), target=an_alert("IREN"))


def test_an_alert_never_keeps_itself_or_its_like_quiet():
    """Two that match both sides would silence each other for ever."""
    assert "" == muted(SELF, an_alert("IREN"), an_alert("WULF"), target=an_alert("IREN"))


def test_a_source_that_is_over_keeps_nobody_quiet():
    inhibitions = Inhibitions([LEVEL])
    inhibitions.begin(level())

    assert inhibitions.end(level().fingerprint)
    assert "" == inhibitions.mutes(labels_of(an_alert("IREN")))


def test_what_was_inhibited_is_told_once_its_source_is_over_and_it_still_fires():
    bot = Driven(replace(a_plan(), inhibitions=(LEVEL,)))
    bot.fires("miners", rule="level")
    bot.fires("IREN")
    bot.passes(minutes=10)
    assert [("first", "miners +5%")] == bot.said
    assert ("muted", REASON) in bot.kept

    bot.ends("miners", rule="level")
    bot.passes(seconds=30)

    assert {("resolved", "Over: level miners"), ("first", "IREN +5%")} == set(bot.said[1:])
