"""Whatever is edited among whatever quotes, no alert is caused by an edit."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.market.events import Event
from bot.rules.model import Rule
from tests import proofs
from tests.builders import (
    Watched,
    a_market,
    a_quote,
    a_reference,
    a_rule,
    a_watchlist,
    at,
)
from tests.relisted import edits

START = at("2025-10-10T13:00Z")  # half an hour before the bell, so that both sessions are seen
KNOWN = ("IREN", "WULF", "CIFR")
STRANGERS = ("MSFT", "BTC-USD")
RULES = (
    a_rule("premarket > 2% or regular > 1%", name="each", for_each="miners"),
    a_rule("change > miners.change", name="ahead", for_each="miners"),
    a_rule("miners.cap > 3.1B", name="cap"),
    a_rule("miners.cap crosses above 2.95B", name="over"),
    a_rule("miners.cap crosses 3.05B", name="either"),
    a_rule("miners.change > 1% or IREN.price > 104", name="or"),
    a_rule("miners.cap > 3B and BTC-USD.price > 100", name="and"),
    a_rule("at least 2 of miners have change > 1%", name="some"),
    a_rule("50% of miners have price > 101", name="half"),
    a_rule("any of miners have cap > 1.05B", name="any"),
    a_rule("not all of miners have price > 96", name="none"),
    a_rule("miners.breadth > 60%", name="breadth"),
    a_rule("miners.leader > 3%", name="leader"),
    a_rule("miners.mean(change) > 1%", name="mean"),
)

Step = tuple[str, ...]
Fired = set[tuple[str, str, int]]

_symbols = st.sampled_from((*KNOWN, *STRANGERS))
_prices = st.integers(92, 112).map(str)
_members = st.sets(_symbols, min_size=1).map(lambda s: " ".join(sorted(s)))
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("trades"), _symbols, _prices),
        st.tuples(st.just("trades"), _symbols, _prices),
        st.tuples(st.just("is known"), _symbols),
        st.tuples(st.just("waits"), st.integers(1, 12).map(str)),
        st.tuples(st.just("edit"), _members),
    ),
    min_size=3,
    max_size=40,
)


class Told:
    """Follows steps, and notes with which of them each alert began."""

    def __init__(
        self, bot: Watched, events: list[Event], *, minute: int = 0, number: int = 0
    ) -> None:
        self.bot = bot
        self.events = events
        self.began: Fired = set()
        self._minute = minute
        self._number = number

    def follow(self, step: Step) -> None:
        before = len(self.bot.alerts)
        self._number += 1
        now = START + timedelta(minutes=self._minute, seconds=self._number)
        match step:
            case ("trades", symbol, price):
                self._hear(a_quote(symbol, price, at=now))
            case ("is known", symbol):
                self._hear(a_reference(symbol, at=now))
            case ("waits", minutes):
                self._minute += int(minutes)
            case ("edit", members):
                edits(self.bot, members)
        new = self.bot.alerts[before:]
        began = [alert for alert in new if alert.state.value != "resolved"]
        self.began |= {(alert.rule, alert.subject, self._number) for alert in began}

    def begun_anew(self, members: str, rules: tuple[Rule, ...]) -> "Told":
        """Make a bot that has heard the same, and is told of the rules and this list only now."""
        bot = Watched(a_market(watchlists=[a_watchlist(members=members)]), (), self.events)
        for rule in rules:
            bot.engine.add(rule)
        bot.pipeline.begin()
        return Told(bot, [], minute=self._minute, number=self._number)

    def _hear(self, event: Event) -> None:
        self.bot.sees(event)
        self.events.append(event)


def a_told() -> Told:
    events: list[Event] = [a_reference(symbol, at="2025-10-10T07:00Z") for symbol in KNOWN]
    market = a_market(watchlists=[a_watchlist(members=" ".join(KNOWN))])
    return Told(Watched(market, RULES, events), events)


@proofs.cases(150, in_full=3_000)
@given(_steps)
def test_no_edit_begins_an_alert_at_once(steps: list[Step]):
    """Whoever edits a list has not made the market move."""
    told = a_told()
    for step in steps:
        told.follow(step)

    edited = {number for number, step in enumerate(steps, start=1) if step[0] == "edit"}
    assert set() == {alert for alert in told.began if alert[2] in edited}


@proofs.cases(150, in_full=3_000)
@given(_steps, _members, _steps)
def test_after_an_edit_nothing_begins_that_would_not_with_a_list_that_was_always_so(
    before: list[Step], members: str, after: list[Step]
):
    """A bot that begins with the list as it is now, quietly, rings for all that this one does."""
    told = a_told()
    for step in (*before, ("edit", members)):
        told.follow(step)
    anew = told.begun_anew(members, RULES)
    told.began.clear()

    for step in (one for one in after if one[0] != "edit"):
        told.follow(step)
        anew.follow(step)

    assert set() == told.began - anew.began


@proofs.cases(100, in_full=3_000)
@given(_steps, _members)
def test_members_that_stay_stand_where_they_stood(steps: list[Step], members: str):
    """Stage, since when and what was last known of them is theirs, not the list's."""
    told = a_told()
    for step in steps:
        told.follow(step)
    standing = _standing(told.bot, members)

    told.follow(("edit", members))

    assert standing == {at: _standing(told.bot, members).get(at) for at in standing}


def _standing(bot: Watched, members: str) -> dict[str, object]:
    mine = [i for i in bot.engine.instances if i.rule.name == "each"]
    stay = [i for i in mine if i.subject in members.split()]
    return {i.subject: (i.stage, i.armed, i.known, i.since, i.part.memory()) for i in stay}
