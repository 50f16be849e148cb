"""Settings of other programs: each by its name, and no fault repeats a secret."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts.hearsay import Sender
from bot.chat import Severity
from bot.errors import SetupError
from config.load import load
from config.settings import Settings

SECRET = "canary-of-16-characters"  # noqa: S105 (of this test alone)


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start where no settings lie about."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def loaded(text: str, **environ: str) -> Settings:
    Path("prebell.yaml").write_text(text, encoding="utf-8")
    return load(None, environ)


def told(text: str, **environ: str) -> list[str]:
    """List the faults, each without the file it is in."""
    with pytest.raises(SetupError) as raised:
        loaded(text, **environ)
    return [line.removeprefix("prebell.yaml:") for line in str(raised.value).splitlines()[:-1]]


def test_a_webhook_has_an_address_and_a_secret():
    settings = loaded(
        f"webhooks: {{my-desk: {{url: 'https://a.example/x?y=z', secret: {SECRET}}}}}"
    )

    assert ("https://a.example/x?y=z", SECRET) == settings.webhooks["my-desk"].plain()


def test_a_sender_is_as_its_settings_say():
    settings = loaded(
        f"external: {{a: {{secret: {SECRET}, severity: critical, a_minute: 5, lasts: 30m,"
        " labels: {team: credit}}}"
    )

    assert Sender(
        name="a",
        severity=Severity.CRITICAL,
        lasts=timedelta(minutes=30),
        labels={"team": "credit"},
    ) == settings.external["a"].sender("a")
    assert ((SECRET, ""), 5) == (settings.external["a"].plain(), settings.external["a"].a_minute)


def test_a_path_that_nobody_knows_is_off_by_default():
    """It is weaker than a signature; whoever wants it says so."""
    settings = loaded(f"external: {{a: {{secret: {SECRET}}}, b: {{token: {SECRET}}}}}")

    assert [(SECRET, ""), ("", SECRET)] == [one.plain() for one in settings.external.values()]


def test_services_of_apprise_stand_side_by_side():
    settings = loaded("apprise: {phone: {url: 'json://localhost/a  ntfys://topic'}}")

    assert ("json://localhost/a", "ntfys://topic") == settings.apprise["phone"].plain()


def test_a_secret_may_come_from_the_environment():
    """The name in it is upper case, with `_` for `-`."""
    settings = loaded(
        "webhooks: {my-desk: {url: 'https://a.example'}}",
        PREBELL_WEBHOOKS__MY_DESK__SECRET=SECRET,
    )

    assert SECRET == settings.webhooks["my-desk"].plain()[1]


def test_a_program_may_come_from_the_environment_alone():
    """In a container there may be no file at all."""
    settings = loaded(
        "",
        PREBELL_WEBHOOKS__DESK__URL="https://a.example",
        PREBELL_WEBHOOKS__DESK__SECRET=SECRET,
        PREBELL_EXTERNAL__SCREENER__SECRET=SECRET,
        PREBELL_EXTERNAL__SCREENER__A_MINUTE="7",
        PREBELL_APPRISE__PHONE__URL="ntfys://topic",
    )

    assert (["desk"], 7, ["phone"]) == (
        list(settings.webhooks),
        settings.external["screener"].a_minute,
        list(settings.apprise),
    )


def test_an_empty_variable_of_a_program_is_not_set():
    settings = loaded("", PREBELL_WEBHOOKS__DESK__SECRET="")

    assert {} == settings.webhooks


ROOMS = "receivers: [{name: r, destinations: ['webhook:desk', 'webhook:dsk']}]"
ADDRESS = "this is no address; write one like `https://example.com/hook`"


@pytest.mark.parametrize(
    "url",
    [
        "a.example",
        "ftp://a.example",
        "https://",
        "https:///x",
        "https://a_b.example",
        "https://a.example:99999",
        "https://a.example:0",
        "https://a.example/x y",
        "https://a.example/#x",
        "https://[::1",
        "https://-a.example",
        f"https://{'a' * 64}.example",
        "https://a.example/ü",
    ],
)
def test_an_address_that_leads_nowhere_is_refused_and_not_repeated(url: str):
    assert [f"1:24: {ADDRESS}"] == told(f"webhooks: {{desk: {{url: '{url}', secret: {SECRET}}}}}")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080",
        "http://[::1]:8080/x",
        "https://user:pass@a-b.example.com/x?y=%20",
        "http://localhost/",
    ],
)
def test_an_address_may_be_anywhere(url: str):
    """The operator's own machine, too: it is they who write it."""
    settings = loaded(f"webhooks: {{desk: {{url: '{url}', secret: {SECRET}}}}}")

    assert url == settings.webhooks["desk"].plain()[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "webhooks: {desk: {url: 'https://a.example'}}",
            "1:12: `secret` is missing; write it, such as `secret: at-least-16-characters`",
        ),
        (
            f"webhooks: {{desk: {{secret: {SECRET}}}}}",
            "1:12: `url` is missing; write it, such as `url: https://example.com/hook`",
        ),
        (
            "webhooks: {desk: {url: 'https://a.example', secret: canary}}",
            "1:53: this token protects nothing; write at least 16 characters, with no",
        ),
        (
            f"webhooks: {{Desk: {{url: 'https://a.example', secret: {SECRET}}}}}",
            "1:12: `Desk` is no name for a program; write lower case letters, digits and `-`",
        ),
        (
            "external: {a: {severity: info}}",
            "1:15: anybody could ring with this; give it a `secret` to sign with, of 16",
        ),
        (
            "external: {a: {token: canary/of/sixteen/characters}}",
            "1:23: this token protects nothing or fits no address; write at least 16 letters",
        ),
        (
            f"external: {{a: {{secret: {SECRET}, a_minute: 601}}}}",
            "1:59: `601` is no number of alerts; write a number from 1 to 600",
        ),
        (
            f"external: {{a: {{secret: {SECRET}, lasts: 0s}}}}",
            "1:56: `0s` is no time at all; write one like `15m`",
        ),
        (
            f"external: {{a: {{secret: {SECRET}, tokn: x}}}}",
            "1:49: `tokn` is not known here; did you mean `token`?",
        ),
        (
            f"web: {{enabled: no}}\nexternal: {{a: {{secret: {SECRET}}}}}",
            "2:1: programs ring by way of the web desk, which is off; write `web: enabled: true`",
        ),
        (
            "apprise: {a: {url: 'nothing-like-it://canary'}}",
            "1:20: this address says nothing to Apprise; write one like `ntfys://my-topic`",
        ),
        (
            "apprise: {a: {url: 'ntfys://topic mailto://canary ntfys://b'}}",
            "1:20: address 2 of these says nothing to Apprise; write one like `ntfys://my-topic`",
        ),
        (
            "apprise: {a: {url: ' '}}",
            "1:20: this is empty; write an address such as `ntfys://my-topic`",
        ),
        (
            f"webhooks: {{desk: {{url: 'http://a', secret: {SECRET}}}}}\n{ROOMS}",
            "2:54: `dsk` is not under `webhooks`; did you mean `webhook:desk`?",
        ),
        (
            "receivers: [{name: r, destinations: ['apprise:a']}]",
            "1:38: `a` is not under `apprise`; there is none; add it under `apprise`",
        ),
        (
            "quiet_hours: [{start: '22:00', end: '07:00', destinations: ['webhook:a']}]",
            "1:61: `a` is not under `webhooks`; there is none; add it under `webhooks`",
        ),
    ],
)
def test_each_fault_says_where_what_and_what_to_write(text: str, fault: str):
    assert told(text)[0].startswith(fault)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "PREBELL_WEBHOOKS__DESK__SECRTE",
            "write one like PREBELL_WEBHOOKS__NAME__URL, of url, secret",
        ),
        ("PREBELL_WEBHOOKS", "write one like PREBELL_WEBHOOKS__NAME__URL"),
        ("PREBELL_EXTERNAL__A__LABELS", "write one like PREBELL_EXTERNAL__NAME__SECRET"),
        ("PREBELL_APPRISE____URL", "write one like PREBELL_APPRISE__NAME__URL"),
        ("PREBELL_WATCHLISTS__A", "`watchlists` cannot be set in the environment"),
    ],
)
def test_a_variable_that_sets_nothing_is_said(name: str, sentence: str):
    """With what it should have been called, and never with what is in it."""
    (line,) = told("", **{name: SECRET})

    assert (True, True, False) == (line.startswith(f"{name}: "), sentence in line, SECRET in line)


def test_a_fault_in_a_variable_is_at_the_variable():
    (_, line) = told("", PREBELL_WEBHOOKS__MY_DESK__URL="canary")

    assert f"PREBELL_WEBHOOKS__MY_DESK__URL: {ADDRESS}" == line


def test_where_apprise_is_missing_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch):
    """An import error tells an operator nothing."""
    monkeypatch.setitem(sys.modules, "apprise", None)  # as where it was never installed
    (line,) = told("apprise: {a: {url: 'ntfys://canary-topic'}}")

    assert "1:20: Apprise is not installed here; run `pip install 'prebell[apprise]'`" == line


EVERYTHING = f"""
web: {{token: {SECRET}-web}}
webhooks:
  desk:
    url: https://canary-user:canary-pass@a.example/canary-path?k=canary-query
    secret: {SECRET}-1
external: {{a: {{secret: {SECRET}-2, token: {SECRET}-3}}}}
apprise: {{b: {{url: 'json://canary-name:canary-word@localhost/canary-end ntfys://canary-topic'}}}}
"""


def test_nothing_that_is_secret_is_shown():
    settings = loaded(EVERYTHING)

    assert "canary" not in f"{settings} {settings!r} {settings.model_dump()}"


@pytest.mark.parametrize(
    "secret",
    [
        *(f"{SECRET}-{what}" for what in ("web", "1", "2", "3")),
        *("canary-user", "canary-pass", "canary-path", "canary-query"),
        *("canary-name", "canary-word", "canary-end", "canary-topic"),
    ],
)
def test_logs_know_every_secret(secret: str):
    """Also the parts of an address, for a library may tell the path alone."""
    assert secret in loaded(EVERYTHING).secrets()


def test_short_words_of_an_address_stay_in_the_logs():
    """Else `hook` would be hidden wherever it is said."""
    text = f"webhooks: {{desk: {{url: 'https://a.example/api/hook', secret: {SECRET}}}}}"

    assert {"api", "hook", "/"}.isdisjoint(loaded(text).secrets())
