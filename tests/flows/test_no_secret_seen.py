"""No secret is seen: the whole bot, with one of every kind, in all that it says of itself."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot import logs, rooms
from bot.feeds.recording import Recording
from bot.player import Player
from config.load import load
from config.settings import Settings
from tests.both import Both, until
from tests.canaries import ADDRESS, SIGNING, STORE, WORD
from tests.discord.messages import Fault as Discords
from tests.flows.conftest import Prebell
from tests.flows.test_both_rooms import BELL
from tests.flows.test_commands_everywhere import ask_in_private
from tests.flows.test_rooms_in_trouble import heard_by
from tests.flows.test_running import asked
from tests.receiver import Receiver, says
from tests.telegram_faults import Fault as Telegrams

EVERY = {
    "PREBELL_DISCORD__TOKEN": f"{WORD}.of.discord",
    "PREBELL_TELEGRAM__TOKEN": f"4242:{WORD}-of-the-bot",
    "PREBELL_TELEGRAM__WEBHOOK__URL": f"https://a.example/{WORD}-of-telegram",
    "PREBELL_TELEGRAM__WEBHOOK__SECRET": f"{WORD}-of-its-webhook",
    "PREBELL_TELEGRAM__WEBHOOK__PATH": f"/{WORD}-behind-a-proxy",
    "PREBELL_WEB__TOKEN": f"{WORD}-of-the-desk",
    "PREBELL_STORE__URL": f"postgresql://prebell:{STORE}@127.0.0.1/prebell",
    "PREBELL_FEEDS__FINNHUB__KEY": f"{WORD}-of-finnhub",
    "PREBELL_FEEDS__ALPACA__KEY": f"c0ffee:{WORD}-of-alpaca",
    "PREBELL_FEEDS__MASSIVE__KEY": f"{WORD}-of-massive",
    "PREBELL_WEBHOOKS__ROOM__URL": f"https://a.example/{ADDRESS}",
    "PREBELL_WEBHOOKS__ROOM__SECRET": SIGNING,
    "PREBELL_EXTERNAL__SCREENER__SECRET": f"{WORD}-of-the-screener",
    "PREBELL_EXTERNAL__SCREENER__TOKEN": f"{WORD}-ends-its-address",
    "PREBELL_APPRISE__PHONE__URL": f"json://127.0.0.1/{WORD}-of-the-phone",
}
"""One of every kind that settings have."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(None, EVERY | {"PREBELL_DATA_DIR": str(tmp_path)})


def test_every_secret_that_settings_have_is_here(settings: Settings):
    """One that nobody has thought of would be looked for by nobody."""
    assert [] == list(unset_secrets(settings))


def test_no_section_shows_a_secret(settings: Settings):
    """Settings are shown in errors, and by whoever looks into a process."""
    shown = {
        type(one).__name__: f"{one} {one!r} {one.model_dump(warnings=False)}"
        for one in sections(settings)
    }

    assert len(shown) > 20
    assert [] == [name for name, text in shown.items() if WORD in text]


@pytest.mark.parametrize("name", sorted(EVERY))
@pytest.mark.usefixtures("untouched_logging")
def test_the_logs_know_every_secret(name: str, settings: Settings):
    """Whoever logs one by mistake logs nothing."""
    stream = io.StringIO()
    logs.configure(level="debug", as_json=True, secrets=settings.secrets(), stream=stream)

    logging.getLogger("bot").error("asking %s", EVERY[name])

    assert (True, False) == (logs.HIDDEN in stream.getvalue(), WORD in stream.getvalue())


def test_no_platform_shows_a_secret(settings: Settings):
    """Neither does anything that it is made of: a line of a log may name each of them."""
    recording = Recording(settings.recording.path())
    bot = Player(settings, recording, speed=None)
    opened = [rooms._discord(settings, bot), rooms._telegram(settings, bot)]  # noqa: SLF001 (as they are opened)

    shown = [text for platform in opened for text in shown_by(platform, 8, set())]

    assert {"Discord", "Account", "Telegram", "Options", "Line"} <= {
        t.partition(":")[0] for t in shown
    }
    assert [] == [text for text in shown if WORD in text]


def test_what_checks_settings_shows_no_secret(prebell: Prebell, monkeypatch: pytest.MonkeyPatch):
    """What is right of them, and what is wrong."""
    for name, value in EVERY.items():
        monkeypatch.setenv(name, value)
    right = prebell("check")
    for name in EVERY:
        monkeypatch.setenv(name, f"{WORD} \t ")
    wrong = prebell("check")

    assert (0, 2) == (right.status, wrong.status)
    assert [] == [text for text in (right.out, right.err, wrong.out, wrong.err) if WORD in text]


@pytest.mark.usefixtures("untouched_logging")
async def test_a_bot_in_trouble_shows_no_secret(tmp_path: Path):
    """With its logs at DEBUG, as JSON; a webhook is gone, and both platforms break off."""
    stream = io.StringIO()
    async with Both() as both, Receiver() as receiver:
        receiver.plays(*[says(410, body=f"gone: /{ADDRESS} {SIGNING}") for _ in range(9)])
        programs = {
            "PREBELL_WEBHOOKS__ROOM__URL": receiver.url,
            "PREBELL_WEBHOOKS__ROOM__SECRET": SIGNING,
        }
        logs.configure(level="debug", as_json=True, stream=stream)  # nothing is known to hide
        async with both.played(tmp_path, since=BELL, more=programs) as playing:
            both.discord.fails(both.miners, Discords.DOWN, Discords.RESET)
            both.telegram.fails(str(both.desk.id), Telegrams.RESET_AFTER, Telegrams.NONSENSE)
            await playing.reaches("2025-10-10T13:31:01Z")
            await until(lambda: {"traders", "Forum", "Tim"} <= heard_by(both))
            both.discord.token = WORD[::-1]
            await both.discord.gateway.close(4004)
            for text in ("/status", "/admin show", "/health", "/audit 50", "/settings", "/mydata"):
                stream.write(await ask_in_private(both, both.tim, text))
            for path in ("/healthz", "/readyz", "/api/desk"):
                stream.write((await asked(playing.bot.url, path))[1])
            stream.write(playing.bot.out.getvalue())

    told = stream.getvalue()
    assert ("webhook:room" in told, "level" in told) == (True, True)
    assert WORD not in told


def sections(section: BaseModel) -> Iterator[BaseModel]:
    """Find a section of the settings, and all that are in it."""
    yield section
    for name in type(section).model_fields:
        value = getattr(section, name)
        for one in value.values() if isinstance(value, dict) else [value]:
            if isinstance(one, BaseModel):
                yield from sections(one)


def unset_secrets(settings: Settings) -> Iterator[str]:
    """Name the secrets that the settings could have, and have not."""
    for section in sections(settings):
        for name, about in type(section).model_fields.items():
            if "SecretStr" in str(about.annotation) and not getattr(section, name):
                yield f"{type(section).__name__}.{name}"


def shown_by(thing: object, deep: int, seen: set[int]) -> Iterator[str]:
    """Show a thing of ours and all that it is made of; what is plain text is shown by its owner."""
    if id(thing) in seen or not deep:
        return
    seen.add(id(thing))
    ours = type(thing).__module__.startswith(("bot.platforms", "discord", "telegram"))
    if ours:
        yield f"{type(thing).__name__}: {thing!r} {thing!s}"
    parts = list(getattr(thing, "__dict__", {}).values()) if ours else []
    parts += [getattr(thing, name, None) for name in getattr(type(thing), "__slots__", ())]
    parts += list(thing.values()) if isinstance(thing, dict) else []
    parts += list(thing) if isinstance(thing, (list, tuple, set, frozenset)) else []
    for part in parts:
        yield from shown_by(part, deep - 1, seen)
