"""How the bot itself is doing: what it hears, what it knows, whom it reaches."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot import figures
from bot.chat import Call, Fact, Reply
from bot.delivery.lane import Lane
from handlers.base import command
from handlers.desk import Desk

CALENDAR_LEFT = timedelta(days=60)
"""A calendar that ends sooner is worth a word: a release takes time to find its way."""


@command("status", "How Prebell is doing: what it hears and whom it reaches")
async def status(call: Call, desk: Desk) -> Reply:
    """Answer with the state of the source, the rules and the rooms."""
    return Reply(title=f"Prebell {desk.version}", facts=told(desk, call.timezone))


def told(desk: Desk, zone: str) -> tuple[Fact, ...]:
    """Tell how the bot is doing, figure by figure."""
    pipeline, now = desk.pipeline, desk.now
    refused = pipeline.sanity.refused
    return (
        Fact("Source", _source(desk)),
        *(Fact("Provider", line) for line in desk.source.details()),
        Fact("Market time", figures.day_and_time(now, zone)),
        Fact("Sessions", ", ".join(_sessions(desk))),
        Fact("Next change", _next_change(desk, zone)),
        *_ending(desk),
        Fact("Events taken", figures.count(pipeline.taken)),
        Fact("Refused", _counted(refused) if refused else "none"),
        *(Fact("Doubt", doubt.text) for doubt in desk.market.doubts),
        Fact("Rules", _rules(desk)),
        Fact("Incidents", _incidents(desk, zone)),
        Fact("Store", "; ".join(filter(None, [desk.where, ailing(desk) or _writing(desk)]))),
        Fact("Courier", _courier(desk.courier.lanes)),
        *(Fact(f"Room {lane.destination}", _lane(lane)) for lane in desk.courier.lanes),
        *_lag(desk.lag()),
        Fact("Running for", figures.age(desk.clock.now() - desk.started)),
        Fact("Version", desk.version),
    )


def _source(desk: Desk) -> str:
    source = desk.source
    if not source.recording:
        return source.title
    share = round(source.progress() * 100)
    how_far = "ended" if source.ended() else f"{share}% told"
    return f"a recording, {source.title}, at {source.speed}, {how_far}"


def _sessions(desk: Desk) -> list[str]:
    calendars = desk.market.calendars
    return [f"{venue} {c.session(desk.now).label}" for venue, c in calendars.items()]


def _next_change(desk: Desk, zone: str) -> str:
    changes = {v: c.next_change(desk.now) for v, c in desk.market.calendars.items()}
    venue, at = min(changes.items(), key=lambda change: change[1])
    return f"{venue} at {figures.day_and_time(at, zone)}"


def _ending(desk: Desk) -> list[Fact]:
    left = {
        venue: c.ends - desk.now.astimezone(c.zone).date()
        for venue, c in desk.market.calendars.items()
    }
    return [
        Fact(
            f"Calendar of {venue}",
            f"ends on {desk.market.calendars[venue].ends}, in {span.days} d, and Prebell stops"
            " then; install a newer one",
        )
        for venue, span in left.items()
        if span < CALENDAR_LEFT
    ]


def _lag(worst: timedelta | None) -> list[Fact]:
    if worst is None:
        return []
    return [Fact("Event loop", f"at most {milliseconds(worst)} ms late in the last minute")]


def _rules(desk: Desk) -> str:
    instances = desk.engine.instances
    rules = len({i.rule.name for i in instances})
    stages = Counter(i.stage.value for i in instances)
    plural = "rule" if rules == 1 else "rules"
    return f"{rules} {plural}: {_counted(stages)}" if stages else "none"


def _incidents(desk: Desk, zone: str) -> str:
    looking = desk.acting.looking
    living, held, due = len(looking.names()), looking.held(), looking.next_due()
    told = f"{figures.count(living)} {'lives' if living == 1 else 'live'}"
    waits = f", {figures.count(held)} kept back for digests" if held else ""
    return f"{told}{waits}{f', next due {figures.moment(due, desk.now, zone)}' if due else ''}"


def ailing(desk: Desk) -> str:
    """Say why the store takes nothing, and what waits for it or is lost; "" where all is well."""
    why, pages, lost = desk.store(), desk.unwritten(), desk.lost()
    plural = "page waits" if pages == 1 else "pages wait"
    takes = f"the store takes nothing ({why}), and {figures.count(pages)} {plural}" if why else ""
    return "; ".join(filter(None, [takes, f"{figures.count(lost)} pages lost" if lost else ""]))


def _writing(desk: Desk) -> str:
    pages = desk.unwritten()
    return f"pages not yet written: {figures.count(pages)}" if pages else ""


def _courier(lanes: Sequence[Lane]) -> str:
    waiting = sum(_under_way(lane) for lane in lanes)
    sums = {
        "sent": sum(lane.sent for lane in lanes),
        "failed": sum(lane.failed for lane in lanes),
        "unsure": sum(lane.unsure for lane in lanes),
    }
    disabled = sum(bool(lane.disabled) for lane in lanes)
    told = [
        f"{figures.count(waiting)} waiting",
        *(f"{figures.count(n)} {w}" for w, n in sums.items()),
    ]
    return ", ".join([*told, f"{disabled} of {len(lanes)} rooms disabled"])


def _under_way(lane: Lane) -> int:
    return lane.waiting + (lane.busy is not None)


def _lane(lane: Lane) -> str:
    disabled = f", disabled: {lane.disabled}" if lane.disabled else ""
    under_way = _under_way(lane)
    waiting = f"{figures.count(under_way)} waiting, " if under_way else ""
    told = f"{figures.count(lane.sent)} sent, {figures.count(lane.failed)} failed"
    unsure = f", {figures.count(lane.unsure)} unsure" if lane.unsure else ""
    return f"{waiting}{told}{unsure}{disabled}"


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{figures.count(n)} {word}" for word, n in counter.most_common())


def milliseconds(span: timedelta) -> int:
    """Count whole milliseconds, the last of them begun."""
    return -(-span // timedelta(milliseconds=1))
