"""Logs: a line an event, with its fields, and never a secret."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest

from bot import logs

SECRET = "canary-5f1d2c3b4a"  # noqa: S105 (made up, to be looked for)


@pytest.fixture(autouse=True)
def untouched_logging() -> Iterator[None]:
    """Give the other tests the logging they had."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.CHATTY}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def logged(*, as_json: bool, level: str = "info") -> io.StringIO:
    stream = io.StringIO()
    logs.configure(level=level, as_json=as_json, secrets=[SECRET, ""], stream=stream)
    return stream


def test_an_event_keeps_its_fields_for_programs():
    """Log stores search by field, not by sentence."""
    stream = logged(as_json=True)

    logging.getLogger("bot.feeds").warning("feed is late", extra={"feed": "yahoo", "behind": 3})

    line = json.loads(stream.getvalue())
    assert ("feed is late", "yahoo", 3) == (line["event"], line["feed"], line["behind"])


@pytest.mark.parametrize("as_json", [True, False])
def test_no_secret_gets_into_a_line_a_field_or_a_traceback(*, as_json: bool):
    """A token in a log is a token lost: httpx puts Telegram's into its URLs."""
    stream = logged(as_json=as_json)
    try:
        int(SECRET)  # its error quotes what it was given
    except ValueError:
        logging.getLogger("bot").exception("GET /bot%s/getMe", SECRET, extra={"key": SECRET})

    assert SECRET not in stream.getvalue()
    assert logs.HIDDEN in stream.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_tells_no_local_variables(*, as_json: bool):
    """What a platform hands us for a quarter of an hour is a secret that nobody has listed."""
    stream = logged(as_json=as_json)

    lent = "aW50ZXJhY3Rpb24"

    def answers(token: str) -> float:
        return len(token) / 0

    try:
        answers(lent)
    except ZeroDivisionError:
        logging.getLogger("bot").exception("not answered")

    told = stream.getvalue()
    assert (True, False) == ("ZeroDivisionError" in told, lent in told)


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("form", [str, repr, json.dumps, quote])
def test_a_secret_is_known_however_it_is_written(form: Callable[[str], str], *, as_json: bool):
    """A password may have any sign in it, and stands differently in JSON, a quote or an address."""
    secret = 'schlüssel"\\/der Tür'  # noqa: S105 (of this test alone)
    stream = io.StringIO()
    logs.configure(level="info", as_json=as_json, secrets=[secret], stream=stream)

    logging.getLogger("bot").info("connecting as %s", form(secret))

    assert (False, True) == ("der" in stream.getvalue(), logs.HIDDEN in stream.getvalue())


def test_a_secret_that_begins_another_leaves_nothing_of_it():
    """A token and its first half are both taken out, the longer first."""
    stream = io.StringIO()
    logs.configure(level="info", as_json=False, secrets=["4242", "4242:rest"], stream=stream)

    logging.getLogger("bot").info("4242:rest")

    assert "rest" not in stream.getvalue()


def test_libraries_that_chatter_are_quiet_at_debug():
    """Debugging Prebell must not fill the disk with another library's requests."""
    stream = logged(as_json=False, level="debug")

    logging.getLogger("httpx").info("HTTP Request: GET https://api.telegram.org/bot…/getMe")

    assert stream.getvalue() == ""
