"""What is asked about rules, alerts and the bot is answered as it stands, and changes nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.delivery.lane import Errand
from bot.market.sanity import Refusal
from tests.builders import Watched, a_bot, a_lane, a_quote, a_rule, a_watchlist, at
from tests.parcels import a_parcel
from tests.scenes import a_forenoon, a_morning, no_lists, nothing_yet, shown

MANY = " ".join(f"S{n}" for n in range(30))

CASES: list[tuple[Callable[[], Watched], str, list[str]]] = [
    (
        a_morning,
        "/alerts",
        [
            "1 living alert\n",
            "07:59:30 EDT firing: mover IREN, IREN premarket +6.00% at 106.00, over 4%",
            "\n\nLast:\n07:59:30 EDT firing: mover IREN",
        ],
    ),
    (
        a_forenoon,
        "/alerts",
        [
            "No alert lives\nLast:\n09:30:00 EDT resolved: mover IREN, IREN premarket",
            "07:59:30 EDT firing: mover IREN",
        ],
    ),
    (nothing_yet, "/alerts", ["No alert lives", "None has rung yet."]),
    (
        a_morning,
        "/why mover",
        [
            "mover, nearest to firing first",
            "✓ IREN firing since 07:59:30 EDT: IREN premarket +6.00% at 106.00",
            "\n✗ WULF armed: WULF premarket +3.00% at 103.00 (against the close of 2025-10-09, 100",
            "[test, 2 min old]; +1.00 points to go\n✗ CIFR",
            "/why mover IREN shows every part of it.",
        ],
    ),
    (
        a_morning,
        "/why mover wulf",
        [
            "mover WULF: armed",
            "✗ premarket > 4% or premarket < -4%\n  ✗ premarket > 4%: WULF premarket +3.00% at 103",
            "+1.00 points to go\n  ✗ premarket < -4%: WULF",
            "Rule: premarket > 4% or premarket < -4%",
            "State: armed: it fires once it holds",
            "Reset: 1%",
            "Fired: 1 so far",
        ],
    ),
    (a_forenoon, "/why mover", ["✗ IREN armed: IREN premarket: it is not pre-market now"]),
    (
        a_morning,
        "/why level",
        [
            "✗ miners.cap crosses above 3.2B: miners cap $3.08B [ledger, 0 s old]; +3.90% to go",
            "State: armed: it fires once it has held for 60 s",
            "For: 60 s",
        ],
    ),
    (a_morning, "/why Level MINERS", ["level miners: armed"]),
    (
        a_forenoon,
        "/why level",
        ["? miners.cap crosses above 3.2B: miners cap: only 67% of the cap is fresh"],
    ),
    (
        a_morning,
        "/why rally",
        [
            "✗ at least 2 of miners have change > 4%: 1 of 3 hold, and it takes 2: IREN; 1 more to",
            "\n  ✓ change > 4%: IREN change +6.00%",
            "\n  ✗ change > 4%: WULF change +3.00%",
        ],
    ),
    (
        a_morning,
        "/why calm",
        [
            "calm MSFT: cannot tell",
            "? not MSFT.price > 500\n  ? MSFT.price > 500: MSFT price: no quote of MSFT yet",
            "State: cannot tell: it stays quiet until it has been read",
        ],
    ),
    (a_morning, "/why mover MSFT", ["mover is not about MSFT; it is about IREN, WULF, CIFR."]),
    (a_morning, "/why level IREN", ["level is not about IREN; it is about miners."]),
    (
        a_morning,
        "/status",
        [
            "Prebell 0.1.0",
            "Source: a recording, A test, at 120×, 37% told",
            "Market time: Fri 2025-10-10 08:00:00 EDT",
            "Sessions: US pre-market, crypto regular session",
            "Next change: US at Fri 2025-10-10 09:30:00 EDT",
            "Events taken: 4",
            "Refused: none",
            "Rules: 4 rules: 4 armed, 1 firing, 1 cannot tell",
            "Running for: 0 s",
            "Version: 0.1.0",
        ],
    ),
    (no_lists, "/status", ["Events taken: 0", "Rules: none"]),
    (
        a_morning,
        "/help",
        ["market: /quote, ", "alert: ", "operators: /admin show"],
    ),
    (
        a_morning,
        "/help why",
        ["/why RULE [SYM]\n", "RULE: the name of a rule", "may be left out", "Example: /why "],
    ),
    (a_morning, "/help /watchlist_show", ["/watchlist show [LIST]\n"]),
    (a_morning, "/help watchlist", ["What you can ask: watchlist", "/watchlist show [LIST]: "]),
    (a_morning, "/help xyzzy", ["There is no /xyzzy; /help lists what there is."]),
]


@pytest.mark.parametrize(
    ("made", "text", "fragments"), CASES, ids=[f"{m.__name__} {text}" for m, text, _ in CASES]
)
async def test_a_question_is_answered(made: Callable[[], Watched], text: str, fragments: list[str]):
    """Whoever asks why it rang must be able to check the answer with a pencil."""
    answer = shown(await made().asks(text))

    assert [] == [part for part in fragments if part not in answer], answer


async def test_what_happened_on_another_day_has_its_date():
    """A time of day alone would be read as today's."""
    bot = a_morning()
    bot.turns_to("2025-10-13T12:00Z")

    assert "Fri 2025-10-10 09:30:00 EDT resolved: mover IREN" in shown(await bot.asks("/alerts"))


async def test_a_pending_rule_says_since_when_and_when_it_would_fire():
    """Whoever waits for the bell wants to know how long."""
    bot = a_bot(rules=[a_rule("IREN.price > 104", name="a", hold="5m")])
    bot.trades("IREN", 100, "2025-10-10T12:00:30Z")
    bot.trades("IREN", 105, "2025-10-10T12:01Z")

    reply = await bot.asks("/why a")

    assert "a IREN: pending since 08:01:00 EDT, fires at 08:06:00 EDT" == reply.title


async def test_a_rule_that_held_from_the_start_says_that_it_waits():
    """Its maker would otherwise take the silence for a fault."""
    bot = a_bot(rules=[a_rule("IREN.price > 104", name="a")], known=[a_quote("IREN", 105)])

    answer = shown(await bot.asks("/why a"))

    assert "already holding: it fires once it has been seen not holding, and then holds" in answer


async def test_the_members_nearest_to_firing_come_first():
    """Whoever asks before the bell wants to know who is next, not who is first in the alphabet."""
    bot = a_bot(rules=[a_rule("premarket > 4% and price > 90", name="a", for_each="miners")])
    bot.sees(a_quote("IREN", 101), a_quote("CIFR", 103))

    lines = (await bot.asks("/why a")).body.splitlines()

    assert ["CIFR", "IREN", "WULF"] == [line.split()[1] for line in lines[:3]]


async def test_asking_changes_nothing():
    """A rule that was asked about must ring as it would have."""
    asked, left_alone = a_morning(), a_morning()
    for text in ("/why mover", "/why level", "/why rally", "/sector", "/status", "/quote MSFT"):
        await asked.asks(text)

    for bot in (asked, left_alone):
        bot.trades("WULF", 105, "2025-10-10T12:05Z")
        bot.trades("IREN", 120, "2025-10-10T12:06Z")

    assert left_alone.alerts == asked.alerts


async def test_more_than_fits_is_counted():
    """A storm must not make the answer longer than a room can take."""
    rule = a_rule(name="each", for_each="many")
    bot = a_bot(watchlists=[a_watchlist("many", MANY)], rules=[rule])
    bot.sees(*(a_quote(s, price) for s in MANY.split() for price in (100, 105)))

    alerts = await bot.asks("/alerts")

    assert ("30 living alerts", True) == (alerts.title, "\nand 10 more\n" in alerts.body)
    assert "\nand 5 more\n" in (await bot.asks("/why each")).body


async def test_status_tells_of_refusals_rooms_and_how_long_it_runs():
    """These are the first three things an operator looks at."""
    bot = a_bot()
    bot.sees(a_quote(price=0), a_quote(price=-1), a_quote(at="2025-10-10T09:00Z"))
    bot.pipeline.sanity.count(Refusal("json", "broken"))
    bot.desk.courier.lanes.append(a_lane("web:desk", sent=3, failed=1, disabled="it was closed"))
    bot.clock.turn_to(at("2025-10-10T15:00Z"))

    answer = shown(await bot.asks("/status"))

    assert "Refused: 2 price, 1 backwards, 1 json" in answer
    assert "Room web:desk: 3 sent, 1 failed, disabled: it was closed" in answer
    assert "Running for: 3 h" in answer


async def test_status_tells_what_waits_and_what_nobody_knows_of():
    """A room that is behind, or may have missed something, looks like any other else."""
    bot = a_bot()
    lane = a_lane("telegram:7", sent=3)
    lane.unsure = 2
    lane.put(Errand(parcel=a_parcel(), since=bot.clock.now()))
    bot.desk.courier.lanes.append(lane)

    answer = shown(await bot.asks("/status"))

    assert "Room telegram:7: 1 waiting, 3 sent, 0 failed, 2 unsure" in answer


async def test_status_adds_up_what_leaves_and_says_where_things_are_kept():
    """With two hundred rooms nobody reads a line for each."""
    bot = a_bot()
    lanes = [a_lane("web:desk", sent=1003, failed=1), a_lane("telegram:7", sent=2, disabled="no")]
    lanes[1].unsure = 1
    lanes[0].put(Errand(parcel=a_parcel(), since=bot.clock.now()))
    bot.desk.courier.lanes.extend(lanes)
    bot.desk = replace(
        bot.desk, where="data/prebell.db", store=lambda: "disk full", unwritten=lambda: 1
    )

    answer = shown(await bot.asks("/status"))

    assert "Courier: 1 waiting, 1,005 sent, 1 failed, 1 unsure, 1 of 2 rooms disabled" in answer
    assert "Store: data/prebell.db; the store takes nothing (disk full), and 1 page waits" in answer
    bot.desk = replace(bot.desk, store=lambda: "")
    assert "Store: data/prebell.db; pages not yet written: 1\n" in shown(await bot.asks("/status"))


async def test_a_source_that_is_live_or_at_its_end_says_so():
    """A quiet screen has a reason, and the reader wants to know it."""
    bot = a_bot()
    bot.desk = replace(bot.desk, source=replace(bot.desk.source, ended=lambda: True))
    over = shown(await bot.asks("/status"))
    bot.desk = replace(bot.desk, source=replace(bot.desk.source, recording=False))
    live = shown(await bot.asks("/status"))

    assert (True, True) == ("at 120×, ended" in over, "Source: A test\n" in live)
