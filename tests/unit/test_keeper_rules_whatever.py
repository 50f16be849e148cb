"""Whatever a room does to a rule of its own, nobody else's rule notices, and its own is as anew."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.model import Alert
from bot.alerts.record import alert_line
from bot.belongings import Kind
from bot.errors import UserError
from bot.market.events import Quote
from bot.owners import owned
from config.documents import rule_of
from tests.builders import Watched, a_bot, a_quote, a_rule, at
from tests.proofs import cases
from tests.ruled import ROOM, Ruled, ruled
from tests.unit.test_keeper_rules import a_change

START = at("2025-10-10T12:00Z")
STEP = timedelta(seconds=20)
WHENS = (
    "price > 104",
    "price < 98",
    "price crosses above 103",
    "change > 4%",
    "price within 1% of 104",
    "price outside 98..104",
    "price > 104 and change < 8%",
)
SILENCE = "no data for 1m"
"""Counted from when the market was first heard, which a start moves."""
MODIFIERS: tuple[dict[str, object], ...] = (
    {},
    {"for": "45s"},
    {"trigger": "once"},
    {"cooldown": "2m"},
    {"keep_firing_for": "30s"},
    {"initial": "fire"},
)
NEIGHBOURS = [
    a_rule("IREN.price > 104", name="level"),
    a_rule("change > 4%", name="each", for_each="miners"),
    a_rule("IREN.price crosses above 103", name="crossing", hold="45s"),
]


def bodies(*whens: str) -> st.SearchStrategy[dict[str, object]]:
    """Draw documents of rules about IREN."""
    return st.builds(
        lambda when, said: {"subject": "IREN", "when": when, **said},
        st.sampled_from(whens),
        st.sampled_from(MODIFIERS),
    )


ACTS = st.one_of(
    bodies(*WHENS, SILENCE),
    st.sampled_from(("pause", "resume", "delete")),
    st.just({"when": "prize > 1"}),
)
DAYS = st.lists(
    st.tuples(st.sampled_from(("IREN", "WULF")), st.integers(96, 108), st.none() | ACTS),
    min_size=4,
    max_size=30,
)
Step = tuple[str, int, dict[str, object] | str | None]


def a_print(number: int, symbol: str, price: int) -> Quote:
    return a_quote(symbol, price, at=START + (number + 1) * STEP)


def a_day_of() -> Ruled:
    """Make a bot with rules of the settings, and one of another room, of the same name."""
    it = ruled(a_bot(rules=NEIGHBOURS, at=START))
    body = {"subject": "IREN", "when": "price > 104"}
    it.bot.desk.holdings.put("telegram:2", Kind.RULE, "mine", body, a_change())
    return it


def does(it: Ruled, act: dict[str, object] | str) -> None:
    """Do as a room does; what cannot be is refused."""
    holdings = it.bot.desk.holdings
    kept = it.rule_body("mine")
    try:
        if act == "delete":
            holdings.drop(ROOM, Kind.RULE, "mine", a_change("deleted"))
        elif isinstance(act, dict):
            holdings.put(ROOM, Kind.RULE, "mine", act, a_change())
        elif kept:
            holdings.put(ROOM, Kind.RULE, "mine", kept | {"paused": act == "pause"}, a_change())
    except UserError:
        return
    finally:
        it.bot.pipeline.herald.turn_in()


def lines(alerts: list[Alert], *, mine: bool) -> list[str]:
    name = owned("mine", ROOM)
    return [alert_line(alert) for alert in alerts if (alert.rule == name) is mine]


def the_day(steps: list[Step], *, acts: bool) -> Watched:
    it = a_day_of()
    for number, (symbol, price, act) in enumerate(steps):
        it.bot.sees(a_print(number, symbol, price))
        if acts and act is not None:
            does(it, act)
    it.bot.turns_to(START + (len(steps) + 10) * STEP)
    return it.bot


@cases(60, in_full=2_000)
@given(DAYS)
def test_nobody_elses_alerts_are_others_for_it(steps: list[Step]):
    """Rules share figures, levels and the quiet between two edges; what one does disturbs none."""
    acted, left_alone = the_day(steps, acts=True), the_day(steps, acts=False)

    assert lines(left_alone.alerts, mine=False) == lines(acted.alerts, mine=False)


@cases(60, in_full=2_000)
@given(DAYS, bodies(*WHENS), st.data())
def test_a_rule_made_late_is_one_that_a_start_finds(
    steps: list[Step], body: dict[str, object], data: st.DataObject
):
    """A bot that is started at that instant, and has heard the same, rings at the same times."""
    made = data.draw(st.integers(1, len(steps) - 1))
    prints = [a_print(number, symbol, price) for number, (symbol, price, _) in enumerate(steps)]
    it = ruled(a_bot(at=START))
    it.bot.sees(*prints[:made])
    it.bot.desk.holdings.put(ROOM, Kind.RULE, "mine", body, a_change())
    it.bot.pipeline.herald.turn_in()
    rule = rule_of(ROOM, "mine", body, watchlists=["miners"])
    anew = a_bot(rules=[rule], known=prints[:made], at=prints[made - 1].seen)

    for bot in (it.bot, anew):
        bot.sees(*prints[made:])
        bot.turns_to(START + (len(steps) + 10) * STEP)

    assert lines(anew.alerts, mine=True) == lines(it.bot.alerts, mine=True)
