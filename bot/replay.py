"""A recording played from end to end: what is written down, and what is shown meanwhile."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from rich import progress as rich
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot import figures
from bot.alerts.model import Alert, State
from bot.alerts.record import alert_line, message_line
from bot.chat import Destination, Message
from bot.clock import Clock
from bot.errors import SetupError
from bot.feeds.recording import Recording
from bot.journal import Progress
from bot.market.sanity import Refusal
from bot.pipeline import Pipeline
from bot.playing import play as play_out


@dataclass(slots=True)
class Outcome:
    """What came of a replay; `broken` says why the file ended early, where it did."""

    events: int = 0
    alerts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    broken: str | None = None

    def told(self) -> dict[str, object]:
        """Sum up for a program; counts are by state of an alert and by reason of a refusal."""
        return {
            "events": self.events,
            "alerts": {state.value: self.alerts[state] for state in State},
            "refused": dict(self.refused),
            "broken": self.broken,
        }

    def sentence(self) -> str:
        """Sum up in one line."""
        fired, resolved = self.alerts[State.FIRING], self.alerts[State.RESOLVED]
        said = f"{self.events:,} events, {fired} alerts fired, {resolved} resolved"
        if not self.refused:
            return f"{said}, nothing refused."
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.refused.most_common())
        return f"{said}, {self.refused.total()} lines refused ({reasons})."


class Files:
    """Writes transitions and messages down as JSON lines, where a file was named for them."""

    def __init__(self, alerts: TextIO | None, messages: TextIO | None) -> None:
        self._alerts = alerts
        self._messages = messages

    def alerted(self, alert: Alert) -> None:
        if self._alerts is not None:
            self._alerts.write(alert_line(alert))

    def left(self, message: Message, destination: Destination) -> None:
        if self._messages is not None:
            self._messages.write(message_line(message, destination))


@contextmanager
def files(alerts: Path | None, messages: Path | None, *, keep: Path) -> Iterator[Files]:
    """Open the files to write to; raises SetupError where one cannot be, or is the one to keep."""
    named = [path.resolve() for path in (alerts, messages, keep) if path]
    if len(set(named)) < len(named):
        raise SetupError("--alerts, --messages and the recording must be different files")
    with ExitStack() as stack:
        opened: list[TextIO | None] = []
        for path in (alerts, messages):
            try:
                handle = path and path.open("w", encoding="utf-8", newline="\n")
            except OSError as error:
                raise SetupError(f"{path} cannot be written: {error.strerror}") from error
            opened.append(stack.enter_context(handle) if handle else None)
        yield Files(*opened)


async def play(  # noqa: PLR0913 (how it is played, each by name)
    recording: Recording,
    pipeline: Pipeline,
    clock: Clock,
    *,
    errors: Console,
    bar: bool = True,
    start: datetime | None = None,
    since: Progress | None = None,
) -> Outcome:
    """Play a recording through a pipeline and say what came of it.

    It rings from `start` on, else from the clock's present, and not of what was played before,
    up to `since`.

    Lines that are refused are told on `errors`, once each; where a person watches, a bar with the
    market's time moves along there.
    """
    outcome = Outcome()

    def refused(where: str, refusal: Refusal) -> None:
        outcome.refused[refusal.reason] += 1
        errors.print(f"{where}: {refusal.detail}", markup=False)

    def alerted(alert: Alert) -> None:
        outcome.alerts[alert.state] += 1

    pipeline.refused.append(refused)
    pipeline.herald.alerted.append(alerted)
    with _progress(recording, pipeline, outcome, errors, shown=bar and errors.is_terminal):
        await play_out(pipeline, recording, clock, start=start, since=since)
    outcome.events, outcome.broken = pipeline.taken, recording.broken
    if outcome.broken:
        errors.print(f"{recording.where}: {outcome.broken}", markup=False)
    return outcome


@contextmanager
def _progress(
    recording: Recording, pipeline: Pipeline, outcome: Outcome, errors: Console, *, shown: bool
) -> Iterator[None]:
    columns = (
        TextColumn("{task.fields[clock]}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[alerts]} alerts"),
        TimeRemainingColumn(compact=True),
    )
    with rich.Progress(*columns, console=errors, disable=not shown, transient=True) as bar:
        task = bar.add_task("", total=1.0, clock="", alerts=0)

        def moved() -> None:
            bar.update(
                task,
                completed=recording.progress,
                clock=figures.day_and_time(pipeline.market.now),
                alerts=outcome.alerts[State.FIRING],
            )

        if shown:
            pipeline.moved.append(moved)
        yield
