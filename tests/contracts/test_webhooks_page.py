"""The page on webhooks: its examples take what we send, and we take what they send."""

import asyncio
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.hearsay import read
from bot.clock import SystemClock
from bot.platforms.webhook import body_of
from bot.signing import sign
from config.load import load
from tests.contracts.ringing import SECRET, open_desk
from tests.parcels import a_parcel, to

PAGE = (Path(__file__).parents[2] / "docs/webhooks.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCK.findall(PAGE) if name == language]


def function(number: int, name: str) -> Callable[..., Any]:
    """Run an example, as somebody who has copied it into a file of theirs does."""
    namespace: dict[str, Any] = {}
    exec(blocks("python")[number], namespace)  # noqa: S102 (it is our own page)
    found: Callable[..., Any] = namespace[name]
    return found


def test_ten_lines_of_python_know_what_we_signed():
    """And the body as it came, not as somebody has written it anew."""
    is_from_prebell, now = function(0, "is_from_prebell"), SystemClock().now()
    body = body_of(a_parcel("IREN ↑", to("desk", "webhook")))
    header = sign(body, SECRET, now)

    assert is_from_prebell(body, header, SECRET)


@pytest.mark.parametrize(
    ("body", "secret", "age"),
    [
        (b"{}", "another-secret-than-that", timedelta()),
        (b"[]", SECRET, timedelta()),
        (b"{}", SECRET, timedelta(minutes=6)),
        (b"{}", SECRET, -timedelta(minutes=6)),
    ],
    ids=["secret", "body", "late", "early"],
)
def test_ten_lines_of_python_believe_nobody_else(body: bytes, secret: str, age: timedelta):
    header = sign(body, secret, SystemClock().now() - age)

    assert not function(0, "is_from_prebell")(b"{}", header, SECRET)


@pytest.mark.parametrize("header", ["", "t=²,v1=0", "v1=0", "t=1,v1=ü", "t=1"])
def test_ten_lines_of_python_break_on_nothing(header: str):
    """Anybody may post anything to a receiver."""
    assert not function(0, "is_from_prebell")(b"{}", header, SECRET)


def test_the_body_that_is_shown_has_what_is_sent():
    """Every field, and no other, in their order."""
    sent = json.loads(body_of(a_parcel("a", to("desk", "webhook"))))

    assert list(sent) == list(json.loads(blocks("json")[0]))


def test_the_body_that_may_be_sent_is_read():
    """Every field there is stands in it."""
    words = json.loads(blocks("json")[1])
    said = read(blocks("json")[1].encode())

    assert (words["title"], words["labels"], 8) == (said.title, said.labels, len(words))


async def test_python_rings():
    """From a thread, for it is as blocking as a script may be."""
    ring = function(1, "ring")
    async with open_desk(SystemClock()) as ringing:
        url = f"{ringing.desk.url}/hooks/screener"
        told = await asyncio.to_thread(ring, url, SECRET, id="7", title="ETH over 5,000")

    assert (True, ["ETH over 5,000"]) == (told["new"], ringing.titles)


@pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("curl")), reason="there is no openssl, or no curl"
)
async def test_a_shell_rings():
    """As a cron job would, with what is there anyway."""
    async with open_desk(SystemClock()) as ringing:
        running = await asyncio.create_subprocess_exec(
            *("sh", "-euc", blocks("sh")[0]),
            env={"PATH": os.environ["PATH"], "SECRET": SECRET, "DESK": ringing.desk.url},
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await running.communicate()

    assert (True, ["The backup has failed"]) == (json.loads(out)["new"], ringing.titles)


@pytest.mark.parametrize("text", blocks("yaml"), ids=["told", "ring", "token", "apprise"])
def test_the_settings_that_are_shown_can_be_used(text: str, tmp_path: Path):
    """People copy them as they stand."""
    file = tmp_path / "prebell.yaml"
    file.write_text(text, encoding="utf-8")

    assert str(file) == load(file, {}).summary()["file"]
