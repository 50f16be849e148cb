"""`prebell export` and `import`: what rooms own, as one file."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from bot.belongings import Kind
from bot.storage import belongings
from bot.storage.address import Address
from bot.storage.bodies import written
from bot.storage.opening import hold, once
from tests.flows.conftest import Prebell
from tests.stores import OURS, ROOM, RULE, STORE, a_bundle, a_document, a_store_with, content

pytestmark = pytest.mark.usefixtures("untouched_logging")


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
