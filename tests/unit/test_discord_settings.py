"""Discord's settings: ids are ids, and the token goes to Discord and to nobody else."""

from pathlib import Path

import pytest

from bot.chat import Destination
from bot.errors import SetupError
from config.load import load
from config.settings import Settings
from tests import canaries

TOKEN = canaries.DISCORD
ROOM, THREAD, PERSON = "123456789012345678", "223456789012345678", "323456789012345678"


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(text: str, **environ: str) -> Settings:
    Path("prebell.yaml").write_text(text, encoding="utf-8")
    return load(None, environ)


def test_without_a_token_there_is_no_discord():
    assert loaded("").discord.token is None


def test_the_token_comes_from_the_environment_and_is_shown_to_nobody():
    settings = loaded("", PREBELL_DISCORD__TOKEN=TOKEN)

    assert (False, True) == (TOKEN in repr(settings), TOKEN in settings.secrets())


def test_rooms_are_channels_and_threads():
    settings = loaded(f"discord: {{rooms: [{ROOM}, {ROOM}/{THREAD}]}}")

    assert (
        Destination(platform="discord", chat=ROOM),
        Destination(platform="discord", chat=ROOM, thread=THREAD),
    ) == settings.discord.rooms


def test_operators_are_people_by_their_ids():
    settings = loaded(f"discord: {{operators: [{PERSON}], dms: false, shards: 4}}")
    ours = settings.discord

    assert ((int(PERSON),), False, 4) == (ours.operators, ours.dms, ours.shards)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("rooms: [alerts]", "the id of a channel"),
        (f"rooms: [{ROOM}/]", "the id of a channel"),
        (f"rooms: [{ROOM}:{THREAD}]", "the id of a channel"),
        ("operators: [ann]", "Copy User ID"),
        ("operators: [-1]", "Copy User ID"),
        ("shards: 0", "a number from 1 to 16"),
        ("shards: 17", "a number from 1 to 16"),
        ("token: short", "at least 16 characters"),
    ],
)
def test_what_is_none_is_refused_with_what_to_write(written: str, hint: str):
    with pytest.raises(SetupError, match=hint):
        loaded(f"discord: {{{written}}}")


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("api_base", "https://discord.com.evil.example/api/v10"),
        ("api_base", "http://discord.com/api/v10"),
        ("api_base", "https://evil.example/api/v10"),
        ("api_base", "https://me@discord.com/api/v10"),
        ("api_base", "https://discord.com:8443/api/v10"),
        ("api_base", "http://192.168.1.1/api"),
        ("api_base", "https://discord.com@evil.example/"),
        ("api_base", "https://127.0.0.1.evil.example/"),
        ("gateway_url", "ws://gateway.discord.gg"),
        ("gateway_url", "wss://evil.example"),
        ("gateway_url", "https://127.0.0.1"),
        ("gateway_url", "wss://[::1"),
    ],
)
def test_a_token_is_sent_to_nobody_else(setting: str, address: str):
    with pytest.raises(SetupError, match="the token would be sent to"):
        loaded(f'discord: {{{setting}: "{address}"}}')


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("api_base", "https://discord.com/api/v10"),
        ("api_base", "http://127.0.0.1:8081/api/v10"),
        ("api_base", "http://localhost:8081"),
        ("api_base", "http://[::1]:8081"),
        ("gateway_url", "wss://gateway.discord.gg"),
        ("gateway_url", "ws://127.0.0.1:8081/gateway"),
    ],
)
def test_a_trial_on_this_machine_is_possible(setting: str, address: str):
    settings = loaded(f'discord: {{{setting}: "{address}"}}')

    assert address == getattr(settings.discord, setting)
