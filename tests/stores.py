"""Stores with documents of rooms in them, as commands find them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.alerts.matchers import Matcher, Sign
from bot.alerts.silences import Silence
from bot.belongings import Belonging, Kind
from bot.storage import belongings
from bot.storage.address import Address
from bot.storage.bodies import written
from bot.storage.opening import once, opened
from bot.storage.tables import notes
from bot.storage.upsert import put
from tests.pages import NOW

ROOM = "telegram:-100123"
STORE = Address.of("", folder=Path("data"))
RULE = {
    "when": "premarket > 4%",
    "for_each": "miners",
    "cooldown": "30m",
    "fire_during": ["pre", "post"],
    "labels": {"team": "credit", "desk": 7},
    "message": None,
}
OURS = {"members": ["IREN", "WULF"], "coverage": "95%"}


def a_document(name: str = "mover", *, owner: str = ROOM, **changes: Any) -> Belonging:  # noqa: ANN401 (of any kind)
    plain: dict[str, Any] = {
        "owner": owner,
        "kind": Kind.RULE,
        "name": name,
        "body": written(RULE),
        "made": NOW,
        "made_by": "ana",
        "changed": NOW,
    }
    return Belonging(**plain | changes)


def a_silence() -> Silence:
    return Silence(
        id="s-1",
        matchers=(Matcher(label="subject", sign=Sign.IS, value="IREN"),),
        author="ana",
        starts=NOW,
        ends=datetime(2025, 10, 10, 20, tzinfo=UTC),
        why="earnings",
    )


def a_store_with(*documents: Belonging) -> None:
    """Make a store in which rooms own these, and somebody has silenced IREN."""
    silence = a_silence()
    opened(STORE).close()
    once(STORE, lambda c: belongings.keep(c, documents))
    row = {"stage": "silence", "key": silence.id, "body": written(silence)}
    once(STORE, lambda c: put(c, notes, [row]))


def content() -> tuple[list[Belonging], list[tuple[str, str]]]:
    """Read what rooms own, and the notes."""
    return once(
        STORE,
        lambda c: (
            belongings.owned(c),
            [(row.key, row.body) for row in c.execute(notes.select().order_by(notes.c.key))],
        ),
        reads=True,
    )


def a_bundle(*documents: dict[str, Any], silences: list[dict[str, Any]] | None = None) -> Any:  # noqa: ANN401 (JSON)
    return {
        "kind": "prebell export",
        "version": 1,
        "at": "2025-10-10T12:52:00Z",
        "belongings": list(documents),
        "silences": silences or [],
    }
