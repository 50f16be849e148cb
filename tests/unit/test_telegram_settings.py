"""Settings of Telegram: its token goes nowhere else, and no fault repeats a secret."""

from pathlib import Path

import pytest

from bot.chat import Destination
from bot.errors import SetupError
from config.load import load
from config.settings import Settings
from tests import canaries

TOKEN = "123456:canary-of-a-bot"  # noqa: S105 (of nobody's)
SECRET = canaries.TELEGRAM_HOOK
HOOK = "https://bot.example.com/telegram-with-a-secret-end"


def written(folder: Path, text: str, **environ: str) -> Settings:
    file = folder / "prebell.yaml"
    file.write_text(f"telegram: {{{text}}}", encoding="utf-8")
    return load(file, environ)


def faults(folder: Path, text: str) -> str:
    with pytest.raises(SetupError) as raised:
        written(folder, text)
    return str(raised.value)


def test_nothing_is_said_on_telegram_unless_a_token_is_given():
    assert load(None, {}).telegram.token is None


def test_what_is_written_is_what_the_bot_is(tmp_path: Path):
    """Rooms are chats, or topics of them; people are numbers."""
    ours = written(
        tmp_path, "rooms: [-1001, -1002/7], users: [5], operators: [6], open: yes"
    ).telegram

    assert (
        Destination(platform="telegram", chat="-1001"),
        Destination(platform="telegram", chat="-1002", thread="7"),
    ) == ours.rooms
    assert ((5,), (6,), True) == (ours.users, ours.operators, ours.open)


def test_secrets_come_from_the_environment_and_are_hidden(tmp_path: Path):
    """The token whole and its secret half; the webhook's secret, and the end of its address."""
    settings = written(
        tmp_path,
        f"webhook: {{url: {HOOK!r}}}",
        PREBELL_TELEGRAM__TOKEN=TOKEN,
        PREBELL_TELEGRAM__WEBHOOK__SECRET=SECRET,
    )
    hidden = {TOKEN, TOKEN[7:], SECRET, HOOK, "/telegram-with-a-secret-end"}

    assert hidden <= set(settings.secrets())
    assert [] == [one for one in hidden if one in repr(settings)]


@pytest.mark.parametrize(
    "url",
    ["https://api.telegram.org", "http://127.0.0.1:8081", "http://localhost:1/", "http://[::1]:5"],
)
def test_a_token_may_go_to_telegram_or_to_this_machine(url: str, tmp_path: Path):
    assert url.rstrip("/") == written(tmp_path, f"base_url: {url!r}").telegram.base_url


@pytest.mark.parametrize(
    "url",
    [
        "https://api.telegram.org.evil.example",
        "https://evil.example/api.telegram.org",
        "http://api.telegram.org",
        "https://api.telegram.org@evil.example",
        "https://127.0.0.1@evil.example",
        "https://api.telegram.org/bot",
        "https://127.0.0.1.evil.example",
        "https://api.telegram.org:444",
        "ftp://127.0.0.1",
        "evil.example",
        "http://[::1",
        "http://10.0.0.1",
    ],
)
@pytest.mark.parametrize("name", ["base_url", "base_file_url"])
def test_a_token_goes_nowhere_else(name: str, url: str, tmp_path: Path):
    """Who can write this line could have the bot's messages read and its name used."""
    assert "the token would be sent to" in faults(tmp_path, f"{name}: {url!r}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("token: 'no token at all'", "write the one that @BotFather gives"),
        ("rooms: [desk]", "`desk` is no chat; write the number of a chat"),
        ("rooms: [-1001/general]", "is no chat"),
        ("users: [ann]", "`ann` is nobody's number"),
        ("operators: [-5]", "`-5` is nobody's number"),
        ("open: maybe", "neither true nor false"),
        (f"webhook: {{url: {HOOK!r}}}", "anybody could speak as Telegram"),
        ("webhook: {url: 'http://bot.example.com/x'}", "Telegram cannot post to this"),
        ("webhook: {url: 'https://bot.example.com:8080/x'}", "on port 443, 80, 88 or 8443"),
        ("webhook: {url: 'https://bot.example.com'}", "Telegram cannot post to this"),
        ("webhook: {secret: short}", "16 to 256 letters"),
        ("webhook: {path: telegram}", "this is no path"),
    ],
)
def test_a_fault_says_what_to_write(text: str, said: str, tmp_path: Path):
    assert said in faults(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "token: 'canary canary canary'",
        "webhook: {secret: 'canary!'}",
        "webhook: {url: 'canary://'}",
    ],
)
def test_a_fault_repeats_no_secret(text: str, tmp_path: Path):
    """What is nearly a token is nearly known by whoever reads the fault."""
    assert "canary" not in faults(tmp_path, text)


@pytest.mark.parametrize(
    ("more", "path"), [("", "/telegram-with-a-secret-end"), (", path: /inner", "/inner")]
)
def test_the_path_is_that_of_the_address_unless_another_is_named(
    more: str, path: str, tmp_path: Path
):
    """What stands in front of the bot may change it."""
    text = f"webhook: {{url: {HOOK!r}, secret: {SECRET}{more}}}"

    assert path == written(tmp_path, text).telegram.webhook.where()
