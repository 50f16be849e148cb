"""Three-valued answers: what `and`, `or`, `not` and counting make of what cannot be told."""

from itertools import combinations_with_replacement, product

import pytest

from bot.rules.model import Initial
from tests.builders import a_bot, a_quote, a_rule, a_watchlist
from tests.reference_kleene import Holds, all_hold, any_holds, enough_hold, opposite

TRUE, FALSE, UNKNOWN = True, False, None
SAID = {TRUE: "IREN.price > 99", FALSE: "IREN.price > 101", UNKNOWN: "WULF.price > 99"}

AND = {
    (TRUE, TRUE): TRUE,
    (TRUE, FALSE): FALSE,
    (TRUE, UNKNOWN): UNKNOWN,
    (FALSE, TRUE): FALSE,
    (FALSE, FALSE): FALSE,
    (FALSE, UNKNOWN): FALSE,
    (UNKNOWN, TRUE): UNKNOWN,
    (UNKNOWN, FALSE): FALSE,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}
OR = {
    (TRUE, TRUE): TRUE,
    (TRUE, FALSE): TRUE,
    (TRUE, UNKNOWN): TRUE,
    (FALSE, TRUE): TRUE,
    (FALSE, FALSE): FALSE,
    (FALSE, UNKNOWN): UNKNOWN,
    (UNKNOWN, TRUE): TRUE,
    (UNKNOWN, FALSE): UNKNOWN,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}
NOT = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}


def read(when: str, quotes: dict[str, int]) -> Holds:
    """Say what the engine reads: what holds rings at once, and so does its opposite if not."""
    rung = []
    for text in (when, f"not ({when})"):
        bot = a_bot(
            rules=[a_rule(text, initial=Initial.FIRE)],
            watchlists=[a_watchlist(members="CIFR RIOT MARA HUT")],
            known=[a_quote(symbol, price) for symbol, price in quotes.items()],
        )
        rung.append([state for _, _, state in bot.told] == ["firing"])
    return {(True, False): TRUE, (False, True): FALSE, (False, False): UNKNOWN}[rung[0], rung[1]]


@pytest.mark.parametrize(("sides", "answer"), AND.items())
def test_and(sides: tuple[Holds, Holds], answer: Holds):
    """One side that does not hold settles it, whatever the other may be."""
    left, right = sides

    assert answer is read(f"{SAID[left]} and {SAID[right]}", {"IREN": 100})


@pytest.mark.parametrize(("sides", "answer"), OR.items())
def test_or(sides: tuple[Holds, Holds], answer: Holds):
    """One side that holds settles it, whatever the other may be."""
    left, right = sides

    assert answer is read(f"{SAID[left]} or {SAID[right]}", {"IREN": 100})


@pytest.mark.parametrize(("side", "answer"), NOT.items())
def test_not(side: Holds, answer: Holds):
    """The opposite of what cannot be told cannot be told."""
    assert answer is read(f"not ({SAID[side]})", {"IREN": 100})


@pytest.mark.parametrize("least", [1, 2, 3, 4])
@pytest.mark.parametrize("answers", [*combinations_with_replacement((TRUE, FALSE, UNKNOWN), 4)])
def test_counting_is_told_as_soon_as_those_unknown_could_not_tip_it(
    answers: tuple[Holds, ...], least: int
):
    """Whatever the unknown ones turn out to be, the answer must stand; else there is none."""
    quotes = {TRUE: 100, FALSE: 90}
    told = dict(zip(("CIFR", "RIOT", "MARA", "HUT"), answers, strict=True))
    outcomes = {
        list(known).count(True) >= least
        for known in product(*((a,) if a is not None else (True, False) for a in answers))
    }

    assert (outcomes.pop() if len(outcomes) == 1 else UNKNOWN) is read(
        f"at least {least} of miners have price > 99",
        {s: quotes[a] for s, a in told.items() if a is not None},
    )


def test_the_reference_keeps_to_the_same_tables():
    """What the engine is compared with must not be wrong in the same way unseen."""
    assert AND == {sides: all_hold(sides) for sides in AND}
    assert OR == {sides: any_holds(sides) for sides in OR}
    assert NOT == {side: opposite(side) for side in NOT}
    assert [TRUE, UNKNOWN, FALSE] == [enough_hold((TRUE, UNKNOWN, FALSE), n) for n in (1, 2, 3)]
