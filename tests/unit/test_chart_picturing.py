"""Picturing: which picture an alert has, and where in it the rule rang."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.alerts.model import Alert
from bot.alerts.picturing import picture_of
from bot.chat import Drawing, Picture
from bot.rules.model import Initial
from tests.builders import a_bot, a_rule, a_watchlist, at

NOON = at("2025-10-10T12:05Z")


def an_alert(
    when: str, *, subject: str | None = None, for_each: str | None = None, price: str = "106"
) -> Alert:
    """Return the alert of a rule that rings as IREN trades at a price; it closed at 100."""
    rule = a_rule(when, subject=subject, for_each=for_each, initial=Initial.FIRE)
    bot = a_bot(rules=[rule])
    for symbol in ("WULF", "CIFR", "IREN"):
        bot.trades(symbol, 100, "2025-10-10T12:01Z")
    bot.trades("IREN", Decimal(price), NOON)
    return bot.alerts[-1]


@pytest.mark.parametrize(
    ("when", "level"),
    [
        ("price > 105", "105"),
        ("price crosses above 105.5", "105.5"),
        ("change > 4%", "104"),
        ("premarket > 4%", "104"),
        ("change > 4% and price > 101", "104"),
        ("ytd > 100%", "100"),
        ("cap > 1.05B", None),
        ("not price < 105", "105"),
    ],
)
def test_a_rule_on_an_instrument_is_shown_at_the_price_it_watched(when: str, level: str | None):
    """Where that is no price, the day alone says enough."""
    picture = picture_of(an_alert(when, for_each="miners"))

    assert picture == Picture(
        drawing=Drawing.SESSION,
        subject="IREN",
        at=NOON,
        level=None if level is None else Decimal(level),
        marked=True,
    )


@pytest.mark.parametrize(
    ("when", "level"),
    [
        ("miners.cap > 3.05B", "3.05e9"),
        ("cap crosses above 3.05B", "3.05e9"),
        ("miners.change > 1.5%", "3.045e9"),
        ("change > 1.5% or change < -1.5%", None),
        ("breadth > 20%", None),
        ("concentration > 34%", None),
        ("at least 1 of miners have cap > 1.05B", None),
    ],
)
def test_a_rule_on_a_list_is_shown_at_the_cap_it_watched(when: str, level: str | None):
    """A count of members is no level of anything that is drawn."""
    picture = picture_of(an_alert(when, subject="miners"))

    assert picture is not None
    assert (Drawing.CAP, "miners", None if level is None else Decimal(level)) == (
        picture.drawing,
        picture.subject,
        picture.level,
    )


def test_an_alert_of_another_program_has_none():
    """What its subject is, only that program knows."""
    alert = an_alert("price > 105", for_each="miners")

    assert picture_of(replace(alert, rule="external:grafana")) is None


def test_what_is_neither_an_instrument_nor_a_list_has_none():
    """There is nothing of it that could be drawn."""
    alert = an_alert("price > 105", for_each="miners")

    assert picture_of(replace(alert, subject="the disk of db-1")) is None


def test_a_list_of_a_room_is_shown_by_its_whole_name():
    """Two rooms may each have a list that is called so."""
    name = "mine@telegram:1"
    bot = a_bot(
        rules=[a_rule("cap > 1.05B", subject=name, initial=Initial.FIRE)],
        watchlists=[a_watchlist(name, "IREN")],
    )
    bot.trades("IREN", 106, NOON)
    picture = picture_of(bot.alerts[-1])

    assert picture is not None
    assert (name, Decimal("1.05e9")) == (picture.subject, picture.level)


def test_when_it_is_over_the_picture_is_of_that_instant():
    """An edit of the message shows how it ended."""
    bot = a_bot(rules=[a_rule("price > 105", for_each="miners")])
    for minute, price in enumerate((100, 106, 103)):
        bot.trades("IREN", price, f"2025-10-10T12:{minute:02}Z")
    picture = picture_of(bot.alerts[-1])

    assert picture is not None
    assert (at("2025-10-10T12:02Z"), True) == (picture.at, picture.marked)
