"""The recorded day under rules that ring all day long, and what a store holds at its end."""

import gzip
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select, text

from bot.alerts.model import Alert
from bot.alerts.record import alert_line
from bot.delivery.parcel import Fate
from bot.storage.address import Address
from bot.storage.bodies import read
from bot.storage.opening import once
from bot.storage.tables import alerts, deliveries, living, outbox, progress
from tests.chaos.sink import SECRET

WHOLE = Path(__file__).parents[2] / "config" / "recordings" / "2025-10-10.jsonl.gz"
BEGINS, ENDS = "2025-10-10T13:28", "2025-10-10T14:28"
"""The busy part of the day, which a process that lives for half a second has soon read again."""

CALM = "calm"
"""The room that is told what is for information alone, so that nothing there overtakes anything."""

_SETTINGS = """\
data_dir: {data}
store: {{url: "{store}"}}
web: {{enabled: false}}
console: {{enabled: false}}
recording: {{file: {recording}, start: {start}, resume: true, speed: {speed}}}
delivery: {{unsure: {policy}}}
watchlists:
  miners:
    title: Listed bitcoin miners
    members:
      [IREN, WULF, CIFR, CLSK, BITF, MARA, RIOT, CORZ, HUT, HIVE, BTDR, APLD, BTBT, CAN, ABTC]
    benchmark: BTC-USD
rules:
  - {{name: swing, for_each: miners, when: price moves 1.5% within 10m, reset: 0.5%}}
  - {{name: jump, for_each: miners, when: price moves 2.5% within 15m, reset: 1%,
     severity: critical}}
  - {{name: lean, for_each: miners, when: change > 2%, for: 60s, keep_firing_for: 2m,
     severity: warning}}
  - {{name: sector, when: miners.cap crosses above 90B, severity: critical, reset: 1%}}
route:
  receiver: everywhere
  group_by: [rule, subject]
  group_wait: 30s
  group_interval: 2m
  repeat_interval: 1h
  routes:
    - {{matchers: [severity=info], receiver: calm, continue: true}}
    - {{receiver: loud}}
receivers:
  - {{name: calm, destinations: ["webhook:calm"]}}
  - {{name: loud, destinations: ["webhook:loud", "plain:people"]}}
webhooks:
  calm: {{url: "{sink}/calm", secret: {secret}}}
  loud: {{url: "{sink}/loud", secret: {secret}}}
"""

FULL = "max"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a store holds: alerts as lines, in their order, and what became of what was to be told.

    `told` are the fates by key, `held_back` those of alerts for which no message was made.
    """

    alerts: Sequence[str]
    living: Sequence[str]
    progress: Sequence[tuple[str, int, datetime]]
    waiting: int
    told: Sequence[tuple[str, Fate]]
    held_back: Counter[tuple[str, ...]]
    fault: str


def written(  # noqa: PLR0913 (a setting each)
    folder: Path,
    *,
    recording: Path,
    sink: str,
    speed: float | None,
    store: str = "",
    policy: str = "resend",
) -> Path:
    """Write the settings of a run in a folder, and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = _SETTINGS.format(
        data=folder / "data",
        store=store,
        recording=recording,
        start="07:55Z" if recording == WHOLE else f"{BEGINS}:00Z",
        speed=speed or FULL,
        policy=policy,
        sink=sink,
        secret=SECRET,
    )
    file = folder / f"at-{speed or FULL}.yaml"
    file.write_text(settings, encoding="utf-8")
    return file


def morning(folder: Path) -> Path:
    """Make a recording of the busy part of the day, with what was known before it."""
    file = folder / "morning.jsonl"
    with gzip.open(WHOLE, "rb") as lines:
        kept = [line for line in lines if _belongs(msgspec.json.decode(line))]
    file.write_bytes(b"".join(kept))
    return file


def _belongs(line: dict[str, str]) -> bool:
    return line["kind"] in {"recording", "reference"} or BEGINS <= line["at"] < ENDS


def kept(folder: Path, store: str = "") -> Kept:
    """Read what a store holds, once nobody has it open."""
    return once(Address.of(store, folder=folder / "data"), _kept)


def _kept(connection: Connection) -> Kept:
    bodies = connection.scalars(select(alerts.c.body).order_by(alerts.c.id))
    alive = connection.scalars(select(living.c.body).order_by(living.c.fingerprint))
    ended = connection.execute(select(deliveries).order_by(deliveries.c.id)).all()
    keyless = (row for row in ended if not row.key)
    sqlite = connection.dialect.name == "sqlite"
    sound = connection.scalar(text("PRAGMA integrity_check")) if sqlite else "ok"
    return Kept(
        alerts=[alert_line(read(body, Alert)) for body in bodies],
        living=list(alive),
        progress=[tuple(row) for row in connection.execute(select(progress))],
        waiting=len(connection.execute(select(outbox.c.key)).all()),
        told=[(row.key, Fate(row.fate)) for row in ended if row.key],
        held_back=Counter(
            (str(row.at), row.destination, row.fate, row.reason, row.fingerprints)
            for row in keyless
        ),
        fault="" if sound == "ok" else str(sound),
    )
