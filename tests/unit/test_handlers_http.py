"""The web desk's snapshot has every figure it shows, as text, and nothing JSON cannot hold."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers import http
from tests.builders import a_bot, a_lane, a_quote, a_reference, a_rule, a_watchlist
from tests.scenes import a_forenoon, a_morning, no_lists, nothing_yet

KEYS = {
    "": "version clock at session source sectors members alerts rules status commands",
    "source": "recording title speed ended progress",
    "sectors": "name title cap cap_value change coverage note coverage_ok next previous progress"
    " benchmark milestones sessions series",
    "members": "list symbol name price premarket change yesterday ytd cap cap_share volume age"
    " stale up",
    "alerts": "at epoch state rule subject title because severity fingerprint",
    "rules": "name when state subjects fired",
    "status": "label value",
    "commands": "usage summary",
}


def member(snapshot: dict[str, Any], symbol: str) -> dict[str, Any]:
    return next(m for m in snapshot["members"] if m["symbol"] == symbol)


def miners(snapshot: dict[str, Any]) -> dict[str, Any]:
    return next(s for s in snapshot["sectors"] if s["name"] == "miners")


def test_the_snapshot_has_what_the_page_reads_and_nothing_else():
    """The page and the desk agree on these names and on no other thing."""
    snapshot = http.snapshot(a_morning().desk)
    parts = {part: snapshot[part] for part in KEYS if part}
    first = {part: shown[0] if isinstance(shown, list) else shown for part, shown in parts.items()}

    assert {part: set(keys.split()) for part, keys in KEYS.items()} == {
        "": set(snapshot),
        **{part: set(shown) for part, shown in first.items()},
    }


@pytest.mark.parametrize("made", [a_morning, a_forenoon, nothing_yet, no_lists])
def test_the_snapshot_is_strict_json(made: Any):  # noqa: ANN401 (any scene)
    """A NaN or a Decimal in it would break the page for everybody."""
    snapshot = http.snapshot(made().desk)

    assert snapshot == json.loads(json.dumps(snapshot, allow_nan=False))


def test_time_and_source_are_told_once_at_the_top():
    """Nobody may take a recording for the market."""
    snapshot = http.snapshot(a_morning().desk)
    source = {"recording": True, "title": "A test", "speed": "120×", "ended": False}

    assert ("Fri 2025-10-10 08:00:00 EDT", 1760097600.0, "pre-market") == (
        snapshot["clock"],
        snapshot["at"],
        snapshot["session"],
    )
    assert source | {"progress": 0.37} == snapshot["source"]


def test_a_sector_stands_between_its_milestones():
    """The distance to the next one is what people look for first."""
    sector = miners(http.snapshot(a_morning().desk))

    assert ("$3.08B", 3.08, "+2.67%", "100%", "", True, 0.4) == tuple(
        sector[k]
        for k in ("cap", "cap_value", "change", "coverage", "note", "coverage_ok", "progress")
    )
    assert {"milestone": "$3.2B", "distance": "$120.00M", "percent": "+3.90%"} == sector["next"]
    assert {"milestone": "$3B", "distance": "$80.00M", "percent": "-2.60%"} == sector["previous"]
    assert {"label": "$2.9B", "value": 2.9} == sector["milestones"][0]
    assert {"symbol": "BTC-USD", "price": "121,200.00", "change": "+1.00%"} == sector["benchmark"]


def test_a_sector_has_its_hours_and_its_line_of_today():
    """The line is drawn over the day's sessions; yesterday's points have no place on it."""
    bot = a_morning()
    friday = miners(http.snapshot(bot.desk))
    bot.turns_to("2025-10-13T08:00Z")
    bot.trades("IREN", 107, "2025-10-13T08:01Z")
    monday = miners(http.snapshot(bot.desk))

    assert [
        {"session": "pre", "from": 1760083200.0, "to": 1760103000.0},
        {"session": "regular", "from": 1760103000.0, "to": 1760126400.0},
        {"session": "post", "from": 1760126400.0, "to": 1760140800.0},
    ] == friday["sessions"]
    assert [1760097600.0, 3.08] == friday["series"][-1]
    assert [[1760342460.0, 3.09]] == monday["series"]


def test_a_cap_that_is_not_to_be_believed_says_why():
    """A figure shown as if it were whole would be the worst thing on the page."""
    sector = miners(http.snapshot(a_forenoon().desk))

    assert (False, "only 67% of the cap is fresh, and it takes 95%", "$3.14B") == (
        sector["coverage_ok"],
        sector["note"],
        sector["cap"],
    )


def test_a_cap_with_a_member_missing_is_no_figure():
    """The sum of the others is the value of something else."""
    bot = a_bot(watchlists=[a_watchlist(milestones=[1])], references=[a_reference("IREN")])
    sector = miners(http.snapshot(bot.desk))

    assert ("n/a", None, None, None, 0.0, False) == tuple(
        sector[k] for k in ("cap", "cap_value", "next", "previous", "progress", "coverage_ok")
    )
    assert "n/a" == member(http.snapshot(bot.desk), "IREN")["cap_share"]


def test_past_the_last_milestone_there_is_no_next_one():
    """The bar is full, and promises nothing."""
    bot = a_bot(watchlists=[a_watchlist(milestones=["1000000000"])])
    sector = miners(http.snapshot(bot.desk))

    assert (None, 1.0, None) == (sector["next"], sector["progress"], sector["benchmark"])


def test_before_the_first_milestone_the_way_starts_at_nothing():
    """There is no other place it could start."""
    bot = a_bot(watchlists=[a_watchlist(milestones=["4000000000"])])
    sector = miners(http.snapshot(bot.desk))

    assert (None, 0.75) == (sector["previous"], sector["progress"])


def test_only_lists_with_milestones_are_sectors_but_every_member_is_shown():
    """A list without milestones has no line to draw, and its members are watched all the same."""
    snapshot = http.snapshot(a_morning().desk)

    assert ["miners"] == [s["name"] for s in snapshot["sectors"]]
    assert ["MSFT", "IREN", "WULF", "CIFR"] == [m["symbol"] for m in snapshot["members"]]


def test_a_member_has_its_figures_as_people_read_them():
    """The page does no arithmetic."""
    assert {
        "list": "miners",
        "symbol": "IREN",
        "name": "IREN Inc.",
        "price": "106.00",
        "premarket": "+6.00%",
        "change": "+6.00%",
        "yesterday": "+25.00%",
        "ytd": "+112.00%",
        "cap": "$1.06B",
        "cap_share": "34.4%",
        "volume": "123,456",
        "age": "30 s",
        "stale": False,
        "up": 1,
    } == member(http.snapshot(a_morning().desk), "IREN")


def test_the_pre_market_move_stays_readable_after_the_bell():
    """It is what the day began with, and people compare the rest of it with that."""
    snapshot = http.snapshot(a_forenoon().desk)

    assert ("+6.00%", "+10.00%") == (
        member(snapshot, "IREN")["premarket"],
        member(snapshot, "IREN")["change"],
    )


def test_what_is_unknown_is_never_nought():
    """A zero would be a figure, and a wrong one."""
    known = {k: v for k, v in member(http.snapshot(a_morning().desk), "MSFT").items() if v != "n/a"}

    assert {
        "list": "tech",
        "symbol": "MSFT",
        "name": "",
        "stale": True,
        "up": 0,
    } == known


def test_members_that_should_have_traded_are_stale():
    """Half an hour into the session a silent name is a dead feed."""
    snapshot = http.snapshot(a_forenoon().desk)

    assert {"IREN": False, "WULF": True, "CIFR": False, "MSFT": True} == {
        m["symbol"]: m["stale"] for m in snapshot["members"]
    }


def test_a_fall_points_down():
    """The page colours by it."""
    assert -1 == member(http.snapshot(a_morning().desk), "CIFR")["up"]


def test_a_price_that_is_only_the_last_close_has_no_age():
    """Nothing has been traded since, which is another thing than nothing being known."""
    assert ("100.00", "last close") == (
        member(http.snapshot(nothing_yet().desk), "IREN")["price"],
        member(http.snapshot(nothing_yet().desk), "IREN")["age"],
    )


def test_alerts_come_newest_first_and_no_more_than_a_page_needs():
    """The feed is read from the top."""
    bot = a_bot(rules=[a_rule("IREN.price > 100", name="a")])
    for _ in range(60):
        bot.sees(a_quote(price=100, volume=len(bot.alerts)))
        bot.sees(a_quote(price=101, volume=len(bot.alerts)))
    alerts = http.snapshot(bot.desk)["alerts"]

    assert (100, "firing", "resolved") == (len(alerts), alerts[0]["state"], alerts[1]["state"])


def test_an_alert_is_told_with_its_reason():
    """A bell without a reason is noise."""
    told = http.snapshot(a_morning().desk)["alerts"][0]

    assert ("07:59:30 EDT", 1760097570.0, "firing", "mover", "IREN", "info") == tuple(
        told[k] for k in ("at", "epoch", "state", "rule", "subject", "severity")
    )
    assert told["because"].startswith("IREN premarket +6.00% at 106.00, over 4%")


def test_a_rule_has_the_state_of_its_most_pressing_subject():
    """One that fires must not hide behind nine that are quiet."""
    rules = {r["name"]: r for r in http.snapshot(a_morning().desk)["rules"]}

    assert {"mover": "firing", "level": "armed", "rally": "armed", "calm": "cannot tell"} == {
        name: rule["state"] for name, rule in rules.items()
    }
    assert (1, ["IREN", "WULF", "CIFR"]) == (
        rules["mover"]["fired"],
        [s["subject"] for s in rules["mover"]["subjects"]],
    )
    assert (
        "miners cap $3.08B [ledger, 0 s old]; +3.90% to go ($120.00M)"
        == (rules["level"]["subjects"][0]["detail"])
    )


def test_it_is_ready_once_it_hears_and_every_room_listens():
    """An orchestrator sends people here only when there is something to see."""
    silent, hears = nothing_yet(), a_morning()
    before = http.health(silent.desk)
    after = http.health(hears.desk)
    hears.desk.courier.lanes.append(a_lane("web:desk", disabled="it was closed"))
    deaf = http.health(hears.desk)

    assert [
        {"live": True, "ready": False, "degraded": False, "detail": "no event has arrived yet"},
        {"live": True, "ready": True, "degraded": False, "detail": "hears and speaks"},
        {"live": True, "ready": False, "degraded": False, "detail": "disabled: web:desk"},
    ] == [before, after, deaf]


def test_while_the_store_takes_nothing_it_lives_and_is_not_ready():
    """To start it again would lose what waits; to send people here would show them no news."""
    desk = replace(a_morning().desk, store=lambda: "database is locked", unwritten=lambda: 12)
    lost = replace(a_morning().desk, lost=lambda: 3)

    assert {
        "live": True,
        "ready": False,
        "degraded": True,
        "detail": "the store takes nothing (database is locked), and 12 pages wait",
    } == http.health(desk)
    assert (False, True, "3 pages lost") == tuple(
        http.health(lost)[k] for k in ("ready", "degraded", "detail")
    )


def test_how_late_the_loop_was_is_told_where_it_is_watched():
    """An orchestrator that asks again and again sees it grow."""
    desk = replace(a_morning().desk, lag=lambda: timedelta(microseconds=12_400))

    assert 13 == http.health(desk)["lag_ms"]


def test_a_recording_at_its_end_says_so():
    """The page stops its clock then."""
    desk = a_morning().desk
    over = replace(desk, source=replace(desk.source, ended=lambda: True, progress=lambda: 1.0))

    assert (True, 1.0) == (
        http.snapshot(over)["source"]["ended"],
        http.snapshot(over)["source"]["progress"],
    )
