"""Make docs/rules.md: the whole rule language, its metrics from the list the parser reads."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bot.rules.arguments import usage
from bot.rules.measure import Metric, Scope
from bot.rules.metrics import METRICS
from bot.rules.units import Unit
from config.entries import RuleEntry

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"


class Form(NamedTuple):
    """A form of the language: how it is written, what it says, and a rule in it."""

    written: str
    says: str
    example: str


class Beside(NamedTuple):
    """What TradingView calls it, and what is written here."""

    theirs: str
    ours: str
    note: str


FORMS = (
    Form("X > Y", "and `>=`, `<`, `<=`, `=`, `!=`; strict where they look strict", "price > 70"),
    Form("X crosses above Y", "seen at or under Y, then over it", "cap crosses above 18B"),
    Form("X crosses below Y", "seen at or over Y, then under it", "price crosses below sma(50)"),
    Form("X crosses Y", "seen on one side of Y, then on the other", "miners.cap crosses 90B"),
    Form(
        "X within D below Y",
        "near Y on that side, Y included; `above`; `of` for both sides",
        "miners.cap within 2% below 90B",
    ),
    Form("X inside A..B", "from A to B, both included", "price inside 60..70"),
    Form("X outside A..B", "under A or over B", "premarket outside -4%..4%"),
    Form("X enters A..B", "seen outside, then inside", "price enters $60..$70"),
    Form("X leaves A..B", "seen inside, then outside", "price leaves low(20)..high(20)"),
    Form(
        "X rises D within T",
        "at least D over its lowest of the last T; points on a percent",
        "price rises 5% within 15m",
    ),
    Form(
        "X falls D within T",
        "at least D under its highest of the last T",
        "price falls $2 within 5m",
    ),
    Form("X moves D within T", "the one or the other", "miners.cap moves 2B within 1h"),
    Form("X at new high over T", "over all that was seen in T before", "price at new high over 5d"),
    Form("X at new low over T", "under all that was seen in T before", "ytd at new low over 1w"),
    Form("no data for T", "no trade for T while its session is on", "no data for 10m"),
    Form("no data of S for T", "the same of a named instrument", "no data of BTC-USD for 10m"),
    Form(
        "any of L have C",
        "C holds for a member of list L; `all of`, `at least 5 of`, `50% of`",
        "at least 5 of miners have change > 2%",
    ),
    Form("not C", "C does not hold", "not price inside 60..70"),
    Form("C and D", "both hold; binds tighter than `or`", "gap > 3% and rvol > 2x"),
    Form("C or D", "one of them holds", "premarket > 4% or premarket < -4%"),
    Form(
        "C then D within T",
        "D begins to hold at most T after C; binds loosest of all",
        "premarket > 4% then regular < 0% within 30m",
    ),
    Form("( … )", "what is in brackets comes first", "(gap > 3% or gap < -3%) and rvol > 2x"),
    Form(
        "X + Y, X - Y",
        "of one unit, which it keeps; with spaces around the minus",
        "IREN.change - BTC-USD.change > 5%",
    ),
    Form("X * 2, X / 2", "by a plain number; the unit stays", "price > sma(50) * 1.1"),
    Form("X / Y", "of one unit; a ratio", "IREN.cap / miners.cap > 0.2x"),
)
NEWS = (
    Form("news", "an article is about the rule's subject; of a rule without one, any", "news"),
    Form("news about S", "it names S, by whatever name", "news about IREN"),
    Form(
        "news about L",
        "it names list L as a whole (bitcoin miners) or one of its members",
        "news about miners",
    ),
    Form(
        "news about any of L",
        "it names a member of list L; the list as a whole is not enough",
        "news about any of miners",
    ),
    Form(
        'N mentions "W"',
        "and says W: whole words, in the singular or plural, however they are written; `or`",
        'news about any of miners mentions "AI" or "HPC" and mentions "gigawatt"',
    ),
    Form("N on T", "and is on a theme of the settings; `or`", "news about miners on ai-hpc"),
    Form("N from O", "and is of outlet O, or came by the feed O; `or`", 'news from "Miner Desk"'),
    Form(
        "N not …",
        "and no article of its story so far is about, mentions or is on that; `not from` leaves"
        " an outlet's articles out",
        'news about IREN and not mentions "lawsuit" and not from "Hash Rocket Daily"',
    ),
    Form("N within T", "counts as new for T, 15 minutes else", "news about IREN within 2h"),
    Form(
        "stories … >= K within T",
        "so many stories had their first such article in the last T; any sign",
        "stories about IREN >= 3 within 1h",
    ),
    Form(
        "claim mismatch …",
        "a claim about them is off by our figures, or contradicts its own article",
        "claim mismatch about IREN",
    ),
    Form("N and C", "it holds with a figure", "news about IREN and IREN.premarket > 4%"),
    Form(
        "N then C within T",
        "and a figure after it; each story begins T anew",
        'news about IREN mentions "AI" then IREN.change > 5% within 30m',
    ),
)
UNITS = {
    Unit.PERCENT: "points: `4%` and no other mark",
    Unit.PRICE: "`70` or `$70`",
    Unit.MONEY: "`90B` or `$90B`; `K` `M` `B` `T`",
    Unit.SHARES: "`5M` or `5000000`",
    Unit.RATIO: "`2x` or `2`",
    Unit.AGE: "`30s` `10m` `4h` `5d` `52w` `1h30m`",
    Unit.STORIES: "`3`, and no mark",
}
MODIFIERS = {
    "for_each": "miners",
    "subject": "IREN",
    "for": "60s",
    "reset": "1%",
    "initial": "fire",
    "keep_firing_for": "5m",
    "trigger": "once_per_bar(5m)",
    "cooldown": "30m",
    "expires_at": "2030-12-31",
    "fire_during": "[pre, regular]",
    "no_data": "alert",
    "severity": "critical",
    "message": '"{symbol} {change:+.1f%}"',
    "labels": "{team: credit}",
    "annotations": "{runbook: call the desk}",
}
CONDITIONS = (
    Beside("Crossing", "price crosses 70", ""),
    Beside("Crossing Up", "price crosses above 70", ""),
    Beside("Crossing Down", "price crosses below 70", ""),
    Beside("Greater Than", "price > 70", ""),
    Beside("Less Than", "price < 70", ""),
    Beside("Entering Channel", "price enters 60..70", ""),
    Beside("Exiting Channel", "price leaves 60..70", ""),
    Beside("Inside Channel", "price inside 60..70", ""),
    Beside("Outside Channel", "price outside 60..70", ""),
    Beside("Moving Up", "price rises $2 within 15m", "a time, where theirs is a number of bars"),
    Beside("Moving Down", "price falls $2 within 15m", "likewise"),
    Beside("Moving Up %", "price rises 5% within 15m", "likewise"),
    Beside("Moving Down %", "price falls 5% within 15m", "likewise"),
)
FREQUENCIES = (
    Beside("Only Once", "once", ""),
    Beside("Once Per Bar", "once_per_bar(5m)", "any bar that fills a day evenly"),
    Beside("Once Per Bar Close", "once_per_bar_close(5m)", "looks as each bar ends"),
    Beside("Once Per Minute", "once_per_bar(1m)", ""),
)
HEAD = """# Rules

The whole language, in settings files and in chat alike. `scripts/make_rules_page.py` makes this
page, its metrics from the list that the parser reads; the tests read every example in it.

A metric alone belongs to the rule's subject; `IREN.change` and `miners.cap` say whose it is.
Metrics and watchlists are lower case, symbols upper case. A text typed in a chat or on the command
line may lead with its subject instead: `IREN premarket > 4%`, `miners cap crosses above 90B`,
`IREN > 70` (its price). A rule has at most 500 characters, 50 comparisons and calculations, and
brackets 20 deep.
"""
MEANING = """\
A figure that cannot be told leaves its comparison undecided, and what is undecided changes
nothing. Outside its session a session's figure does not exist, and its comparisons do not hold.
"""
OF_NEWS = """\
A story is one event, whoever tells it. It rings once for each rule and subject, with the first of
its articles of which all that is asked is so; what others add later, and corrections, are told as
answers to that. It counts as new for its span, so that figures can be asked as well, and is over
without a word. Another story within the span rings as another alert. What a feed had in it when it
was first read rings nobody, and an article of a feed that a room has added rings the rules of that
room alone. Where no news was heard there is none; it is no figure that cannot be told.

Words in quotes may stand in straight or curly ones. `within` at the very end belongs to a `then`
before it. News is kept for a week, so that no span is longer than `7d`.
"""
DISTANCES = """\
A distance, after `within`, `rises`, `falls`, `moves` and in `reset`, may be a percent of any
figure; of a percent it is points.
"""
BEYOND = """\
What has no word there: sessions (`premarket > 4%`), watchlists (`at least 5 of miners have …`),
sectors (`miners.cap`), sequences (`then`), and `reset`, `for`, `keep_firing_for`, `cooldown`.
"""


def contents() -> str:
    """Compose the page; the same language gives the same bytes."""
    return "\n".join(
        [
            HEAD,
            "## Forms\n",
            _table(("form", "holds where", "example"), map(_form, FORMS)),
            MEANING,
            "## News\n",
            _table(("form", "holds where", "example"), map(_form, NEWS)),
            OF_NEWS,
            "## Units\n",
            _table(("a figure that is", "is compared with"), map(_unit, Unit)),
            DISTANCES,
            "## Modifiers\n",
            _table(("setting", "says", "example"), _modifiers()),
            *(_metrics(scope) for scope in Scope),
            "## Beside TradingView\n",
            _table(("TradingView", "here", ""), map(_beside, CONDITIONS)),
            _table(("its frequency", "here", ""), map(_frequency, FREQUENCIES)),
            BEYOND,
        ]
    )


def _form(form: Form) -> tuple[str, ...]:
    return f"`{form.written}`", form.says, f"`{form.example}`"


def _unit(unit: Unit) -> tuple[str, ...]:
    return unit.value, UNITS[unit]


def _modifiers() -> Iterable[tuple[str, ...]]:
    fields = {f.alias or name: f for name, f in RuleEntry.model_fields.items()}
    for name, field in fields.items():
        if name not in {"name", "when"}:
            yield f"`{name}`", field.description or "", f"`{name}: {MODIFIERS[name]}`"


def _metrics(scope: Scope) -> str:
    rows = (_metric(m) for m in METRICS if m.scope is scope)
    names = ("metric", "means", "is", "formula", "measured from", "needs", "example")
    return f"## Metrics of {scope.value}\n\n{_table(names, rows)}"


def _metric(metric: Metric[object]) -> tuple[str, ...]:
    said = (metric.meaning, metric.unit.value, metric.formula, metric.baseline, metric.needs)
    return f"`{usage(metric)}`", *said, f"`{metric.example}`"


def _beside(beside: Beside) -> tuple[str, ...]:
    return beside.theirs, f"`{beside.ours}`", beside.note


def _frequency(beside: Beside) -> tuple[str, ...]:
    return beside.theirs, f"`trigger: {beside.ours}`", beside.note


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 if the page is not current")
    parser.add_argument("--file", type=Path, default=PAGE, help="the page (default: %(default)s)")
    arguments = parser.parse_args()
    current = contents()
    if not arguments.check:
        arguments.file.write_text(current, encoding="utf-8")
    elif not arguments.file.is_file() or arguments.file.read_text(encoding="utf-8") != current:
        sys.exit(f"{arguments.file} is not current; run python -m scripts.make_rules_page")


if __name__ == "__main__":
    main()
