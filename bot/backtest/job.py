"""What it takes to try a rule on the recorded past: plain data, which another process can take."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.backtest.model import Trial
from bot.backtest.past import Past
from bot.backtest.run import try_on
from bot.ground import Ground
from bot.market.sanity import Refusal
from bot.rules.model import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Asks what a rule would have come to on some files, with nothing known later than `now`."""

    rule: Rule
    files: tuple[Path, ...]
    ground: Ground
    now: datetime

    async def trials(self) -> list[Trial]:
        """Try the rule on each file that had begun by then."""
        pasts = [Past(file, self.ground.calendars, self.now) for file in self.files]
        begun = [past for past in pasts if past.begins <= self.now]
        return [(await try_on(past, [self.rule], self.ground, _counted)).trial for past in begun]


# A trial tells how many lines it refused, and the bot told each when it played the file.
def _counted(_where: str, _refusal: Refusal) -> None: ...
