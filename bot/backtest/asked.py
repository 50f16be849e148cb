"""Rules as they are typed after `--rule`: a subject first, if need be, then the condition."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from bot.errors import SetupError
from bot.rules import conditions as c
from bot.rules import language
from bot.rules.checks import reset_fault
from bot.rules.faults import RuleFault
from bot.rules.model import Rule
from bot.rules.units import Amount, amount, duration


def typed(
    texts: Iterable[str], *, reset: str | None, hold: str | None, watchlists: Collection[str]
) -> list[Rule]:
    """Make a rule of each text; raises SetupError for the first that cannot be one."""
    way_back, span = _reset(reset), _hold(hold)
    return [_rule(text, way_back, span, watchlists) for text in dict.fromkeys(texts)]


def _rule(text: str, reset: Amount | None, hold: timedelta, watchlists: Collection[str]) -> Rule:
    try:
        subject, when, condition = language.parse_led(text, watchlists=watchlists)
    except RuleFault as fault:
        message = f"--rule: {fault}"
        raise SetupError(message) from fault
    if reset is not None:
        _check_reset(condition, reset)
    return Rule(name=text, when=when, subject=subject, reset=reset, hold=hold)


def _check_reset(condition: c.Condition, reset: Amount) -> None:
    for leaf in c.walk(condition):
        if isinstance(leaf, c.Compares | c.Crosses | c.Within | c.Channel) and (
            fault := reset_fault(leaf, reset)
        ):
            message = f"--reset {reset.text}: {fault}"
            raise SetupError(message)


def _reset(text: str | None) -> Amount | None:
    if text is None:
        return None
    try:
        found = amount(text)
    except ValueError as error:
        raise SetupError(f"--reset: {error}") from error
    if found.value <= 0:
        raise SetupError(f"--reset: {text} is no way back; write a distance such as 1%")
    return found


def _hold(text: str | None) -> timedelta:
    try:
        return duration(text) if text is not None else timedelta()
    except ValueError as error:
        raise SetupError(f"--for: {error}") from error
