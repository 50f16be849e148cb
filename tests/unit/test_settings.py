"""Settings come from a file and the environment, and arrive as the rest of Prebell takes them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from bot.chat import Severity
from bot.errors import SetupError
from bot.market.instruments import Symbol
from bot.market.sessions import Closure, Session
from bot.market.watchlists import Watchlist
from bot.rules.model import Initial, NoData, Repeat, Rule, Trigger
from bot.rules.units import amount
from config.environment import variables
from config.load import PACKAGED, load
from config.nodes import Plain
from config.sections import THE_DAY, Recording, Web
from config.settings import Settings
from config.tree import Tree

NOTHING: MappingProxyType[str, str] = MappingProxyType({})
MINERS = "IREN WULF CIFR CLSK BITF MARA RIOT CORZ HUT HIVE BTDR APLD BTBT CAN ABTC"
UNWATCHED: MappingProxyType[str, object] = MappingProxyType(
    {"watchlists": {}, "companies": (), "themes": {}, "rules": ()}
)
"""What the packaged file has beside defaults."""
BEGINS = datetime(2025, 10, 10, 7, 55, tzinfo=UTC)


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start where no settings lie about."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def loaded(text: str, **environ: str) -> Settings:
    Path("prebell.yaml").write_text(text, encoding="utf-8")
    return load(None, environ)


def test_the_packaged_watchlists_are_the_miners_and_microsoft_beside_them():
    """MSFT rents what the miners build; it is watched, and no part of their cap."""
    miners, hyperscalers = load(None, NOTHING).watchlists_of_the_market()

    assert miners == Watchlist(
        name="miners",
        title="Listed bitcoin miners",
        members=tuple(Symbol(s) for s in MINERS.split()),
        benchmark=Symbol("BTC-USD"),
        milestones=tuple(Decimal(n) * 10**9 for n in (80, 85, 90, 95, 100, 110, 125)),
        called=miners.called,
    )
    assert "bitcoin miners" in miners.called
    assert ("MSFT",) == hyperscalers.members


def test_the_packaged_rules_are_those_of_the_design():
    assert load(None, NOTHING).rules_of_the_engine() == (
        Rule(
            name="premarket-mover",
            for_each="miners",
            when="premarket > 4% or premarket < -4%",
            reset=amount("1%"),
            severity=Severity.WARNING,
            message="{symbol} {premarket:+.1f%} before the bell at {price}",
        ),
        Rule(name="sector-near-90B", when="miners.cap within 2% below 90B"),
        Rule(
            name="sector-90B",
            when="miners.cap crosses above 90B",
            hold=timedelta(seconds=60),
            reset=amount("1%"),
            severity=Severity.CRITICAL,
        ),
        Rule(
            name="broad-rally",
            when="at least 5 of miners have change > 2% and BTC-USD.change < 1%",
        ),
        Rule(
            name="hpc-deals",
            when='news about any of miners mentions "AI" or "HPC" and mentions "gigawatt"',
        ),
    )


def test_an_empty_file_means_every_default():
    """The packaged file shows the defaults: all it sets beside them is what to watch."""
    packaged = load(None, NOTHING)
    assert dict(packaged) | UNWATCHED == dict(loaded(""))


def uncommented(text: str) -> str:
    """Turn each commented setting of the packaged file into one that counts."""
    return re.sub(r"(?m)^( +)# ((?:- |  )?[a-z_]+: )", r"\1\2", text)


def test_every_commented_setting_works_as_it_stands():
    """People remove the `#` and expect it to do what the line says."""
    Path("my-day.jsonl.gz").touch()

    settings = loaded(uncommented(PACKAGED.read_text(encoding="utf-8")))

    assert (Path("my-day.jsonl.gz"), "at-least-16-characters") == (
        settings.recording.path(),
        settings.web_token(),
    )


def inner_of(kind: object) -> object:
    return next(part for part in reversed(get_args(kind)) if part is not ...)


def settable(kind: object, way: str = "", within: tuple[object, ...] = ()) -> Iterator[str]:
    """Name every setting of the models: `web.port`, `rules.*.when`; routes of routes once."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            there = f"{way}.{field.alias or name}"
            yield from settable(field.annotation, there, (*within, kind))
    elif (
        get_origin(kind) in {tuple, dict}
        and isinstance(inner_of(kind), type(BaseModel))
        and inner_of(kind) not in within
    ):
        yield from settable(inner_of(kind), f"{way}.*", within)
    else:
        yield way


def described(kind: type[BaseModel]) -> Iterator[tuple[str, str | None]]:
    for name, field in kind.model_fields.items():
        yield f"{kind.__name__}.{name}", field.description
        outer = field.annotation
        inner = inner_of(outer) if get_origin(outer) in {tuple, dict} else outer
        if isinstance(inner, type) and issubclass(inner, BaseModel) and inner is not kind:
            yield from described(inner)


def written(values: Plain, known: set[str], way: str = "") -> Iterator[str]:
    """Name every setting of a file likewise."""
    if way in known:
        yield way
    elif isinstance(values, dict):
        for name, value in values.items():
            step = name if any(k.startswith(f"{way}.{name}") for k in known) else "*"
            yield from written(value, known, f"{way}.{step}")
    elif isinstance(values, list):
        for value in values:
            yield from written(value, known, f"{way}.*")


def test_the_packaged_file_shows_every_setting_there_is():
    """A setting that stands nowhere is found by nobody."""
    text = uncommented(PACKAGED.read_text(encoding="utf-8"))
    known = set(settable(Settings))

    assert known == set(written(Tree("a", text.encode()).values, known))


def test_every_setting_says_what_it_is_for():
    assert [] == [name for name, text in described(Settings) if not (text or "").endswith(".")]


def test_the_environment_wins_over_the_file():
    settings = loaded("web: {port: 9000, host: '::1'}", PREBELL_WEB__PORT="9001")

    assert (9001, "::1") == (settings.web.port, settings.web.host)


def test_a_section_may_come_from_the_environment_alone():
    settings = loaded("log:\n", PREBELL_LOG__JSON="true", PREBELL_DATA_DIR="elsewhere")

    assert (True, Path("elsewhere")) == (settings.log.as_json, settings.data_dir)


def test_an_empty_variable_is_not_set():
    """Docker Compose passes on `${PREBELL_WEB__TOKEN:-}` as an empty text."""
    assert loaded("", PREBELL_WEB__TOKEN="").web.token is None


def test_each_single_setting_has_a_variable_of_its_own():
    """Lists belong into the file, where their faults have a line."""
    single = [way for way in settable(Settings) if "*" not in way]

    assert single == [f".{'.'.join(map(str, way))}" for _, way in variables()]


def test_nobody_s_environment_is_read_behind_a_caller_s_back(monkeypatch: pytest.MonkeyPatch):
    """What decides is handed to `load`; a test or a second bot has its own."""
    monkeypatch.setenv("PREBELL_WEB__PORT", "9000")
    monkeypatch.setenv("DATA_DIR", "elsewhere")

    assert dict(Settings()) == dict(load(None, NOTHING)) | UNWATCHED


def test_the_file_asked_for_comes_before_the_one_named_and_the_one_at_hand():
    for name in ("asked", "named", "prebell"):
        Path(f"{name}.yaml").write_text(f"data_dir: {name}", encoding="utf-8")
    environ = {"PREBELL_CONFIG": "named.yaml"}

    found = [load(Path("asked.yaml"), environ), load(None, environ), load(None, NOTHING)]

    assert ["asked", "named", "prebell"] == [str(settings.data_dir) for settings in found]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("absent.yaml", "there is no such file"), (".", "this is a folder"), ("x" * 300, "it cannot")],
)
def test_a_file_that_cannot_be_read_is_said(name: str, reason: str):
    with pytest.raises(SetupError, match=f"{re.escape(name)}: {reason}.*--config"):
        load(Path(name), NOTHING)


def test_a_token_is_shown_nowhere():
    settings = loaded("web: {token: a-secret-nobody-sees, host: 0.0.0.0}")

    assert "a-secret" not in f"{settings} {settings!r} {settings.model_dump()}"


def test_a_desk_that_is_off_needs_no_token():
    assert "0.0.0.0" == loaded("web: {host: 0.0.0.0, enabled: no}").web.host  # noqa: S104 (only compared)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
def test_a_desk_for_this_machine_alone_needs_no_token(host: str):
    assert host == loaded(f"web: {{host: '{host}'}}").web.host


def test_python_may_hand_over_what_a_person_would_write():
    """An override, or a test, needs no text for a number it has."""
    web = Web.model_validate({"port": 9000, "enabled": False})

    assert (9000, False) == (web.port, web.enabled)


def test_settings_do_not_change_while_the_bot_runs():
    with pytest.raises(ValidationError):
        load(None, NOTHING).web.port = 9000  # type: ignore[misc]  # it must fail when run, too


def test_what_is_checked_is_counted():
    """`prebell check` says what it read, so that nobody checks another file than they run."""
    assert {"file": str(PACKAGED), "watchlists": 2, "symbols": 17, "rules": 5} == load(
        None, NOTHING
    ).summary()


def test_closures_reach_the_calendar():
    text = 'closures: [{day: 2026-01-09, closes: "13:00", why: mourning}, {day: 2026-01-12}]'

    assert (
        Closure(day=date(2026, 1, 9), closes=time(13), why="mourning"),
        Closure(day=date(2026, 1, 12)),
    ) == loaded(text).closures_of_the_us()


def test_a_watchlist_needs_no_more_than_its_members():
    """What is not written is what the market takes for granted."""
    (only,) = loaded("watchlists: {pair: {members: [iren, $wulf]}}").watchlists_of_the_market()

    assert only == Watchlist(name="pair", title="pair", members=(Symbol("IREN"), Symbol("WULF")))


def test_a_move_that_has_to_be_confirmed_is_written_as_a_percent():
    """15 % where nothing is said."""
    text = "watchlists: {a: {members: [B], confirm_over: 7.5%}, b: {members: [B]}}"

    assert [Decimal("7.5"), Decimal(15)] == [
        watchlist.confirm_over for watchlist in loaded(text).watchlists_of_the_market()
    ]


def test_a_rule_keeps_all_that_was_said_of_it():
    text = """
rules:
  - {name: r, subject: IREN, when: price > $70, for: 1m30s, reset: 50, initial: fire,
     labels: {team: credit}, annotations: {runbook: call}}
"""

    assert (
        Rule(
            name="r",
            subject="IREN",
            when="price > $70",
            hold=timedelta(seconds=90),
            reset=amount("50"),
            initial=Initial.FIRE,
            labels={"team": "credit"},
            annotations={"runbook": "call"},
        ),
    ) == loaded(text).rules_of_the_engine()


def test_a_rule_keeps_how_it_may_fire():
    """Each modifier reaches the engine as the engine takes it."""
    text = """
rules:
  - {name: r, when: IREN.price > 70, keep_firing_for: 5m, trigger: once_per_bar(5m), cooldown: 1h,
     expires_at: 2026-12-31T16:00:00-05:00, fire_during: [pre, post], no_data: alert}
"""

    assert (
        Rule(
            name="r",
            when="IREN.price > 70",
            keep_firing_for=timedelta(minutes=5),
            trigger=Trigger(Repeat.ONCE_PER_BAR, timedelta(minutes=5)),
            cooldown=timedelta(hours=1),
            expires_at=datetime(2026, 12, 31, 21, tzinfo=UTC),
            fire_during=frozenset((Session.PRE, Session.POST)),
            no_data=NoData.ALERT,
        ),
    ) == loaded(text).rules_of_the_engine()


def trigger_of(written: str) -> Trigger:
    rule = f"{{name: r, when: IREN.price > 70, trigger: {written}}}"
    (found,) = loaded(f"rules: [{rule}]").rules_of_the_engine()
    return found.trigger


@pytest.mark.parametrize("repeat", ["once", "every_time", "once_per_session"])
def test_how_often_a_rule_fires_is_a_word(repeat: str):
    assert Trigger(Repeat(repeat)) == trigger_of(repeat)


@pytest.mark.parametrize("repeat", ["once_per_bar", "once_per_bar_close"])
@pytest.mark.parametrize(("bar", "span"), [("1m", 1), ("5m", 5), ("1h30m", 90), ("1d", 1440)])
def test_how_often_a_rule_fires_may_be_told_in_bars(repeat: str, bar: str, span: int):
    assert Trigger(Repeat(repeat), timedelta(minutes=span)) == trigger_of(f"{repeat}({bar})")


def test_a_day_a_rule_expires_is_its_last_one():
    """In New York, where the sessions are, and where it is a day until midnight."""
    text = "rules: [{name: r, when: IREN.price > 70, expires_at: 2026-06-30}]"
    (rule,) = loaded(text).rules_of_the_engine()

    assert datetime(2026, 7, 1, 4, tzinfo=UTC) == rule.expires_at


def test_without_a_file_the_packaged_day_is_played():
    assert (THE_DAY, True) == (Recording().path(), THE_DAY.is_file())


@pytest.mark.parametrize(
    ("start", "at"),
    [
        ("", BEGINS),
        ("12:08Z", BEGINS.replace(hour=12, minute=8)),
        ("07:00Z", BEGINS),
        ("2025-10-10T14:00:00+02:00", BEGINS.replace(hour=12, minute=0)),
        ("2024-01-01T00:00:00Z", BEGINS),
    ],
)
def test_a_recording_begins_where_it_is_told_and_never_before_itself(start: str, at: datetime):
    settings = loaded(f"recording: {{start: {start}}}")

    assert at == settings.recording.start_in(BEGINS)


@pytest.mark.parametrize(("speed", "pace"), [("120", 120.0), ("0.5", 0.5), ("max", None)])
def test_a_speed_is_a_number_or_all_there_is(speed: str, pace: float | None):
    assert pace == loaded("", PREBELL_RECORDING__SPEED=speed).recording.pace()
