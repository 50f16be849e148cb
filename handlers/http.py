"""The desk as programs read it: one snapshot for the web desk, and whether the bot is well."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, islice
from typing import Any

import handlers
from bot import figures
from bot.alerts import wording
from bot.alerts.model import Alert
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.rules.engine import Instance
from bot.rules.measure import Measure
from bot.rules.metrics import percent, price, watchlist
from handlers import ledger, moves, status, why
from handlers.desk import Desk

ALERTS = 100
ZONE = "America/New_York"

Json = dict[str, Any]


def snapshot(desk: Desk) -> Json:
    """Return all that the web desk shows, ready to be written as JSON."""
    now, sectors = desk.now, list(desk.market.sectors.values())
    return {
        "version": desk.version,
        "clock": figures.day_and_time(now),
        "at": now.timestamp(),
        "session": next(iter(desk.market.calendars.values())).session(now).label,
        "source": _source(desk),
        "sectors": [_sector(s, desk) for s in sectors if s.watchlist.milestones],
        "members": [_member(m, s, desk) for s in sectors for m in s.watchlist.members],
        "alerts": [_alert(a) for a in islice(reversed(desk.book.transitions), ALERTS)],
        "rules": list(_rules(desk)),
        "status": [{"label": f.label, "value": f.value} for f in status.told(desk, ZONE)],
        "commands": [{"usage": c.usage, "summary": c.summary} for c in handlers.COMMANDS],
    }


def health(desk: Desk) -> Json:
    """Tell whether the bot lives and whether it does its work: it hears, writes and is listened to.

    While the store takes nothing it is `degraded`: rules are watched on, and no room hears of it.
    `lag_ms` is by how much its loop was late at worst in the last minute, where that is watched.
    """
    deaf = [str(lane.destination) for lane in desk.courier.lanes if lane.disabled]
    troubles = [
        "" if desk.pipeline.taken else "no event has arrived yet",
        status.ailing(desk),
        f"disabled: {', '.join(deaf)}" if deaf else "",
    ]
    detail = "; ".join(filter(None, troubles))
    told = {
        "live": True,
        "ready": not detail,
        "degraded": bool(desk.store() or desk.lost()),
        "detail": detail or "hears and speaks",
    }
    late = desk.lag()
    return told if late is None else told | {"lag_ms": status.milliseconds(late)}


def _source(desk: Desk) -> Json:
    source = desk.source
    return {
        "recording": source.recording,
        "title": source.title,
        "speed": source.speed,
        "ended": source.ended(),
        "progress": round(source.progress(), 4),
    }


def _sector(sector: Sector, desk: Desk) -> Json:
    now, shown = desk.now, sector.watchlist
    stands = ledger.standing(sector, now)
    return {
        "name": shown.name,
        "title": shown.title,
        "cap": figures.money(stands.cap),
        "cap_value": None if stands.cap is None else _billions(stands.cap),
        "change": figures.percent(watchlist.change.read(sector, now).value),
        "coverage": figures.percent(sector.coverage(now) * 100, places=0, signed=False),
        "note": stands.doubt,
        "coverage_ok": not stands.doubt,
        "next": _step(stands.ahead),
        "previous": _step(stands.behind),
        "progress": round(stands.progress, 4),
        "benchmark": _benchmark(sector, desk),
        "milestones": [
            {"label": figures.level(m), "value": _billions(m)} for m in shown.milestones
        ],
        "sessions": list(_sessions(sector, desk)),
        "series": list(_series(sector, desk)),
    }


def _step(step: ledger.Step | None) -> Json | None:
    if step is None:
        return None
    return {
        "milestone": figures.level(step.milestone),
        "distance": figures.money(abs(step.gap)),
        "percent": figures.percent(step.share),
    }


def _benchmark(sector: Sector, desk: Desk) -> Json | None:
    symbol = sector.watchlist.benchmark
    if symbol is None:
        return None
    tape = desk.market.tape(symbol)
    return {
        "symbol": symbol,
        "price": figures.price(moves.price_now(tape, desk.now)),
        "change": figures.percent(percent.change.read(tape, desk.now).value),
    }


def _sessions(sector: Sector, desk: Desk) -> Iterator[Json]:
    tape = _first(sector, desk)
    hours = tape.calendar.hours(tape.calendar.trading_day(desk.now))
    if hours is None:
        return
    edges = (hours.pre_open, hours.open, hours.close, hours.post_close)
    parts = (Session.PRE, Session.REGULAR, Session.POST)
    for part, begin, end in zip(parts, edges, edges[1:], strict=False):
        yield {"session": part.value, "from": begin.timestamp(), "to": end.timestamp()}


def _series(sector: Sector, desk: Desk) -> Iterator[list[float]]:
    tape = _first(sector, desk)
    hours = tape.calendar.hours(tape.calendar.trading_day(desk.now))
    for at, cap in sector.minutes.series:
        if hours is not None and at >= hours.pre_open:  # before it, yesterday's closes stand still
            yield [at.timestamp(), _billions(cap)]


def _member(symbol: Symbol, sector: Sector, desk: Desk) -> Json:
    tape, term, now = desk.market.tape(symbol), sector.terms.get(symbol), desk.now
    last, change = tape.last(now), percent.change.read(tape, now)
    share = term.value / sector.cap * 100 if term and not sector.missing else None
    age = figures.age(now - last.at) if last and last.at else "last close" if last else ""
    fresh = symbol not in sector.freshness(now).stale if term else last is not None and last.fresh
    return {
        "list": sector.watchlist.name,
        "symbol": symbol,
        "name": tape.reference.name if tape.reference else "",
        "price": figures.price(last.price if last else None),
        "premarket": figures.percent(moves.premarket(tape, now).value),
        "change": figures.percent(change.value),
        "yesterday": figures.percent(percent.yesterday.read(tape, now).value),
        "ytd": figures.percent(percent.ytd.read(tape, now).value),
        "cap": figures.money(term.value if term else None),
        "cap_share": figures.percent(share, places=1, signed=False),
        "volume": figures.count(price.volume.read(tape, now).value),
        "age": age or figures.UNKNOWN,
        "stale": not fresh,
        "up": _direction(change),
    }


def _alert(alert: Alert) -> Json:
    return {
        "at": figures.time_of_day(alert.updated),
        "epoch": alert.updated.timestamp(),
        "state": alert.state.value,
        "rule": alert.rule,
        "subject": alert.subject,
        "title": wording.headline(alert),
        "because": alert.because,
        "severity": alert.severity.value,
        "fingerprint": alert.fingerprint,
    }


def _rules(desk: Desk) -> Iterator[Json]:
    for rule, group in groupby(desk.engine.instances, key=lambda i: i.rule):
        order = why.nearest_first(list(group), desk.now)
        yield {
            "name": rule.name,
            "when": rule.when,
            "state": order[0].stage.value if order else "",
            "subjects": [_subject(i, desk) for i in order],
            "fired": desk.book.fired[rule.name],
        }


def _subject(instance: Instance, desk: Desk) -> Json:
    return {
        "subject": instance.subject,
        "state": instance.stage.value,
        "detail": why.detail(why.gist(instance, desk.now)),
    }


def _first(sector: Sector, desk: Desk) -> Tape:
    return desk.market.tape(sector.watchlist.members[0])


def _direction(change: Measure) -> int:
    return 0 if not change.value else 1 if change.value > 0 else -1


def _billions(value: Decimal) -> float:
    return round(float(value / 10**9), 4)
