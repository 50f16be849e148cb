"""Framing: what a picture shows of the market, as it was at an instant."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.framing import SHORTEST
from bot.charts.scene import Part, Scene
from bot.chat import Drawing
from bot.owners import owned
from tests.builders import a_reference, a_watchlist
from tests.charting import PRE_OPEN, Morning, minutes, moment

BELL = "2025-10-10T13:30Z"


def across(scene: Scene) -> list[tuple[str, float]]:
    return [(one.part.value, one.value) for one in scene.across]


def a_day() -> Morning:
    """IREN rises before the bell, falls after it, and is quiet after hours."""
    morning = Morning()
    morning.trades("IREN", [100 + n / 10 for n in range(60)], since="2025-10-10T08:00Z", step=5)
    morning.trades("IREN", [107 - n / 20 for n in range(78)], since=BELL, step=5)
    morning.trades("IREN", [103, 103.5], since="2025-10-10T20:10Z", step=30)
    return morning


DAY = a_day()


@given(st.integers(0, 16 * 60))
def test_nothing_is_shown_that_came_later(minute: int):
    """A picture of 10:00 that is drawn at noon is that of 10:00."""
    now = PRE_OPEN.timestamp() + minute * 60
    scene = DAY.shown(moment(now))

    assert [] == [time for time in scene.line.times if time > now]


@pytest.mark.parametrize(
    ("now", "figure", "move"),
    [
        ("2025-10-10T08:59Z", "101.10", "+1.10%"),
        ("2025-10-10T13:31Z", "107.00", "+7.00%"),
        ("2025-10-10T23:00Z", "103.50", "+3.50%"),
    ],
)
def test_it_says_how_far_the_day_had_come_by_then(now: str, figure: str, move: str):
    """Against the previous close, whatever the session, as every other figure of ours."""
    scene = DAY.shown(now)

    assert (figure, move, True) == (scene.figure, scene.move, scene.rises)


def test_its_sessions_are_where_the_calendar_has_them():
    """They are shaded: a move before the bell is another thing than one after it."""
    spans = [
        (part.session, (part.start - PRE_OPEN.timestamp()) / 60, (part.end - part.start) / 60)
        for part in DAY.shown("2025-10-10T23:00Z").stretches
    ]

    assert [("pre", 0, 330), ("regular", 330, 390), ("post", 720, 180)] == spans


def test_a_short_morning_is_given_an_hour():
    """Two minutes over the whole width would be a cliff."""
    scene = DAY.shown("2025-10-10T08:02Z")

    assert SHORTEST.total_seconds() == scene.end - scene.start


def test_who_did_not_trade_before_the_bell_begins_with_it():
    """Five hours of nothing would leave the rest no room."""
    morning = Morning()
    morning.trades("WULF", [100, 101], since=BELL)

    assert 330 == (morning.shown("2025-10-10T14:00Z", "WULF").start - PRE_OPEN.timestamp()) / 60


def test_before_the_day_has_begun_the_last_one_is_shown():
    """Whoever asks at midnight asks about yesterday."""
    scene = DAY.shown("2025-10-13T07:00Z")

    assert ("+3.50%", 16 * 60) == (scene.move, (scene.end - scene.start) / 60)


def test_of_what_nobody_has_heard_there_is_no_picture():
    """An empty frame says less than none."""
    morning = Morning()

    assert [None, None, None] == [
        morning.scene("2025-10-10T12:00Z"),
        morning.scene("2025-10-10T12:00Z", "TSLA"),
        morning.scene("2025-10-10T12:00Z", "nothing", drawing=Drawing.CAP),
    ]


def test_a_level_and_the_close_stand_across_it():
    """What the rule watched, and what everything is measured from."""
    scene = DAY.shown("2025-10-10T12:00Z", level="104.5", marked=True)

    assert [("baseline", 100.0), ("level", 104.5)] == across(scene)


def test_the_moment_of_an_alert_stands_at_the_price_of_then():
    """The dot is on the line, not where the level is."""
    scene = DAY.shown("2025-10-10T12:02Z", level="104.5", marked=True)

    assert (PRE_OPEN.timestamp() + 242 * 60, 104.8) == scene.mark


@pytest.mark.parametrize("now", ["2025-10-11T01:00Z", "2025-10-13T07:00Z"])
def test_an_alert_of_the_night_is_no_moment_of_the_day(now: str):
    """It would stand behind the end of the picture."""
    assert DAY.shown(now, marked=True).mark is None


def test_what_has_not_moved_went_neither_way():
    """Green would say that it rose."""
    morning = Morning()
    morning.trades("IREN", [100, 100], since="2025-10-10T12:00Z")
    scene = morning.shown("2025-10-10T12:30Z")

    assert ("0.00%", None) == (scene.move, scene.rises)


def test_without_a_close_no_percent_is_told():
    """A stock listed today moves away from nothing."""
    morning = Morning(at="2025-10-10T07:00Z")
    morning.bot.sees(a_reference("NEW", at="2025-10-10T07:31Z", previous_close=None))
    morning.trades("NEW", [30, 31], since="2025-10-10T12:00Z")
    scene = morning.shown("2025-10-10T12:10Z", "NEW")

    assert ("", None, []) == (scene.move, scene.rises, across(scene))


def test_the_benchmark_is_shown_by_its_percents():
    """BTC at +1 % stands where IREN would at +1 %."""
    morning = Morning()
    morning.bot.sees(a_reference("BTC-USD", at="2025-10-10T07:31Z", previous_close=120_000))
    morning.trades("BTC-USD", [120_000, 121_200], since="2025-10-10T08:00Z")
    morning.trades("IREN", [100, 102], since="2025-10-10T08:00Z")
    overlay = morning.shown("2025-10-10T08:30Z").overlay

    assert overlay is not None
    assert ("BTC-USD +1.00%", [100.0, 101.0]) == (
        overlay.label,
        [round(value, 9) for value in overlay.line.values],
    )


def test_a_benchmark_without_a_close_says_from_when_it_is_measured():
    """A percent always knows its baseline and says it."""
    morning = Morning()
    morning.trades("BTC-USD", [120_000, 118_800], since="2025-10-10T08:30Z")
    morning.trades("IREN", [100, 102], since="2025-10-10T08:00Z", step=31)
    overlay = morning.shown("2025-10-10T08:40Z").overlay

    assert overlay is not None
    assert "BTC-USD -1.00% since 04:30" == overlay.label


def test_a_room_s_own_benchmark_is_not_shown_to_others():
    """What a room has put on its list is nobody else's to see."""
    morning = Morning([a_watchlist(owned("mine", "telegram:1"), "IREN", benchmark="ETH-USD")])
    morning.trades("ETH-USD", [4000, 4040], since="2025-10-10T08:00Z")
    morning.trades("IREN", [100, 102], since="2025-10-10T08:00Z")

    assert morning.shown("2025-10-10T08:40Z").overlay is None


def a_sector(**more: object) -> Morning:
    """Three members of $1B each at their closes, which rise together."""
    listed = a_watchlist(milestones=["2.5e9", "2.95e9", "3.06e9", "3.1e9", "4e9"], **more)  # type: ignore[arg-type]  # as the builder takes them
    morning = Morning([listed])
    for minute in range(30):
        for symbol in ("IREN", "WULF", "CIFR"):
            now = f"2025-10-10T12:{minute:02}Z"
            morning.trades(symbol, [100 + minute / 10], since=now)
    return morning


def test_a_cap_is_shown_among_the_milestones_that_are_near():
    """Those 20 % away would press the day flat."""
    scene = a_sector().shown("2025-10-10T12:29Z", "miners", drawing=Drawing.CAP)

    assert [
        ("baseline", 3e9),
        *(("milestone", level) for level in (2.95e9, 3.06e9, 3.1e9)),
    ] == across(scene)
    assert ("$3.09B", "+2.90%") == (scene.figure, scene.move)


def test_a_level_that_is_a_milestone_is_told_once():
    """Two lines on one another are one."""
    scene = a_sector().shown("2025-10-10T12:29Z", "miners", drawing=Drawing.CAP, level="3.06e9")

    assert Part.LEVEL not in [one.part for one in scene.across]


def test_a_list_of_a_room_has_the_name_its_people_type():
    """Whose it is they know."""
    name = owned("mine", "telegram:1")
    scene = a_sector(name=name, title=name).shown("2025-10-10T12:29Z", name, drawing=Drawing.CAP)

    assert "mine" == scene.title


def test_a_new_share_count_is_where_the_line_breaks():
    """The cap jumped, and nobody gained a cent."""
    morning = a_sector()
    morning.bot.sees(a_reference("IREN", at="2025-10-10T12:40Z", shares=11_000_000))
    morning.trades("IREN", [102.9], since="2025-10-10T12:41Z")
    scene = morning.shown("2025-10-10T12:45Z", "miners", drawing=Drawing.CAP)

    assert [280] == [(at - PRE_OPEN.timestamp()) / 60 for at in scene.rebases]


def test_what_was_before_we_watched_is_not_known():
    """After a restart the morning is a gap, and said to be one."""
    morning = Morning(at="2025-10-10T12:00Z")
    morning.trades("IREN", [100, 101], since="2025-10-10T12:05Z")
    scene = morning.shown("2025-10-10T12:30Z")

    assert (0.0, 240.0, [245.0, 246.0]) == (
        (scene.start - PRE_OPEN.timestamp()) / 60,
        (scene.known - PRE_OPEN.timestamp()) / 60,
        minutes(scene),
    )


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 900), st.decimals("0.0001", 10**6, places=4)), max_size=20),
    # Of any age that a clock may show; calendars know no year before them.
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(  # noqa: DTZ001 (it gets one)
        lambda when: when.replace(tzinfo=PRE_OPEN.tzinfo)
    ),
    st.sampled_from(["IREN", "BTC-USD", "miners", "^GSPC", "no such thing", ""]),
    st.sampled_from(Drawing),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False, max_value=10**15),
)
def test_it_never_fails(
    trades: list[tuple[int, Decimal]],
    now: datetime,
    subject: str,
    drawing: Drawing,
    level: Decimal | None,
):
    """A picture must not cost anybody the alert it belongs to."""
    morning = Morning()
    seconds = 0
    for step, price in trades:
        seconds += step * 60
        morning.bot.trades("IREN", price, moment(PRE_OPEN.timestamp() + seconds))
    told = None if level is None else str(level)
    scene = morning.scene(now, subject, drawing=drawing, level=told, marked=True)

    assert scene is None or scene.line.values
