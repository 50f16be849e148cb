"""The chart of a backtest: of the rule and the subject that fired most, or came nearest."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot import figures
from bot.backtest.model import Finding, Firing, Trial
from bot.backtest.past import DAILY
from bot.backtest.run import Tested
from bot.backtest.trail import Trail
from bot.charts.line import Chart, LevelLine, Mark, Stretch, png
from bot.errors import SetupError
from bot.market.sessions import AlwaysOpen, Calendar, Session

ZONE = "America/New_York"

_SHADED = timedelta(days=12)  # sessions of a longer time would be stripes
_NAMED = timedelta(days=1)
_ROOM = 0.08  # of the width: what the name of a session takes
_LEVELS = 12  # more lines than that hide what they cross
_TITLE = 80  # characters the width has room for
_MILLION = 10**6


def draw(tested: Sequence[Tested], target: Path) -> str:
    """Write the chart to `target` and say what it shows.

    Raises SetupError where nothing can be drawn, or it cannot be written.
    """
    trial, trails, finding, subject = _telling(tested)
    chart = _chart(trial, trails[subject], finding, subject)
    try:
        target.write_bytes(png(chart))
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}"
        raise SetupError(message) from error
    return chart.note


def _telling(
    tested: Sequence[Tested],
) -> tuple[Trial, Mapping[str, Trail], Finding, str]:
    found = [(trial, trails, f) for trial, trails in tested for f in trial.findings]
    for trial, trails, finding in sorted(found, key=lambda t: -len(t[2].firings)):
        fired = Counter(firing.subject for firing in finding.firings)
        missed = [miss.subject for miss in finding.misses]
        subjects = [s for s, _ in fired.most_common()] or missed or list(trails)
        subject = next((s for s in subjects if trails[s].values), None)
        if subject is not None:
            return trial, trails, finding, subject
    raise SetupError("there is nothing to draw: no price of any subject is in these files")


def _chart(trial: Trial, trail: Trail, finding: Finding, subject: str) -> Chart:
    firings = [f for f in finding.firings if f.subject == subject]
    begins, ends = trail.times[0], trail.times[-1]
    large = max(trail.values) >= _MILLION
    often = {0: "never fired", 1: "fired once"}.get(len(firings), f"fired {len(firings)} times")
    days = " to ".join(dict.fromkeys(f"{_day(at)}" for at in (begins, ends)))
    return Chart(
        title=finding.rule if len(finding.rule) <= _TITLE else f"{finding.rule[:_TITLE]}…",
        note=f"{subject} {often} · {trial.kind}, {days} · New York time",
        times=trail.times,
        values=trail.values,
        shown=figures.money if large else _price,
        zone=ZONE,
        stretches=() if trial.kind == DAILY else tuple(_stretches(trail.calendar, begins, ends)),
        levels=tuple(_levels(trail, finding, firings)),
        marks=tuple(
            Mark(f.at, f.price, f"{_shown(f.price, large=large)} · {_clock(f, begins, ends)}")
            for f in firings
            if f.price is not None
        ),
    )


# One line for each level: a close moves with its day, an amount of USD does not.
def _levels(trail: Trail, finding: Finding, firings: Sequence[Firing]) -> Iterator[LevelLine]:
    told: list[tuple[date, Decimal]] = [(f.day, f.level) for f in firings if f.level is not None]
    if not firings:
        miss = next((m for m in finding.misses if m.level is not None), None)
        told = [(trail.calendar.trading_day(miss.at), miss.level)] if miss and miss.level else []
    begins, ends = trail.times[0], trail.times[-1]
    if len({value for _, value in told}) == 1:
        yield LevelLine(begins, ends, told[0][1])
        return
    if len(told) > _LEVELS:
        return
    for day, value in dict.fromkeys(told):
        hours = trail.calendar.hours(day)
        if hours is not None:
            yield LevelLine(max(hours.pre_open, begins), min(hours.post_close, ends), value)


def _stretches(calendar: Calendar, begins: datetime, ends: datetime) -> Iterator[Stretch]:
    if ends - begins > _SHADED or isinstance(calendar, AlwaysOpen):
        return
    at = begins
    while at < ends:
        span = calendar.span(at)
        end = min(span.end, ends)
        roomy = ends - begins <= _NAMED and end - at >= (ends - begins) * _ROOM
        label = span.session.label if roomy and span.session is not Session.CLOSED else ""
        yield Stretch(at, end, span.session.value, label)
        at = span.end


def _clock(firing: Firing, begins: datetime, ends: datetime) -> str:
    if ends - begins <= _NAMED:
        return figures.time_of_day(firing.at).rpartition(":")[0]
    return _day(firing.at)


def _day(at: datetime) -> str:
    return figures.day_and_time(at).split(" ")[1]


def _price(value: Decimal) -> str:
    return figures.price(figures.rounded(value, 2))


def _shown(value: Decimal, *, large: bool) -> str:
    return figures.money(value) if large else _price(value)
