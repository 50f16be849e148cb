"""Alerts on what one source alone tells: marked, confirmed once, or kept from members."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.record import alert_line
from bot.chat import Audience, Message
from bot.market.doubts import About, Doubt
from bot.market.events import CorporateAction, Halt
from bot.market.instruments import Symbol
from bot.rules.model import Rule
from handlers import http
from tests.builders import Watched, a_call, a_quote, a_rule
from tests.mornings import BELL, IREN, MINUTE, SECOND, a_morning, reasons

UP = a_rule("change > 12%", name="up", subject="IREN", message="{symbol} {change}")
HIGH = a_rule("change > 42%", name="high", subject="IREN", message="{symbol} {change}")


def a_live_morning(*rules: Rule) -> Watched:
    """A bot that hears sources as they speak, and has seen IREN at 100 as the bell rang."""
    bot = a_morning(list(rules) or [UP])
    bot.pipeline.confirm()
    return bot


def sees(bot: Watched, *prices: int | str, source: str = "yahoo", minute: int = 1) -> None:
    """Take prices of the source whose word counts, a second apart."""
    for n, price in enumerate(prices):
        bot.sees(a_quote("IREN", price, at=BELL + minute * MINUTE + n * SECOND, source=source))


def hears(bot: Watched, price: str, source: str = "cnbc", *, minute: int = 2) -> None:
    """Hear what a source says whose word does not count."""
    moment = BELL + minute * MINUTE
    bot.market.witnesses.hear(IREN, source, Decimal(price), at=moment, seen=moment)


def said(bot: Watched) -> list[tuple[str, str, str]]:
    """What was told to whom, and for which reason."""
    return [(m.audience.value, m.reason, m.title) for m in bot.said]


def facts(message: Message) -> dict[str, str]:
    return {fact.label: fact.value for fact in message.facts}


def test_a_large_move_of_one_source_is_told_as_unconfirmed():
    """Members hear of it, and on whose word alone it rests."""
    bot = a_live_morning()

    sees(bot, 120)

    assert [("members", "first", "Unconfirmed: IREN +20.00%")] == said(bot)
    assert "only yahoo says IREN +20.00% at 120.00" == facts(bot.said[0])["Unconfirmed"]


@pytest.mark.parametrize(("price", "expected"), [("115", "confirmed"), ("115.01", "unconfirmed")])
def test_a_move_of_as_much_as_the_list_allows_needs_nobody(price: str, expected: str):
    bot = a_live_morning()

    sees(bot, price)

    assert [expected] == [alert.confirmation for alert in bot.alerts]


def test_a_move_that_another_source_told_before_is_told_as_it_is():
    """Which of two is asked first is nobody's news."""
    bot = a_live_morning()
    hears(bot, "120.50", minute=0)

    sees(bot, 120)

    assert [("members", "first", "IREN +20.00%")] == said(bot)


def test_a_second_source_confirms_once():
    """And it is said who it was, and where the price is now."""
    bot = a_live_morning()
    sees(bot, 120, 121)

    hears(bot, "121.30")
    hears(bot, "121.40", "nasdaq")

    assert [
        ("members", "first", "Unconfirmed: IREN +20.00%"),
        ("members", "confirmed", "Confirmed: IREN +20.00%"),
    ] == said(bot)
    told = facts(bot.said[1])
    assert "by cnbc; IREN +21.00% at 121.00 now" == told["Confirmed"]
    assert BELL + 2 * MINUTE == bot.said[1].at


def test_the_same_source_never_confirms():
    """M1: it says so for two hours."""
    bot = a_live_morning()
    for minute in range(1, 120):
        hears(bot, "120", "yahoo", minute=minute)
        sees(bot, "120", minute=minute)

    assert [("members", "first", "Unconfirmed: IREN +20.00%")] == said(bot)


def test_a_source_that_tells_another_price_confirms_nothing():
    bot = a_live_morning()
    sees(bot, 120)

    hears(bot, "104")

    assert ["first"] == [message.reason for message in bot.said]


def test_what_was_never_confirmed_ends_like_any_other():
    """Nobody hears of it again, also if another source says so later."""
    bot = a_live_morning()
    sees(bot, 120, 104)

    hears(bot, "104")
    hears(bot, "120")

    assert ["first", "resolved"] == [message.reason for message in bot.said]
    assert set() == bot.market.witnesses.awaited


def test_past_forty_percent_members_hear_nothing_and_operators_once():
    """Neither that it fired nor that it is over; operators hear of the symbol, not of each rule."""
    bot = a_live_morning(HIGH, a_rule("price > 143", name="price", subject="IREN"))
    sees(bot, 130, 146, 150)
    before = [doubt.text for doubt in bot.market.doubts]

    sees(bot, 130, minute=3)

    assert [("operators", "notice", "Suspicious print of IREN")] == said(bot)
    assert "IREN +46.00% at 146.00, which yahoo alone says" == bot.said[0].body
    assert (["IREN +46.00% at 146.00, which yahoo alone says"], []) == (
        before,
        list(bot.market.doubts),
    )


def test_a_suspicious_move_is_told_once_it_is_confirmed():
    """As the first they hear of it, with where the price is by then."""
    bot = a_live_morning(HIGH)
    sees(bot, 130, 146)

    hears(bot, "146.50")

    assert [("operators", "notice"), ("members", "first")] == [told[:2] for told in said(bot)]
    assert "IREN +46.00%" == bot.said[1].title
    assert facts(bot.said[1])["Confirmed"].startswith("by cnbc;")
    assert [] == list(bot.market.doubts)


def test_a_suspicious_move_that_has_shrunk_is_told_with_the_figure_of_now():
    """A bad print must not hide the true move that came after it."""
    bot = a_live_morning(a_rule("price > 110", name="price", subject="IREN", message="{symbol}"))
    bot.sees(a_quote("IREN", 105, at=BELL + SECOND))
    sees(bot, 142)
    sees(bot, 112, minute=2)

    hears(bot, "112", "yahoo", minute=3)

    assert ["notice", "first"] == [message.reason for message in bot.said]
    assert "smaller now: IREN +12.00% at 112.00" == facts(bot.said[1])["Confirmed"]


def test_a_suspicious_move_that_came_near_is_told_as_unconfirmed_and_then_confirmed():
    """Each step is told once."""
    bot = a_live_morning(a_rule("price > 110", name="price", subject="IREN", message="{symbol}"))
    bot.sees(a_quote("IREN", 105, at=BELL + SECOND))
    sees(bot, 142)
    sees(bot, 130, minute=2)
    hears(bot, "130", "yahoo", minute=3)
    between = list(bot.market.doubts)
    hears(bot, "130", minute=3)

    assert [] == between
    assert [
        ("operators", "notice", "Suspicious print of IREN"),
        ("members", "first", "Unconfirmed: IREN"),
        ("members", "confirmed", "Confirmed: IREN"),
    ] == said(bot)


def test_an_unconfirmed_move_that_shrinks_is_not_confirmed_by_that():
    """Nobody stands behind it, and nobody is told again."""
    bot = a_live_morning()
    sees(bot, 120)
    sees(bot, 113, minute=2)

    hears(bot, "113", "yahoo", minute=3)

    assert ["unconfirmed"] == [alert.confirmation for alert in bot.book.living.values()]


def test_what_a_source_has_taken_back_stands_behind_nobody():
    """It said 160 and then something sensible; now another says 160."""
    bot = a_live_morning()
    sees(bot, 160, 101)

    sees(bot, 160, source="cnbc", minute=2)

    assert (["jump", "jump"], []) == (reasons(bot), bot.told)


def test_a_halt_confirms_what_it_explains():
    """News stops trading, and moves the price."""
    bot = a_live_morning()
    sees(bot, 120)
    bot.sees(
        Halt(symbol=IREN, at=BELL + 90 * SECOND, reason="T1", resumes=None, seen=BELL + 2 * MINUTE)
    )

    hears(bot, "120", "yahoo", minute=3)

    assert facts(bot.said[-1])["Confirmed"].startswith("by a halt;")


def test_a_split_explains_a_move():
    """Its close may not be of the same scale yet."""
    bot = a_live_morning(a_rule("change < -30%", name="down", subject="IREN"))
    split = CorporateAction(
        symbol=IREN,
        ratio=Decimal(2),
        successor=None,
        effective=BELL - timedelta(hours=5),
        source="x",
        seen=BELL + SECOND,
    )
    bot.sees(split)

    sees(bot, 62)

    assert ["confirmed"] == [alert.confirmation for alert in bot.alerts]


def test_a_rule_on_a_list_is_marked_by_the_member_that_turned_it():
    """A sector may be carried over its level by one wrong price."""
    bot = a_live_morning(a_rule("miners.change > 12%", name="sector", message="{list}"))

    sees(bot, 120)

    told = [(alert.subject, alert.confirmation.value) for alert in bot.alerts]
    assert [("miners", "unconfirmed")] == told


def test_what_the_clock_turns_is_marked_by_its_own_instrument():
    """A rule with `for` fires though no quote arrives then."""
    bot = a_live_morning(a_rule("change > 12%", name="held", subject="IREN", hold="60s"))
    sees(bot, 120)

    bot.turns_to(BELL + 3 * MINUTE)

    told = [(alert.state.value, alert.confirmation.value) for alert in bot.alerts]
    assert [("pending", "confirmed"), ("firing", "unconfirmed")] == told


def test_the_short_way_marks_as_well():
    """Nearly every quote takes it; a rule on a list can turn there too."""
    bot = a_live_morning(a_rule("miners.change > 15.5%", name="sector"))
    sees(bot, "115.50")
    lull = bot.market.tape(IREN).lull

    sees(bot, "115.51", minute=2)

    assert lull is not None
    assert lull.low < Decimal("115.51") < lull.high
    assert ["unconfirmed"] == [alert.confirmation for alert in bot.alerts]


def test_a_move_whose_size_nobody_knows_is_told_as_it_is():
    """Without the close it is measured from there is no saying whether it is large."""
    bot = a_morning([a_rule("price > 110", name="price", subject="IREN")], previous_close=None)
    bot.pipeline.confirm()

    sees(bot, 120)

    assert ["confirmed"] == [alert.confirmation for alert in bot.alerts]


def test_a_recording_is_never_marked():
    """Its sources are all there ever were."""
    bot = a_morning([UP])

    sees(bot, 120)

    assert [("members", "first", "IREN +20.00%")] == said(bot)


def test_a_line_of_the_alerts_file_says_only_what_is_not_confirmed():
    """Programs that know nothing of it read every other line as before."""
    bot = a_live_morning()
    sees(bot, 113, 104, 120)

    lines = [json.loads(alert_line(alert)) for alert in bot.alerts]

    assert [None, None, "unconfirmed"] == [line.get("confirmation") for line in lines]


def test_the_desk_says_what_is_not_confirmed():
    """And no longer, once it is."""
    bot = a_live_morning()
    sees(bot, 120)
    before = http.snapshot(bot.desk)["alerts"][0]["title"]

    hears(bot, "120")

    after = http.snapshot(bot.desk)["alerts"][0]["title"]
    assert ("Unconfirmed: IREN +20.00%", "IREN +20.00%") == (before, after)


SAID = st.lists(
    st.tuples(
        st.sampled_from(["counts", "yahoo", "cnbc", "nasdaq"]),
        st.sampled_from(["100", "111", "113", "120", "130", "139", "141", "150"]),
        st.integers(0, 8),
    ),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(SAID)
def test_members_hear_of_a_life_from_its_first_word_to_its_last_or_not_at_all(
    told: list[tuple[str, str, int]],
):
    """Whoever says what and when: first, perhaps confirmed, then over."""
    bot, minute = a_live_morning(), 1
    for source, price, later in told:
        minute += later
        if source == "counts":
            sees(bot, price, minute=minute)
        else:
            hears(bot, price, source, minute=minute)

    members = [m for m in bot.said if m.audience is Audience.MEMBERS]
    lives = "".join(m.reason[0] + m.title.startswith("Unconfirmed") * "!" for m in members)
    waits = {a.subject for a in bot.book.living.values() if a.confirmation != "confirmed"}
    assert re.fullmatch("((f|f!|f!c)r)*(f|f!|f!c)?", lives)
    assert waits == bot.market.witnesses.awaited


async def test_the_list_of_alerts_says_what_is_not_confirmed():
    bot = a_live_morning()
    sees(bot, 120)

    reply = await bot.asks(a_call("/alerts").text)

    assert "(unconfirmed: only yahoo says IREN +20.00% at 120.00)" in reply.body


def test_what_is_told_to_operators_names_the_rules():
    """M9: whoever wrote them has to tell them the new name; none of them is changed."""
    rules = [UP, a_rule("WULF.price > 5", name="other"), a_rule("miners.change > 5%", name="list")]
    bot = a_live_morning(*rules)
    renamed = CorporateAction(
        symbol=IREN,
        ratio=Decimal(1),
        successor=Symbol("NEW"),
        effective=BELL,
        source="x",
        seen=BELL + SECOND,
    )

    bot.sees(renamed)
    bot.market.take(renamed)

    assert [("operators", "notice", "IREN goes by another name")] == said(bot)
    assert "up, list" == facts(bot.said[0])["Rules"]
    assert bot.said[0].body.startswith("IREN is NEW from 2025-10-10")
    assert {"up", "other", "list"} == {i.rule.name for i in bot.engine.instances}


def test_a_notice_names_a_few_of_many_rules():
    rules = [a_rule("change > 5%", name=f"r{n}", subject="IREN") for n in range(10)]
    bot = a_live_morning(*rules)

    bot.market.doubts.note(Doubt(symbol=IREN, about=About.UNKNOWN, text="who?", since=BELL))

    assert "r0, r1, r2, r3, r4, r5, r6, r7 and 2 more" == facts(bot.said[0])["Rules"]
