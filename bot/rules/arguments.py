"""What a metric takes in brackets: `sma(20)`, `high(52w)`, `beta(BTC-USD, 60)`."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from bot.market.instruments import SYMBOL, Symbol
from bot.rules import metrics
from bot.rules.conditions import Argument
from bot.rules.faults import RuleFault, nearest, quoted
from bot.rules.measure import Kind, Metric, Parameter, Scope
from bot.rules.units import Amount, Unit, amount, duration, shown_span, span

_COUNT = re.compile(r"[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXAMPLES = {
    Kind.COUNT: "20",
    Kind.SPAN: "52w",
    Kind.DATE: "2026-12-31",
    Kind.SYMBOL: "BTC-USD",
    Kind.METRIC: "change",
    Kind.LEVEL: "100B",
}


def read(metric: Metric[Any], text: str, start: int, end: int) -> tuple[Argument, ...]:
    """Read what stands in the brackets from `start` to `end` of a text, defaults filled in.

    Without brackets, `start` is `end`, where the metric's name ends. Raises RuleFault.
    """
    given = list(_pieces(text, start, end))
    parameters = metric.parameters
    if start < end and not parameters:
        message = f"{quoted(_called(text, start))} takes nothing in brackets; write it alone"
        raise RuleFault(message, text=text, at=start, length=end - start)
    if len(given) > len(parameters):
        piece, at = given[len(parameters)]
        message = f"this is more than {quoted(metric.name)} takes; write `{usage(metric)}`"
        raise RuleFault(message, text=text, at=at, length=max(1, len(piece)))
    found: list[Argument] = [_read(p, *g, text) for p, g in zip(parameters, given, strict=False)]
    for parameter in parameters[len(given) :]:
        if parameter.default is None:
            lacking = f"{quoted(metric.name)} needs {parameter.kind.value} in brackets"
            at, length = (start, end - start) if start < end else _name_at(metric, start)
            message = f"{lacking}; write one like `{usage(metric)}`"
            raise RuleFault(message, text=text, at=at, length=length)
        found.append(parameter.default)
    return tuple(found)


def usage(metric: Metric[Any]) -> str:
    """Write a metric as people may: `beta(BTC-USD, 60)`."""
    if not metric.parameters:
        return metric.name
    return f"{metric.name}({', '.join(map(_example, metric.parameters))})"


def _example(parameter: Parameter) -> str:
    match parameter.default:
        case None:
            return _EXAMPLES[parameter.kind]
        case Metric(name=name):
            return name
    return _typed(parameter.default)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    # What stands between the commas, and where.
    inside = text[start + 1 : end - 1]
    if not inside.strip():
        return
    at = start + 1
    for part in inside.split(","):
        piece = part.strip()
        yield piece, at + (len(part) - len(part.lstrip()) if piece else 0)
        at += len(part) + 1


def _called(text: str, start: int) -> str:
    return re.split(r"[^\w.\-^]", text[:start].rstrip())[-1]


def _name_at(metric: Metric[Any], end: int) -> tuple[int, int]:
    return end - len(metric.name), len(metric.name)


def _read(parameter: Parameter, piece: str, at: int, text: str) -> Argument:
    kind = parameter.kind
    message = f"{quoted(piece)} is not {kind.value}; write one like `{_EXAMPLES[kind]}`"
    if not piece:
        message = f"{kind.value} is missing here; write one like `{_EXAMPLES[kind]}`"
    try:
        argument = _READS[kind](piece)
        _bounded(parameter, argument, piece)
    except ValueError as error:
        said = str(error) or message
        raise RuleFault(said, text=text, at=at, length=max(1, len(piece))) from error
    return argument


def _bounded(parameter: Parameter, argument: Argument, piece: str) -> None:
    if not isinstance(argument, int | timedelta):
        return
    size = _size(argument)
    if parameter.least is not None and size < _size(parameter.least):
        edge = f"at least `{_typed(parameter.least)}`"
    elif parameter.most is not None and size > _size(parameter.most):
        edge = f"at most `{_typed(parameter.most)}`"
    else:
        return
    message = f"{quoted(piece)} is out of reach; write {edge}"
    raise ValueError(message)


def _size(value: int | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else value


def _typed(value: int | timedelta) -> str:
    return shown_span(value) if isinstance(value, timedelta) else str(value)


def _count(piece: str) -> int:
    if not _COUNT.fullmatch(piece):
        raise ValueError
    return int(piece)


def _span(piece: str) -> timedelta:
    if _COUNT.fullmatch(piece):
        message = f"{quoted(piece)} of what? write a length of time such as `{piece}d`"
        raise ValueError(message)
    try:
        duration(piece)
    except ValueError:
        raise ValueError from None
    return span(piece)


def _date(piece: str) -> date:
    if not _DATE.fullmatch(piece):
        raise ValueError
    try:
        return date.fromisoformat(piece)
    except ValueError:
        raise ValueError(f"{quoted(piece)} is no day of the calendar; write another") from None


def _symbol(piece: str) -> Symbol:
    word = piece.removeprefix("$")
    if SYMBOL.fullmatch(word) and not word.isdigit():  # `beta(60)` forgot whose
        return Symbol(word)
    if SYMBOL.fullmatch(word.upper()) and not word.isdigit():
        raise ValueError(f"{quoted(piece)} is no symbol; did you mean {quoted(word.upper())}?")
    raise ValueError(f"{quoted(piece)} is no symbol; write one like IREN, BRK.B or BTC-USD")


def _metric(piece: str) -> Metric[Any]:
    known = {
        m.name: m
        for m in metrics.METRICS
        if m.scope is Scope.INSTRUMENT and m.unit is Unit.PERCENT and m.bare
    }
    if piece not in known:
        close = nearest(piece, known)
        hint = f"did you mean {quoted(close)}?" if close else f"write one of {', '.join(known)}"
        raise ValueError(f"{quoted(piece)} is no {Kind.METRIC.value.removeprefix('a ')}; {hint}")
    return known[piece]


def _level(piece: str) -> Amount:
    try:
        level = amount(piece)
    except ValueError:
        raise ValueError from None
    if not level.fits(Unit.MONEY) or level.value <= 0:
        raise ValueError
    return level


_READS: dict[Kind, Callable[[str], Argument]] = {
    Kind.COUNT: _count,
    Kind.SPAN: _span,
    Kind.DATE: _date,
    Kind.SYMBOL: _symbol,
    Kind.METRIC: _metric,
    Kind.LEVEL: _level,
}
