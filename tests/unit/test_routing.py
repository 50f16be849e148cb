"""Routing: a tree that every alert goes down, and never falls out of."""

import pytest

from bot.alerts.matchers import labels_of
from bot.alerts.routing import Receivers, Route, Routes
from bot.chat import Severity
from tests.dispatches import a_receiver, a_room, an_alert, matching

TREE = Route(
    receiver="all",
    routes=(
        Route(receiver="log", matchers=matching("list=miners"), continues=True),
        Route(
            receiver="desk",
            matchers=matching("list=miners"),
            routes=(Route(receiver="duty", matchers=matching("severity=critical")),),
        ),
        Route(receiver="late", matchers=matching("rule~*")),
    ),
)


@pytest.mark.parametrize(
    ("watchlist", "severity", "receivers"),
    [
        ("miners", Severity.INFO, ["log", "desk"]),
        ("miners", Severity.CRITICAL, ["log", "duty"]),
        ("others", Severity.CRITICAL, ["late"]),
    ],
)
def test_the_first_route_that_matches_takes_an_alert_and_those_that_continue_too(
    watchlist: str, severity: Severity, receivers: list[str]
):
    labels = labels_of(an_alert(watchlist=watchlist, severity=severity))

    assert receivers == [route.receiver for _, route in Routes(TREE).taking(labels)]


def test_what_no_route_takes_stays_with_the_root():
    """Nothing is lost for want of a route."""
    root = Route(receiver="all", routes=(Route(matchers=matching("rule=other")),))

    assert [root] == [route for _, route in Routes(root).taking({"rule": "mover"})]


def test_a_route_is_found_by_its_name_whatever_stands_before_it():
    """A group that was open when the settings changed goes on by its own route."""
    [(name, route)] = Routes(TREE).taking({"rule": "mover"})
    fewer = Routes(Route(receiver="all", routes=TREE.routes[2:]))

    assert (route, "all") == (fewer.named(name), fewer.named("/gone").receiver)


def test_neighbours_with_the_same_matchers_are_two_routes():
    names = [name for name, _ in Routes(TREE).taking({"list": "miners"})]

    assert ["//list=miners", "//list=miners'"] == names


def test_alerts_are_grouped_by_what_a_route_says():
    route = Route(group_by=("list", "team"))

    assert (("list", "miners"), ("team", "")) == route.values({"list": "miners", "rule": "mover"})


def test_a_room_of_several_receivers_is_told_once():
    receivers = Receivers(
        [a_receiver("one", "test:a", "test:b"), a_receiver("two", "test:b", "test:c")],
        "one",
        lambda: (),
    )

    found = [(room.name, room.receiver.name) for room in receivers.rooms(["one", "two"])]

    assert [("test:a", "one"), ("test:b", "one"), ("test:c", "two")] == found


def test_everywhere_is_what_is_open_now():
    """A browser comes and goes; so do rooms."""
    opened = [a_room("test:a")]
    receivers = Receivers([], "everywhere", lambda: opened)
    before = [room.name for room in receivers.rooms(["everywhere"])]
    opened.append(a_room("test:b"))

    assert (["test:a"], ["test:a", "test:b"]) == (
        before,
        [room.name for room in receivers.rooms(["everywhere"])],
    )
