"""Every fault of a configuration is told at once: where it is, what is wrong, what to write."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import SetupError
from config.faults import ConfigFaults
from config.load import PACKAGED, load

ROOT = Path(__file__).parents[2]
WATCHED = "watchlists: {miners: {members: [IREN, WULF]}}\n"


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(text: str, **environ: str) -> list[str]:
    """Load a text and return the lines it is refused with."""
    Path("prebell.yaml").write_text(text, encoding="utf-8", newline="")
    with pytest.raises(ConfigFaults) as refusal:
        load(None, environ)
    return str(refusal.value).splitlines()


def test_six_faults_of_six_kinds_are_told_together():
    """Whoever fixes one and starts again six times has been let down five times."""
    lines = told(
        """\
web:
  prot: 8080
watchlists:
  miners:
    members: [IREN, WULF]
    members: [CIFR]
rules:
  - name: premarket-mover
    for_each: miner
    when: premarket > 4% or premarkt < -4%
    message: "{symbol} {premarket:+.1f%} at {prise}"
""",
        PREBELL_WEB__HOTS="localhost",
    )

    assert [
        "prebell.yaml:2:3: `prot` is not known here; did you mean `port`?",
        "prebell.yaml:6:5: `members` is written twice, first on line 5; keep one",
        "prebell.yaml:9:15: `miner` is no watchlist; did you mean `miners`?",
        "prebell.yaml:10:29: `premarkt` is no metric of an instrument; did you mean `premarket`?",
        "prebell.yaml:11:45: `{prise}` is nothing a message can tell; did you mean `{price}`?",
        "PREBELL_WEB__HOTS: this variable is not known; did you mean PREBELL_WEB__HOST?",
        "6 faults in prebell.yaml and the environment; nothing was started.",
    ] == lines


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("logg:", "1:1: `logg` is not known here; did you mean `log`?"),
        ("x: 1", "1:1: `x` is not known here; there is data_dir, log, web, store, console"),
        ("log: {json: maybe}", "1:13: `maybe` is neither true nor false; write `true` or `false`"),
        ("log: {level: warn}", "1:14: `warn` is not known here; did you mean `warning`?"),
        ("log: {level: 5}", "1:14: `5` is not known here; write one of debug, info, warning"),
        ("feeds: {sec: {contact: me}}", "1:24: `me` is no mail address; write one like `desk@"),
        ("feeds: {sec: {a_second: 11}}", "1:25: the SEC shuts out whoever asks more than 10"),
        ("log: 5", "1:6: settings belong here; write them below, indented, as `name: value`"),
        ("web: {port: 0}", "1:13: `0` is no port; write a number from 1 to 65535"),
        ("web: {port: 65536}", "1:13: `65536` is no port"),
        ("web: {port: [1]}", "1:13: a list stands where one value belongs; write the value alone"),
        ("web: {port: {a: 1}}", "1:13: a group of settings stands where one value belongs"),
        ("web: {host: 256.1.1.1}", "1:13: `256.1.1.1` is no address; write one like `127.0.0.1`"),
        ("web: {host: 'a b'}", "1:13: `a b` is no address"),
        ("web: {host: '::'}", "1:13: whoever reaches this address could use the desk; set PREBELL"),
        ("web: {host: desk.example}", "1:13: whoever reaches this address could use the desk"),
        ("web: {token: short}", "1:14: this token protects nothing; write at least 16 characters"),
        ("recording: {speed: 0}", "1:20: `0` is no speed; write a number above 0, or `max`"),
        ("recording: {speed: 1e9}", "1:20: `1e9` is no speed"),
        ("recording: {start: 07:55}", "1:20: `07:55` is no time in UTC; write one like `07:55Z`"),
        ("recording: {start: 2025-10-10T07:55}", "1:20: `2025-10-10T07:55` is no time in UTC"),
        ("recording: {start: 0001-01-01T00:00+23:00}", "1:20: `0001-01-01T00:00+23:00` is no"),
        ("recording: {file: a.gz}", "1:19: there is no file `a.gz`; write the path of one"),
        ("recording: {file: ~nobody9/a}", "1:19: there is no file `~nobody9/a`"),
        ("data_dir: prebell.yaml", "1:11: `prebell.yaml` is no folder; write the path of one"),
        ("closures: 5", "1:11: a list belongs here; write each item on a line of its own"),
        ("closures: [{why: x}]", "1:12: `day` is missing; write it, such as `day: 2025-10-10`"),
        ("closures: [{day: soon}]", "1:18: `soon` is no date; write one like `2025-10-10`"),
        ("closures: [{day: 2025-10-11}]", "1:18: 2025-10-11 is no session day already (Saturday)"),
        (
            "closures: [{day: 2025-10-10, closes: 1 pm}]",
            "1:38: `1 pm` is no time of day at the exchange; write one like `13:00`",
        ),
        (
            "closures: [{day: 2025-10-10, closes: '17:00'}]",
            "1:38: the closure on 2025-10-10 ends the session at 17:00:00; write",
        ),
        (
            "closures: [{day: 2025-10-10}, {day: 2025-10-10}]",
            "1:37: 2025-10-10 has a closure already; keep one",
        ),
        ("rules: [5]", "1:9: settings belong here; write them below, indented"),
        ("watchlists: [a]", "1:13: names belong here; write each below, indented, as `name: …`"),
        ("watchlists:\n  a:", "2:3: settings belong here; write them below"),
        ("watchlists: {a: {}}", "1:14: `members` is missing; write it, such as `members: [IREN"),
        ("watchlists: {A: {members: [B]}}", "1:14: `A` is no name for a watchlist; write lower"),
        ("watchlists: {cap: {members: [B]}}", "1:14: `cap` is a word of the rule language; choose"),
        ("watchlists: {of: {members: [B]}}", "1:14: `of` is a word of the rule language"),
        ("watchlists: {a: {members: []}}", "1:27: this list is empty; write at least one symbol"),
        ("watchlists: {a: {members: ['?']}}", "1:28: '?' is no symbol; write one like IREN"),
        ("watchlists: {a: {members: [B, b]}}", "1:31: `B` is a member already; keep one"),
        ("watchlists: {a: {members: [B, ~]}}", "1:31: this is empty; write a value, or remove"),
        (
            "watchlists: {a: {members: [B], milestones: [80B, 75B]}}",
            "1:50: milestones rise, and `75B` follows `80B`; sort them",
        ),
        (
            "watchlists: {a: {members: [B], milestones: [80B, 9%]}}",
            "1:50: `9%` is no level of USD; write one like `80B`",
        ),
        (
            "watchlists: {a: {members: [B], coverage: 0.95}}",
            "1:42: `0.95` is no share of the whole; write one like `95%`",
        ),
        (
            "watchlists: {a: {members: [B], confirm_over: 15}}",
            "1:46: `15` is no move; write a percent such as `15%`",
        ),
        (
            "watchlists: {a: {members: [B], confirm_over: -4%}}",
            "1:46: `-4%` is no move; write a percent such as `15%`",
        ),
        (
            "watchlists: {a: {members: [B], fresh_within: {pre: 0s}}}",
            "1:52: `0s` is no time at all; write one like `15m`",
        ),
        (
            "watchlists: {a: {members: [B], fresh_within: {pre: 9}}}",
            "1:52: '9' is no duration; write one like 60s",
        ),
        ("watchlists: {a: {title: ' ', members: [B]}}", "1:25: this text is empty; write some"),
        (
            f"watchlists: {{a: {{members: [B], title: {'x' * 201}}}}}",
            "1:39: this text is too long; write at most 200 characters",
        ),
    ],
)
def test_each_fault_says_where_what_and_what_to_write(text: str, fault: str):
    (line, _) = told(text)

    assert line.startswith(f"prebell.yaml:{fault}")


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("when: miners.cap > 90B", "3:5: `name` is missing; write it, such as `name: sector-90B`"),
        ("name: r", "3:5: `when` is missing; write it, such as `when: premarket > 4%`"),
        ("name: a b\n    when: miners.cap > 90B", "3:11: `a b` is no name for a rule; write"),
        ("name: r\n    when: premarket > 4%", "4:11: which instrument? name it"),
        ("name: r\n    when: ''", "4:12: the rule is empty; write"),
        ("name: r\n    when: 'miners.cap > 90X'", "4:25: `90X` is no amount; write one"),
        ("name: r\n    when: >-\n      miners.cap\n      > 90X", "6:9: `90X` is no amount"),
        ("name: r\n    when: minerz.cap > 90B", "4:11: `minerz` is no symbol and no watchlist"),
        ("name: r\n    subject: iren\n    when: price > 1", "4:14: `iren` is no symbol and no"),
        ("name: r\n    subject: minerz\n    when: cap > 1B", "4:14: `minerz` is no symbol and no"),
        ("name: r\n    subject: a b\n    when: cap > 1B", "4:14: `a b` is no symbol and no"),
        (
            "name: r\n    subject: IREN\n    for_each: miners\n    when: price > 1",
            "4:5: a rule is about each of a list or about one subject; keep one of the two",
        ),
        (
            "name: r\n    for_each: zzz\n    when: price > 1",
            "4:15: `zzz` is no watchlist; there is miners",
        ),
        (
            "name: r\n    subject: IREN\n    when: change > 4%\n    reset: 2B",
            "6:12: `change` is a percent and `2B` a plain number; write an amount such as `4%`",
        ),
        (
            "name: r\n    when: not any of miners have change > 4%\n    reset: 2B",
            "5:12: `change` is a percent and `2B` a plain number",
        ),
        (
            "name: r\n    subject: IREN\n    when: price outside 60..70\n    reset: 5",
            "6:12: `5` is half of `60..70` or more, so that what left it would never be back",
        ),
        ("name: r\n    when: miners.cap > 1B\n    reset: -1%", "5:12: `-1%` is no way back; write"),
        ("name: r\n    when: miners.cap > 1B\n    reset: x", "5:12: 'x' is no amount; write one"),
        ("name: r\n    when: miners.cap > 1B\n    initial: later", "5:14: `later` is not known"),
        ("name: r\n    when: miners.cap > 1B\n    severity: high", "5:15: `high` is not known"),
        (
            "name: r\n    when: miners.cap > 1B\n    keep_firing_for: 5",
            "5:22: '5' is no duration; write one like 60s",
        ),
        ("name: r\n    when: miners.cap > 1B\n    cooldown: 0m", "5:15: `0m` is no time at all"),
        ("name: r\n    when: miners.cap > 1B\n    for: 999w", "5:10: `999w` is longer than ten"),
        (
            "name: r\n    when: miners.cap > 1B\n    trigger: onc",
            "5:14: `onc` is not known here; did you mean `once`?",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    trigger: daily",
            "5:14: `daily` is not known here; write once, every_time, once_per_session",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    trigger: once_per_bar",
            "5:14: which bars? write `once_per_bar(5m)`",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    trigger: once(5m)",
            "5:14: `once` knows no bars; write it alone",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    trigger: once_per_bar(7m)",
            "5:14: bars of `7m` do not fill a day; write one like `5m`",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    trigger: once_per_bar(5)",
            "5:14: '5' is no duration; write one like 60s",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    expires_at: soon",
            "5:17: `soon` is no day or instant; write one like `2026-12-31`",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    expires_at: 2026-12-31T21:00:00",
            "5:17: `2026-12-31T21:00:00` is no day or instant",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    fire_during: [closed]",
            "5:19: `closed` is no session to fire in; write one of pre, regular, post",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    fire_during: [regullar]",
            "5:19: `regullar` is no session to fire in; did you mean `regular`?",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    fire_during: []",
            "5:18: this list is empty; write a session such as `pre`",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    fire_during: pre",
            "5:18: a list belongs here; write each item on a line of its own",
        ),
        ("name: r\n    when: miners.cap > 1B\n    no_data: ko", "5:14: `ko` is not known here"),
        (
            "name: r\n    when: IREN.price enters 60..70\n    subject: IREN\n    reset: 10m",
            "6:12: `price` is a price in USD and `10m` a length of time",
        ),
        (
            "name: r\n    subject: IREN\n    when: sma(20) > 5\n    message: at {sma}",
            "6:17: `sma` takes something in brackets, which a message cannot give it; tell",
        ),
        (
            "name: r\n    when: miners.cap > 1B\n    message: at {price}",
            "5:17: `{price}` is nothing a message can tell; there is cap",
        ),
        (
            "name: r\n    when: any of miners have gap > 1%\n    message: at {price}",
            "5:17: `{price}` is nothing a message can tell",
        ),
        (
            "name: r\n    when: IREN.cap > 1B\n    message: at {breadth}",
            "5:17: `{breadth}` is nothing a message can tell",
        ),
        ("name: r\n    when: miners.cap > 1B\n    labels: {Team: x}", "5:14: `Team` is no name"),
        (
            "name: r\n    when: miners.cap > 1B\n    rest: 1%",
            "5:5: `rest` is not known here; did you",
        ),
    ],
)
def test_a_rule_s_fault_is_told_where_it_was_typed(rule: str, fault: str):
    """The language's own words, with the file's line and column."""
    (line, _) = told(f"{WATCHED}rules:\n  - {rule}\n")

    assert line.startswith(f"prebell.yaml:{fault}")


def test_every_rule_is_looked_at_and_a_name_given_twice_is_told():
    rule = "  - {name: a, when: miners.cap > 90}\n"

    assert [
        "prebell.yaml:4:12: a rule `a` is at prebell.yaml:3:12 already; give this one another name",
        "prebell.yaml:5:12: a rule `a` is at prebell.yaml:3:12 already; give this one another name",
        "2 faults in prebell.yaml; nothing was started.",
    ] == told(f"{WATCHED}rules:\n{rule * 3}")


def test_a_faulty_watchlist_hides_no_fault_of_a_rule_about_it():
    """The rule is right about the list's name, whatever else is wrong with the list."""
    lines = told(
        "watchlists: {miners: {members: ['?']}}\n"
        "rules: [{name: a, for_each: miners, when: premarkt > 4%}]\n"
    )

    assert ["prebell.yaml:1:33", "prebell.yaml:2:43"] == [line.split(": ")[0] for line in lines[:2]]


def test_a_broken_file_hides_no_fault_of_the_environment():
    assert [
        "prebell.yaml:1:6: a `[` is opened here and never closed; add the `]`",
        "PREBELL_LOG__LEVEL: `loud` is not known here; write one of debug, info, warning, error",
        "2 faults in prebell.yaml and the environment; nothing was started.",
    ] == told("log: [1\nweb: 2", PREBELL_LOG__LEVEL="loud")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("PREBELL_WEB__PROT", "this variable is not known; did you mean PREBELL_WEB__PORT?"),
        ("PREBELL_WEB_PORT", "this variable is not known; did you mean PREBELL_WEB__PORT?"),
        ("prebell_web__port", "this variable is not known; did you mean PREBELL_WEB__PORT?"),
        ("PREBELL_CONFG", "this variable is not known; did you mean PREBELL_CONFIG?"),
        (
            "PREBELL_XYZ",
            "this variable is not known; there is PREBELL_DATA_DIR, PREBELL",
        ),
        ("PREBELL_RULES", "`rules` cannot be set in the environment; write them in the file"),
        ("PREBELL_RULES__0__WHEN", "`rules` cannot be set in the environment; write them in"),
    ],
)
def test_a_variable_that_sets_nothing_is_told(name: str, fault: str):
    """One that is misspelt would be missed in silence, and the default be used."""
    (line, closing) = told("", **{name: "9000"})

    assert line.startswith(f"{name}: {fault}")
    assert "1 fault in the environment; nothing was started." == closing


def test_variables_of_others_are_theirs():
    Path("prebell.yaml").touch()

    environ = {"PATH": "x", "PREBELLISH": "x", "MY_PREBELL_X": "x"}

    assert 8080 == load(None, environ).web.port


def test_a_value_is_faulty_where_it_was_set():
    """The file's own port is right."""
    assert (
        "PREBELL_WEB__PORT: `x` is no port; write a number from 1 to 65535"
        == (told("web: {port: 9000}", PREBELL_WEB__PORT="x")[0])
    )


def test_the_environment_does_not_mend_what_is_no_section():
    assert (
        "prebell.yaml:1:6: settings belong here; write them below, indented, as `name: value`"
        == (told("web: 9000", PREBELL_WEB__PORT="9000")[0])
    )


def test_a_fault_is_one_line_and_no_command_to_a_terminal():
    (line, _) = told('log: {level: "a\\n\\e[2Jb"}')

    assert line.startswith("prebell.yaml:1:14: `a··[2Jb` is not known here; write one of")


@pytest.mark.parametrize("secret", ["s3cr3t", " s3cr3t-with-spaces-around "])
def test_a_secret_is_not_repeated(secret: str):
    """What a terminal shows ends up in a screenshot."""
    lines = told(f"web: {{token: '{secret}'}}") + told("", PREBELL_WEB__TOKEN=secret)

    assert "s3cr3t" not in "\n".join(lines)


def test_the_file_is_named_as_it_was_given(an_empty_folder: Path):
    """Whoever reads the fault can click on it."""
    faulty = an_empty_folder / "faulty.yaml"
    faulty.write_text("x: 1")

    with pytest.raises(ConfigFaults, match=f"^{faulty}:1:1: "):
        load(faulty, {})


@pytest.mark.parametrize("given_as", ["argument", "variable"])
def test_check_ends_with_status_2_and_every_fault(an_empty_folder: Path, given_as: str):
    faulty = an_empty_folder / "faulty.yaml"
    faulty.write_text("x: 1\nlog: {level: loud}\n")
    arguments = [faulty.name] if given_as == "argument" else []
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PREBELL_CONFIG": faulty.name}

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "check", *arguments],
        capture_output=True,
        check=False,
        text=True,
        env=environ,
    )

    assert (2, "2 faults in faulty.yaml; nothing was started.") == (
        ended.returncode,
        ended.stderr.splitlines()[-1],
    )


LINES = PACKAGED.read_text(encoding="utf-8").splitlines()
PIECES = st.sampled_from(
    [*LINES, "web:", "  - x", "rules: [", "a: &a [*a]", "  when: 5", "{", "\t"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(PIECES, max_size=12).map("\n".join) | st.text(alphabet="ab:-[]{}'\"\n #&*%"))
def test_no_file_is_too_strange_to_be_refused_in_words(text: str):
    """Whatever stands in it, the operator reads a sentence and no traceback."""
    Path("prebell.yaml").write_text(text, encoding="utf-8")

    with suppress(SetupError):
        load(None, {})


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("count: 5000, as_of: 2025-10-09", "3:5: `symbol` is missing; write it, such as"),
        ("symbol: CAN, as_of: 2025-10-09", "3:5: `count` is missing; write it, such as"),
        ("symbol: CAN, count: 5000", "3:5: `as_of` is missing; write it, such as `as_of: 2025"),
        ("symbol: a b, count: 5000, as_of: 2025-10-09", "3:14: 'a b' is no symbol"),
        (
            "symbol: CAN, count: 4.2M, as_of: 2025-10-09",
            "3:26: `4.2M` is no share count; write all",
        ),
        ("symbol: CAN, count: 1000, as_of: 2025-10-09", "3:26: `1000` is no share count"),
        ("symbol: CAN, count: 0, as_of: 2025-10-09", "3:26: `0` is no share count; write all"),
        ("symbol: CAN, count: -5000, as_of: 2025-10-09", "3:26: `-5000` is no share count"),
        ("symbol: CAN, count: 5000, as_of: soon", "3:39: `soon` is no date; write one like"),
        ("symbol: CAN, count: 5000, as_of: 2025-10-09, wy: x", "3:51: `wy` is not known here"),
        ("symbol: iren, count: 5000, as_of: 2025-10-09", "3:14: `IREN` has a share count already"),
    ],
)
def test_each_fault_of_a_share_count_says_where_and_what_to_write(entry: str, fault: str):
    """A count that is wrong makes a market cap wrong, and nobody sees it."""
    first = "shares:\n  - {symbol: IREN, count: 5000, as_of: 2025-10-09}\n"

    (line, _) = told(f"{first}  - {{{entry}}}\n")

    assert line.startswith(f"prebell.yaml:{fault}")
