"""Failover: the first in order is believed for as long as it is fresh, and not a moment longer."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.failover import BEHIND, Failover
from bot.market.instruments import Symbol
from tests.builders import at

IREN, WULF = Symbol("IREN"), Symbol("WULF")
NOON = at("2025-10-10T12:00Z")
SECOND = timedelta(seconds=1)
PATIENCE = 35 * SECOND
ORDER = ("yahoo", "cnbc", "nasdaq")


def a_failover() -> Failover:
    return Failover(ORDER, patience=PATIENCE)


class Talk:
    """A failover to which providers speak, each at a second after noon of a trade of another."""

    def __init__(self) -> None:
        self.failover = a_failover()
        self.why: list[str] = []

    def says(self, provider: str, seen: int, traded: int | None = None) -> bool:
        counts, switch = self.failover.hear(
            IREN,
            provider,
            traded=NOON + (seen if traded is None else traded) * SECOND,
            seen=NOON + seen * SECOND,
        )
        if switch is not None:
            self.why.append(f"{switch.after} instead of {switch.before}: {switch.why}")
        return counts


def test_nobody_counts_before_anybody_spoke():
    assert a_failover().chosen(IREN) is None


def test_whoever_speaks_first_counts_until_a_better_one_does():
    """No price is held back because another may come."""
    talk = Talk()

    assert [True, True, False] == [
        talk.says("nasdaq", 0),
        talk.says("yahoo", 1),
        talk.says("nasdaq", 2),
    ]
    assert "yahoo" == talk.failover.chosen(IREN)


def test_a_silent_provider_steps_back_and_returns():
    """M17: each change of whose word counts is told, with its reason."""
    talk = Talk()
    heard = [
        talk.says("yahoo", 0),
        talk.says("cnbc", 10),
        talk.says("cnbc", 36),
        talk.says("yahoo", 40),
        talk.says("cnbc", 41),
    ]

    assert [True, False, True, True, False] == heard
    assert [
        "cnbc instead of yahoo: yahoo has been silent",
        "yahoo instead of cnbc: it is the first in order again",
    ] == talk.why


def test_a_provider_that_says_it_gives_nothing_is_not_waited_for():
    """It refuses, or has died: the next one's word counts as soon as it is heard."""
    talk = Talk()
    talk.says("yahoo", 0)
    talk.failover.fails("yahoo")
    heard = [talk.says("cnbc", 1), talk.says("yahoo", 2), talk.says("cnbc", 3)]

    assert [True, True, False] == heard
    assert [
        "cnbc instead of yahoo: yahoo gives nothing",
        "yahoo instead of cnbc: it is the first in order again",
    ] == talk.why


def test_a_frozen_provider_steps_back():
    """M6: it answers every time, with status 200, and always the same old trade."""
    talk = Talk()
    late = int(BEHIND / SECOND) + 10
    for second in range(0, late, 5):
        talk.says("yahoo", second, traded=0)
        talk.says("cnbc", second)
    counts = [talk.says("yahoo", late, traded=0), talk.says("cnbc", late)]

    assert [False, True] == counts
    assert ["cnbc instead of yahoo: yahoo is behind"] == talk.why


def test_a_frozen_provider_that_thaws_is_believed_again():
    """It was asked all the while."""
    talk = Talk()
    talk.says("yahoo", 0)
    talk.says("cnbc", 100)
    talk.says("yahoo", 101, traded=0)

    assert talk.says("yahoo", 105)


def test_a_trade_that_nobody_has_seen_the_like_of_since_is_still_the_market():
    """Before the bell an hour without a trade is common, and no fault of whoever says so."""
    talk = Talk()
    heard = [talk.says(name, second, traded=0) for second in (0, 3600) for name in ORDER[:2]]

    assert [True, False, True, False] == heard


def test_minutes_without_seconds_are_not_behind():
    """Some tell 12:51 of a trade of 12:51:59."""
    talk = Talk()
    talk.says("cnbc", 59)

    assert talk.says("yahoo", 60, traded=0)


def test_who_was_ahead_and_fell_silent_holds_nobody_back():
    """Its last trade is no measure for others once it is not heard any more."""
    talk = Talk()
    talk.says("cnbc", 0, traded=3600)

    assert not talk.says("yahoo", 1)
    assert talk.says("yahoo", 36)


def test_whoever_is_not_in_the_order_comes_last():
    talk = Talk()
    talk.says("nasdaq", 0)

    assert not talk.says("somebody", 1)


def test_each_instrument_is_judged_by_itself():
    """A provider may know one of them and not the other."""
    failover = a_failover()
    failover.hear(IREN, "yahoo", traded=NOON, seen=NOON)
    counts, switch = failover.hear(WULF, "cnbc", traded=NOON, seen=NOON)

    assert (True, None) == (counts, switch)


Said = tuple[str, int, int]
SAID = st.lists(
    st.tuples(st.sampled_from(ORDER), st.integers(0, 60), st.integers(0, 300)), max_size=60
)


class Told:
    """What was said by whom, from the beginning, and who ought to be believed by it."""

    def __init__(self) -> None:
        self.seen: dict[str, datetime] = {}
        self.traded: dict[str, datetime] = {}

    def note(self, name: str, traded: datetime, seen: datetime) -> None:
        self.seen[name] = seen
        self.traded[name] = max(self.traded.get(name, traded), traded)

    def fresh(self, now: datetime) -> list[str]:
        heard = [name for name in ORDER if name in self.seen and now - self.seen[name] <= PATIENCE]
        newest = max(self.traded[name] for name in heard)
        return [name for name in heard if newest - self.traded[name] <= BEHIND]


@given(SAID)
def test_the_first_in_order_who_is_fresh_counts_and_no_other(said: list[Said]):
    """Whatever they say and when: a word counts if it is of the first among the fresh."""
    failover, told, now = a_failover(), Told(), NOON
    for name, later, old in said:
        now += later * SECOND
        traded = now - old * SECOND
        told.note(name, traded, now)
        counts, _ = failover.hear(IREN, name, traded=traded, seen=now)

        assert counts is (told.fresh(now)[0] == name)


@given(SAID)
def test_somebody_fresh_is_always_believed_before_long(said: list[Said]):
    """Whoever is left speaking counts, once the others have been silent for their patience."""
    failover, now = a_failover(), NOON
    for name, later, old in said:
        now += later * SECOND
        failover.hear(IREN, name, traded=now - old * SECOND, seen=now)
    after = now + PATIENCE + SECOND
    counts, _ = failover.hear(IREN, "nasdaq", traded=NOON, seen=after)

    assert (True, "nasdaq") == (counts, failover.chosen(IREN))


@given(SAID)
def test_every_change_is_tagged_and_nothing_else(said: list[Said]):
    """M17: from the switches alone it can be told whose word counted when."""
    failover, now, followed = a_failover(), NOON, None
    for name, later, old in said:
        now += later * SECOND
        _, switch = failover.hear(IREN, name, traded=now - old * SECOND, seen=now)
        if switch is not None:
            assert (followed, now) == (switch.before, switch.at)
            assert switch.after != switch.before
        followed = switch.after if switch else followed or failover.chosen(IREN)

        assert followed == failover.chosen(IREN)
