"""Whatever pages come and however they are put together, the store holds what they say."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.alerts.model import Alert, State
from bot.journal import Note, Page, Progress, Standing
from bot.storage import restoring
from bot.storage.address import Address
from bot.storage.opening import opened
from bot.storage.pages import write
from bot.storage.sessions import Session, session
from bot.storage.tables import alerts, outbox
from tests.pages import a_parcel, an_alert, at

KEYS = st.sampled_from(["a", "b"])
BODIES = st.sampled_from(["", "1", "2", "ü🔔"])
NUMBERS = st.integers(0, 3)


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    """Draw pages that speak of few things, so that they speak of the same ones."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        lives = draw(st.lists(st.tuples(NUMBERS, st.sampled_from(State)), max_size=3))
        noted = draw(st.lists(st.tuples(KEYS, KEYS, BODIES), max_size=3))
        stood = draw(st.lists(st.tuples(KEYS, KEYS, BODIES), max_size=3))
        sent = draw(st.lists(NUMBERS, max_size=2))
        fed = draw(st.none() | KEYS)
        found.append(
            Page(
                at=at(number),
                progress=None if fed is None else Progress(feed=fed, events=number, at=at(number)),
                alerts=tuple(replace(an_alert(n), state=s, updated=at(number)) for n, s in lives),
                notes=tuple(Note(stage=s, key=k, body=b) for s, k, b in noted),
                standings=tuple(Standing(rule=r, subject=s, body=b) for r, s, b in stood),
                parcels=tuple(a_parcel(n) for n in sent),
            )
        )
    return found


class Model:
    """What pages say, taken one thing after another."""

    def __init__(self, written: Sequence[Page]) -> None:
        self.living: dict[str, Alert] = {}
        self.notes: dict[tuple[str, str], str] = {}
        self.standings: dict[tuple[str, str], str] = {}
        self.progress: dict[str, Progress] = {}
        self.transitions: list[str] = []
        self.parcels: dict[str, None] = {}
        for page in written:
            self._take(page)

    def _take(self, page: Page) -> None:
        self.transitions += [f"{alert.rule} {alert.state}" for alert in page.alerts]
        self.parcels |= {parcel.key: None for parcel in page.parcels}
        self.notes |= {(note.stage, note.key): note.body for note in page.notes}
        self.standings |= {(it.rule, it.subject): it.body for it in page.standings}
        self.progress |= {page.progress.feed: page.progress} if page.progress else {}
        for alert in page.alerts:
            self.living.pop(alert.fingerprint, None)
            if alert.state is not State.RESOLVED:
                self.living[alert.fingerprint] = alert

    def told(self) -> tuple[object, ...]:
        return (
            sorted(self.living.values(), key=lambda a: (a.started, a.fingerprint)),
            sorted((*key, body) for key, body in self.notes.items() if body),
            sorted((*key, body) for key, body in self.standings.items() if body),
            [self.progress.get(feed) for feed in ("a", "b")],
            self.transitions,
            list(self.parcels),
        )


def found(connection: Connection) -> tuple[object, ...]:
    transitions = connection.execute(select(alerts.c.rule, alerts.c.state).order_by(alerts.c.id))
    return (
        restoring.living_alerts(connection),
        sorted((it.stage, it.key, it.body) for it in restoring.notes_of(connection)),
        sorted((it.rule, it.subject, it.body) for it in restoring.all_standings(connection)),
        [restoring.progress_of(connection, feed) for feed in ("a", "b")],
        [f"{row.rule} {row.state}" for row in transitions],
        list(connection.scalars(select(outbox.c.key).order_by(outbox.c.id))),
    )


@pytest.fixture
def it(address: Address) -> Iterator[Session]:
    opened(address).close()
    with closing(session(address)) as made:
        yield made


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=pages(), cuts=st.sets(st.integers(1, 7)))
def test_however_pages_are_put_together_the_last_word_counts(
    it: Session, written: list[Page], cuts: set[int]
):
    """A slow disk makes large batches and a fast one small ones; nobody may see which it was."""
    ends = [0, *sorted(cut for cut in cuts if cut < len(written)), len(written)]
    seen: list[tuple[object, ...]] = []

    def work(connection: Connection) -> None:
        for begin, end in pairwise(ends):
            write(connection, written[begin:end])
        seen.append(found(connection))
        raise LookupError  # which leaves the next example an empty store

    with pytest.raises(LookupError):
        it.transact([work])

    assert [Model(written).told()] == seen
