"""Halts: told once, silent while they last, and no bad print where they end."""

from datetime import timedelta

from bot.market.events import Halt
from tests.builders import a_quote, a_rule
from tests.mornings import BELL, IREN, MINUTE, SECOND, a_morning, reasons


def a_halt(minute: int, resumes: int | None, *, seen: int | None = None) -> Halt:
    return Halt(
        symbol=IREN,
        at=BELL + minute * MINUTE,
        reason="LUDP",
        resumes=None if resumes is None else BELL + resumes * MINUTE,
        seen=BELL + (minute if seen is None else seen) * MINUTE,
    )


HALTED = a_rule("halted >= 0s", name="halt", subject="IREN")


def test_m8_a_halt_is_told_once_and_its_silence_is_not():
    """Nobody is late who may not trade; and what it opens at again is no bad print."""
    rules = [HALTED, a_rule("no data for 10m", name="silence", subject="IREN")]
    bot = a_morning(rules)

    bot.sees(a_halt(5, None), a_halt(5, None, seen=6), a_halt(5, 35, seen=30))
    bot.turns_to(BELL + 36 * MINUTE)
    bot.sees(a_quote("IREN", 155, at=BELL + 36 * MINUTE + SECOND))

    assert [("halt", "IREN", "firing"), ("halt", "IREN", "resolved")] == bot.told
    assert [5, 35] == [(a.updated - BELL) // MINUTE for a in bot.alerts]
    assert [] == bot.refused


def test_m8_a_silence_after_a_halt_is_counted_from_its_end():
    """Ten minutes after trading could go on, and did not."""
    bot = a_morning([a_rule("no data for 10m", name="silence", subject="IREN")])

    bot.sees(a_halt(5, 35))
    bot.turns_to(BELL + timedelta(hours=1))

    assert [45] == [(a.updated - BELL) // MINUTE for a in bot.alerts]


def test_m8_a_halt_explains_one_print_and_no_more():
    """The next jump needs a second source like any other."""
    bot = a_morning([])
    bot.sees(a_halt(5, 10))
    bot.sees(a_quote("IREN", 155, at=BELL + 11 * MINUTE))

    bot.sees(a_quote("IREN", 60, at=BELL + 12 * MINUTE))

    assert ["jump"] == reasons(bot)


def test_m8_an_older_row_of_the_list_does_not_undo_a_newer_one():
    """The venue's list holds every halt of the day, in no order."""
    bot = a_morning([HALTED])

    bot.sees(a_halt(5, 10), a_halt(20, None), a_halt(5, 10, seen=21))

    assert ["firing", "resolved", "firing"] == [state for _, _, state in bot.told]


def test_m8_a_halt_of_so_long_is_a_rule_too():
    """It is over when trading resumes."""
    bot = a_morning([a_rule("halted > 10m", name="long", subject="IREN")])

    bot.sees(a_halt(5, None), a_halt(5, 35, seen=30))
    bot.turns_to(BELL + 36 * MINUTE)

    assert [(15, "firing"), (35, "resolved")] == [
        ((a.updated - BELL) // MINUTE, a.state.value) for a in bot.alerts
    ]
