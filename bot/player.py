"""A bot that a recording is played to, as fast as somebody likes."""

from bot.delivery.means import Passing, nothing
from bot.feeds.recording import Recording
from bot.keeping import Keeping
from bot.parts import Bot, Left
from config.settings import Settings
from handlers.desk import Source


class Player(Bot):
    """A bot that a recording is played to."""

    def __init__(  # noqa: PLR0913 (what may differ between a replay and a run, each by name)
        self,
        settings: Settings,
        recording: Recording,
        *,
        speed: float | None,
        keeping: Keeping | None = None,
        left: Left = lambda _message, _room: None,
        passing: Passing = nothing,
    ) -> None:
        self.recording = recording
        self.ended = False
        source = Source(
            title=recording.header.title,
            recording=True,
            speed=times(speed),
            progress=lambda: recording.progress,
            ended=lambda: self.ended,
        )
        files = (settings.recording.path(),)
        super().__init__(
            settings,
            recording.begins,
            source,
            files=lambda: files,
            keeping=keeping,
            left=left,
            passing=passing,
        )


def times(speed: float | None) -> str:
    """Name a speed: `120×`."""
    return "full speed" if speed is None else f"{speed:g}×"
