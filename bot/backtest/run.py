"""One evaluator for the past as for the present: each file through its own market and engine."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.backtest.amounts import Variant, variants
from bot.backtest.model import Attempt, Finding, Trial
from bot.backtest.past import ASSUMED, Past
from bot.backtest.trail import Known, Trail
from bot.backtest.watch import Watch
from bot.clock import ManualClock
from bot.feeds.bars import SOURCE
from bot.ground import Ground
from bot.market.sanity import Refusal
from bot.pipeline import Pipeline
from bot.playing import play
from bot.rules.model import Rule

Tell = Callable[[str, Refusal], None]


class Tested(NamedTuple):
    """What a file came to, and where each subject went meanwhile."""

    trial: Trial
    trails: Mapping[str, Trail]


async def try_on(past: Past, rules: Sequence[Rule], ground: Ground, tell: Tell) -> Tested:
    """Play a file with the rules and their variants, and say what came of it.

    Lines that cannot be used are told once each. Raises RuleFault where a rule cannot be read.
    """
    lists = [watchlist.name for watchlist in ground.watchlists]
    tried = {rule.name: variants(rule, lists) for rule in rules}
    others = [v.rule for made in tried.values() for v in made if not v.given]
    pipeline = ground.pipeline([*rules, *others], past.begins)
    # A day on which a share doubled is in the file; nobody else is there to have seen it.
    pipeline.sanity.jumps.unquestioned.update((SOURCE, ASSUMED))
    watch = Watch(pipeline, rules, assumed=ASSUMED)
    past.heard = watch.coming
    refused: Counter[str] = Counter()

    def turned_away(where: str, refusal: Refusal) -> None:
        refused[refusal.reason] += 1
        tell(where, refusal)

    pipeline.refused.append(turned_away)
    await play(pipeline, past, ManualClock(past.begins))
    if past.cut:
        _turn_to(past.until, pipeline)
    watch.finished(Known(past.until, past.step))
    trial = Trial(
        file=past.file,
        kind=past.kind,
        title=past.title,
        begins=past.begins,
        ends=past.ends,
        days=len(watch.days),
        events=pipeline.taken,
        notes=past.notes,
        findings=tuple(_finding(rule, tried[rule.name], watch) for rule in rules),
        refused=refused,
        broken=past.broken,
    )
    return Tested(trial, watch.trails)


# Nothing more is told, and yet what was due by then has come.
def _turn_to(now: datetime, pipeline: Pipeline) -> None:
    while (due := pipeline.engine.next_due()) <= now:
        pipeline.tick(due)


def _finding(rule: Rule, made: Collection[Variant], watch: Watch) -> Finding:
    attempts = (
        Attempt(amount=v.amount, given=v.given, firings=tuple(watch.firings.get(v.rule.name, ())))
        for v in made
    )
    return Finding(
        rule=rule.name,
        when=rule.when,
        days=len(watch.days),
        firings=tuple(watch.firings.get(rule.name, ())),
        misses=watch.misses(rule.name),
        untold=watch.untold(rule.name),
        attempts=tuple(attempts),
    )
