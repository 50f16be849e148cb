"""No secret is seen: whoever logs, prints or leaves one fails, and every secret is known as one."""

import ast
import gzip
import logging
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.canaries import WORD, Watch, holding

ROOT = Path(__file__).parents[2]
SESSION = """
import logging

WORD = "can" "ary"

def test_logs(): logging.getLogger("bot").debug("sent", extra={"key": WORD})
def test_prints(): print(WORD)
def test_reads(capsys):
    print(WORD)
    assert capsys.readouterr().out
def test_is_silent(): pass
def test_leaves(tmp_path): (tmp_path / "prebell.db").write_text(WORD)
"""
SECRET_NAMES = re.compile(r"^_?([A-Z_]+_)?(TOKEN|SECRET|PASSWORD|CANARY)$")


def test_a_session_in_which_a_secret_is_seen_fails():
    """A watch that says nothing would let everything pass; the file is told of at the end."""
    with TemporaryDirectory() as folder:
        Path(folder, "conftest.py").write_text((ROOT / "tests/conftest.py").read_text())
        Path(folder, "test_it.py").write_text(SESSION)
        command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider"]
        options = ["--no-header", "-c", f"{ROOT}/pyproject.toml", "--rootdir", folder, folder]
        done = subprocess.run(
            [*command, "--basetemp", f"{folder}/left", *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert {"FAILED prints", "ERROR logs", "ERROR reads", "ERROR leaves"} == {
        f"{how} {name}"
        for how, name in re.findall(r"^(FAILED|ERROR) \S+::test_(\w+)", done.stdout, re.MULTILINE)
    }, done.stdout + done.stderr


def seen_in(text: str, *words: object, error: BaseException | None = None) -> list[str]:
    """Have a watch hear of one line; return what it saw."""
    watch = Watch()
    info = (type(error), error, error.__traceback__) if error else None
    watch.handle(logging.LogRecord("a-library", logging.DEBUG, __file__, 1, text, words, info))
    return watch.seen


def test_a_secret_in_a_traceback_is_seen():
    """Errors quote what they were given, and so does the error behind them."""
    failed = KeyError("nothing to see")
    failed.__cause__ = ValueError(WORD)

    assert seen_in("failed", error=failed)


def test_a_secret_that_is_only_in_an_argument_is_seen():
    """Another renderer would show it, such as one that reports to an error tracker."""
    assert seen_in("asked %.3s", WORD)


def test_a_line_without_a_secret_is_no_matter():
    assert [] == seen_in("the token of %s was refused", "discord")


def test_a_secret_in_a_file_is_found_and_settings_may_hold_one():
    """In plain bytes and zipped; what is no file of ours to read is passed over."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "deep").mkdir()
        (folder / "deep/store.db").write_bytes(b"\x00\xff" + WORD.encode() + b"\x00")
        (folder / "record.jsonl.gz").write_bytes(gzip.compress(WORD.encode()))
        (folder / "torn.jsonl.gz").write_bytes(gzip.compress(WORD.encode())[:9])
        (folder / "prebell.yaml").write_text(WORD)
        (folder / "harmless.log").write_text("a token was refused")

        assert ["store.db", "record.jsonl.gz"] == [path.name for path in holding(folder)]


def test_every_secret_of_the_tests_is_a_canary():
    """One with another name would be looked for by nobody."""
    named = [
        f"{path.relative_to(ROOT)}: {name.id} = {node.value.value!r}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for name in node.targets
        if isinstance(name, ast.Name) and SECRET_NAMES.match(name.id)
        if WORD not in str(node.value.value)
    ]

    assert [] == [one for one in named if not one.startswith(tuple(KNOWN))]


KNOWN = ("tests/unit/test_signing.py: SECRET",)
"""Of which the manual tells a signature; nothing but arithmetic reads it."""
