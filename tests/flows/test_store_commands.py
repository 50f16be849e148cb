"""`prebell db`, `export` and `import`: the store as its operator handles it."""

import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.matchers import Matcher, Sign
from bot.alerts.silences import Silence
from bot.belongings import Belonging, Kind
from bot.storage import belongings
from bot.storage.address import Address
from bot.storage.backup import back_up
from bot.storage.bodies import written
from bot.storage.migrations import VERSIONS
from bot.storage.opening import hold, once, opened
from bot.storage.pages import write
from bot.storage.tables import notes
from bot.storage.upsert import put
from tests.flows.conftest import Prebell
from tests.pages import NOW, a_page

pytestmark = pytest.mark.usefixtures("untouched_logging")

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


def test_a_store_is_made_and_brought_up_to_date_once(prebell: Prebell):
    first, second = prebell("db", "upgrade"), prebell("db", "upgrade")

    newest = VERSIONS[-1]
    assert f"data/prebell.db: brought to version {newest}.\n" == first.out
    assert f"data/prebell.db: is at version {newest} already.\n" == second.out


def test_a_store_of_a_newer_version_ends_every_command(prebell: Prebell):
    """Exit 2, one sentence, and the store as it was."""
    a_store_with()
    with closing(sqlite3.connect("data/prebell.db")) as connection, connection:
        connection.execute("UPDATE prebell_schema SET version_num = '9999'")
    Path("rooms.json").write_text(json.dumps(a_bundle()))
    before = Path("data/prebell.db").read_bytes()

    said = [
        prebell("db", "upgrade"),
        prebell("export", "other.json"),
        prebell("import", "rooms.json"),
    ]

    assert [2, 2, 2] == [it.status for it in said]
    assert [True] * 3 == ["written by a newer Prebell" in it.err for it in said]
    assert before == Path("data/prebell.db").read_bytes()


def test_a_backup_holds_what_was_written_while_it_was_open(prebell: Prebell):
    """The newest of it stands in the file beside the store, and is in the copy."""
    a_store_with()
    with closing(sqlite3.connect("data/prebell.db")) as bot:
        bot.execute("INSERT INTO living VALUES ('a', 'b')")
        bot.commit()
        said = prebell("db", "backup", "friday.db")

    with closing(sqlite3.connect("friday.db")) as copy:
        assert [("a",)] == copy.execute("SELECT fingerprint FROM living").fetchall()
        assert [("ok",)] == copy.execute("PRAGMA integrity_check").fetchall()
    assert (0, "friday.db: a copy of data/prebell.db, ") == (said.status, said.out[:38])
    assert [] == list(Path().glob("friday.db?*"))


def test_a_backup_is_of_one_moment_though_the_bot_writes(prebell: Prebell, tmp_path: Path):
    """Pages go on being written, and the copy has each of them whole or not at all."""
    prebell("db", "upgrade")
    stopped = threading.Event()

    def bot() -> None:
        for number in range(10_000):
            once(STORE, lambda c, n=number: write(c, [a_page(n)]))  # type: ignore[misc]  # bound now
            if stopped.is_set():
                return

    writer = threading.Thread(target=bot)
    writer.start()
    for number in range(3):
        back_up(Path("data/prebell.db"), tmp_path / f"{number}.db", step=1)
    stopped.set()
    writer.join()

    for number in range(3):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as copy:
            counts = [
                copy.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 (ours)
                for table in ("alerts", "standings", "notes", "outbox", "deliveries")
            ]
            assert 1 == len(set(counts))


def test_a_backup_does_not_begin_anew_whenever_the_bot_writes(prebell: Prebell, tmp_path: Path):
    """On a busy morning it would never come to its end."""
    prebell("db", "upgrade")
    copied: list[int] = []
    with closing(sqlite3.connect("data/prebell.db")) as bot:

        def told(done: int, _whole: int) -> None:
            copied.append(done)
            bot.execute("INSERT INTO living VALUES (?, 'b')", [f"a-{len(copied)}"])
            bot.commit()
            assert len(copied) < 1000

        back_up(Path("data/prebell.db"), tmp_path / "friday.db", told=told, step=1)

    assert list(range(1, len(copied) + 1)) == copied


def test_a_backup_keeps_a_file_that_is_there(prebell: Prebell):
    prebell("db", "upgrade")
    Path("friday.db").write_text("precious")

    said = prebell("db", "backup", "friday.db")

    assert (2, "precious") == (said.status, Path("friday.db").read_text())
    assert "friday.db is there already and is kept; name another file\n" == said.err


def test_a_backup_of_nothing_is_none(prebell: Prebell):
    said = prebell("db", "backup", "friday.db")

    assert (2, False) == (said.status, Path("friday.db").exists())
    assert "there is no store at data/prebell.db to back up\n" == said.err


def test_a_backup_that_cannot_be_written_leaves_nothing(prebell: Prebell):
    prebell("db", "upgrade")

    said = prebell("db", "backup", "absent/friday.db")

    assert (2, "absent/friday.db cannot be written: No such file or directory\n") == (
        said.status,
        said.err,
    )


def test_a_damaged_store_gives_no_backup(prebell: Prebell):
    """A copy that nobody can read is worse than none, for somebody counts on it."""
    prebell("db", "upgrade")
    store = Path("data/prebell.db")
    damaged = bytearray(store.read_bytes())
    damaged[4096 * 3 : 4096 * 3 + 100] = bytes(100)
    store.write_bytes(damaged)

    said = prebell("db", "backup", "friday.db")

    assert (1, []) == (said.status, list(Path().glob("friday*")))
    assert "data/prebell.db could not be backed up to friday.db: the store is damaged" in said.err


def test_a_server_s_store_is_backed_up_by_the_server(
    prebell: Prebell, monkeypatch: pytest.MonkeyPatch
):
    """The command to type is said, and no password is."""
    monkeypatch.setenv("PREBELL_STORE__URL", "postgresql://ana:hidden-word@db.example/bell")

    said = prebell("db", "backup", "friday.dump")

    assert 2 == said.status
    assert "pg_dump --format=custom --file friday.dump bell" in said.err
    assert "hidden-word" not in said.err


def a_bundle(*documents: dict[str, Any], silences: list[dict[str, Any]] | None = None) -> Any:  # noqa: ANN401 (JSON)
    return {
        "kind": "prebell export",
        "version": 1,
        "at": "2025-10-10T12:52:00Z",
        "belongings": list(documents),
        "silences": silences or [],
    }


def test_what_was_exported_is_taken_in_elsewhere(prebell: Prebell):
    """To the last character; taken in again it changes nothing."""
    a_store_with(a_document(), a_document(owner="discord:9"), a_document("Σ", kind=Kind.ROUTE))
    before = content()
    exported = prebell("export", "rooms.json")
    for file in Path("data").iterdir():
        file.unlink()

    first, second = prebell("import", "rooms.json"), prebell("import", "rooms.json")

    assert "rooms.json: 3 belongings of 2 rooms and 1 silence.\n" == exported.out
    assert first.out.endswith("; 4 new, 0 changed, 0 as they were.\n")
    assert second.out.endswith("; 0 new, 0 changed, 4 as they were.\n")
    assert before == content()


def test_an_export_is_private(prebell: Prebell):
    """A receiver's secret may be in it."""
    a_store_with()
    prebell("export", "rooms.json")

    assert 0o600 == Path("rooms.json").stat().st_mode & 0o777


def test_an_export_keeps_a_file_that_is_there(prebell: Prebell):
    a_store_with()
    Path("rooms.json").write_text("precious")

    said = prebell("export", "rooms.json")

    assert (2, "precious") == (said.status, Path("rooms.json").read_text())


def test_an_export_of_nothing_is_refused(prebell: Prebell):
    """Whoever stands in the wrong folder would think that it was all."""
    said = prebell("export", "rooms.json")

    assert (2, False) == (said.status, Path("data").exists())
    assert "there is no store at data/prebell.db yet; `prebell db upgrade` makes one\n" == said.err


def test_one_room_is_exported_and_taken_in_alone(prebell: Prebell):
    a_store_with(a_document(), a_document(owner="discord:9"))
    exported = prebell("export", "rooms.json", "--room", ROOM)
    prebell("export", "all.json")
    once(STORE, lambda c: belongings.discard(c, ROOM, Kind.RULE, "mover"))
    once(STORE, lambda c: belongings.discard(c, "discord:9", Kind.RULE, "mover"))

    prebell("import", "all.json", "--room", ROOM)

    assert "rooms.json: 1 belonging of 1 room and 0 silences.\n" == exported.out
    assert [a_document()] == content()[0]


def test_what_is_taken_in_replaces_and_leaves_the_rest(prebell: Prebell):
    other = a_document("other")
    a_store_with(a_document(), other)
    prebell("export", "rooms.json")
    changed = json.loads(Path("rooms.json").read_text())
    changed["belongings"] = changed["belongings"][:1]
    changed["belongings"][0]["body"]["when"] = "premarket > 5%"
    Path("rooms.json").write_text(json.dumps(changed))

    said = prebell("import", "rooms.json")

    bodies = [json.loads(it.body)["when"] for it in content()[0]]
    assert said.out.endswith("; 0 new, 1 changed, 1 as they were.\n")
    assert ["premarket > 5%", "premarket > 4%"] == bodies


def test_a_rule_may_be_about_a_watchlist_of_the_same_file(prebell: Prebell):
    """Wherever in it that stands."""
    rule = a_document(body=written(RULE | {"for_each": "ours"}))
    a_store_with(rule, a_document("ours", kind=Kind.WATCHLIST, body=written(OURS)))
    prebell("export", "rooms.json")

    assert 0 == prebell("import", "rooms.json").status


FAULTS = a_bundle(
    {"owner": ROOM, "kind": "rulez", "name": "a", "body": {}, "made": "2025-10-10T12:00:00Z"},
    {
        "owner": ROOM,
        "kind": "rule",
        "name": "b",
        "body": {"when": "premarket >", "colour": "red"},
        "made": "2025-10-10T12:00:00",
        "made_by": "ana",
        "changed": "yesterday",
        "extra": 1,
    },
    {
        "owner": ROOM,
        "kind": "route",
        "name": "d",
        "body": "not a group",
        "made": "2025-10-10T12:00:00Z",
        "made_by": "ana",
        "changed": "2025-10-10T12:00:00Z",
    },
    {
        "owner": 7,
        "kind": "watchlist",
        "name": "c\0",
        "body": {"members": []},
        "made": "2025-10-10T12:00:00Z",
        "made_by": "ana",
        "changed": "2025-10-10T12:00:00Z",
    },
    silences=[{"id": "s", "matchers": "IREN", "author": "ana", "starts": "2025-10-10T12:00:00Z"}],
)


def test_every_fault_of_an_import_is_told_at_once(prebell: Prebell):
    """Whoever mends a file wants to do it once; until then nothing is changed."""
    a_store_with(a_document())
    before = content()
    Path("rooms.json").write_text(json.dumps(FAULTS))

    said = prebell("import", "rooms.json")

    assert 2 == said.status
    told = [line.removeprefix("rooms.json: ").partition(": ")[0] for line in said.err.splitlines()]
    assert [
        "belongings[0].kind",
        "belongings[0].made_by",
        "belongings[0].changed",
        "belongings[1].extra",
        "belongings[1].made",
        "belongings[1].changed",
        "belongings[2].body",
        "belongings[3].owner",
        "belongings[3].name",
        "silences[0].matchers",
        "belongings[3].body",
        "belongings[1].body",
        "belongings[1].body",
        "13 faults in rooms.json; nothing was changed.",
    ] == told
    assert before == content()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "this is no JSON: "),
        ("\udcff", "this is no JSON: "),
        ("[]", 'this is no export; one has "kind": "prebell export"'),
        (json.dumps(a_bundle() | {"version": 2}), "version 2 is not known; this Prebell reads 1"),
        (json.dumps(a_bundle() | {"belongings": {}}), "belongings: a list belongs here"),
        (json.dumps(a_bundle() | {"stories": []}), "stories: this is not known here"),
        (json.dumps(a_bundle(*[7])), "belongings[0]: a group of fields belongs here"),  # type: ignore[arg-type]  # what is wrong
    ],
)
def test_what_is_no_export_is_not_taken_in(prebell: Prebell, text: str, said: str):
    Path("rooms.json").write_bytes(text.encode(errors="surrogateescape"))

    found = prebell("import", "rooms.json")

    assert (2, True, False) == (found.status, said in found.err, Path("data").exists())


def test_the_same_thing_twice_is_a_fault(prebell: Prebell):
    """Nobody could say which of them was meant."""
    a_store_with(a_document())
    prebell("export", "rooms.json")
    twice = json.loads(Path("rooms.json").read_text())
    twice["belongings"] *= 2
    Path("rooms.json").write_text(json.dumps(twice))

    said = prebell("import", "rooms.json")

    assert (2, True) == (
        said.status,
        "belongings[1]: the same one stands above already" in said.err,
    )


def test_a_file_that_is_not_there_cannot_be_taken_in(prebell: Prebell):
    said = prebell("import", "rooms.json")

    assert "rooms.json cannot be read: No such file or directory; nothing was changed\n" == said.err


def test_nothing_is_taken_in_beside_a_running_bot(prebell: Prebell):
    """It goes by what it remembers, and would write over it."""
    a_store_with()
    Path("rooms.json").write_text(json.dumps(a_bundle()))
    with closing(hold(STORE)):
        said = prebell("import", "rooms.json")

    assert (2, True) == (said.status, "is in use by another Prebell" in said.err)


def test_on_a_server_it_is_all_the_same(
    prebell: Prebell, postgresql: Address, monkeypatch: pytest.MonkeyPatch
):
    """Up to date, taken in, and out again."""
    url = postgresql.url.render_as_string(hide_password=False)
    a_store_with(a_document())
    prebell("export", "rooms.json")
    monkeypatch.setenv("PREBELL_STORE__URL", url)

    said = [
        prebell("export", "early.json"),
        prebell("db", "upgrade"),
        prebell("import", "rooms.json"),
        prebell("export", "again.json"),
    ]

    first, again = (json.loads(Path(f"{name}.json").read_text()) for name in ("rooms", "again"))
    assert [2, 0, 0, 0] == [it.status for it in said]
    assert "`prebell db upgrade` brings it up" in said[0].err
    assert first | {"at": ""} == again | {"at": ""}
