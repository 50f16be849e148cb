"""A file with thirty wrong rules is explained as a whole: nobody starts again thirty times."""

from pathlib import Path

import pytest

from tests.flows.conftest import Prebell

BEFORE = "watchlists:\n  miners: {members: [IREN, WULF]}\nrules:\n"
RULE = "  - name: rule-{number}\n    for_each: miners\n    when: '{when}'\n"
FIRST = 6  # the line of the first rule's `when`
COLUMN = len("    when: '") + 1

WRONG = [
    ("premarkt > 4%", 0, "`premarkt` is no metric of an instrument; did you mean `premarket`?"),
    ("premarket > 4", 12, "`premarket` is a percent and `4` a plain number; write `4%`"),
    ("cap > 4%", 6, "`cap` is an amount of USD and `4%` a percent; write an amount such as `90B`"),
    ("cap > 90b", 6, "`90b` is no amount; did you mean `90B`?"),
    ("price > 70$", 8, "`70$` is no amount; did you mean `$70`?"),
    ("volume > 1,000,000", 9, "`1,000,000` is no amount; did you mean `1000000`?"),
    ("price == 70", 6, "`==` is no sign here; write `=`"),
    ("price > 70 && gap > 1%", 11, "`&&` is no sign here; write `and`"),
    ("price above 70", 6, "`above` alone compares nothing; write `>`"),
    ("price crosses abov 70", 14, "`abov` is no metric; did you mean `above`?"),
    ("price between 60 and 70", 6, "`between` is no word of rules; write `inside 60..70`"),
    (
        "price inside 70..60",
        13,
        "a channel goes from its lower edge to its upper one; write one like `60..70`",
    ),
    (
        "price inside 60-70",
        18,
        "the rule ends too early; it goes on with `..` and the upper edge, as in `60..70`",
    ),
    (
        "price rises 5%",
        14,
        "the rule ends too early; it goes on with `within` and how long, as in `within 15m`",
    ),
    ("price rises 5% within 15", 22, "`15` is no length of time; did you mean `15m`?"),
    (
        "premarket rises 2 within 15m",
        16,
        "`premarket` is a percent and `2` a plain number; write `2%`",
    ),
    ("price at high over 52w", 9, "expected `new high` or `new low`, not `high`"),
    ("price at new high over 999w", 23, "`999w` is longer than ten years; write at most `520w`"),
    ("no data of iren for 10m", 11, "`iren` is no symbol; write `IREN`"),
    (
        "premarket > 4% then gap > 1% then ytd > 1% within 5m",
        29,
        "`then` joins two and ends with `within`; put those two in brackets to go on",
    ),
    (
        "change - price > 5%",
        9,
        "`change` is a percent and `price` a price in USD; add and subtract figures of one unit",
    ),
    (
        "change - BTC-USD.change > 5",
        26,
        "`change - BTC-USD.change` is a percent and `5` a plain number; write `5%`",
    ),
    (
        "change * gap > 5%",
        9,
        "two figures cannot be multiplied; multiply one by a plain number such as `0.5`",
    ),
    ("sma > 70", 0, "`sma` needs a whole number in brackets; write one like `sma(20, 1d)`"),
    ("price > sma(twenty)", 12, "`twenty` is not a whole number; write one like `20`"),
    ("rvol > 200%", 7, "`rvol` is a ratio and `200%` a percent; write `2x`"),
    (
        "age > 10",
        6,
        "`age` is a length of time in seconds and `10` a plain number; write `10s` or `10m`",
    ),
    ("5 of miners have gap > 1%", 0, "how many at least? write `at least 5 of miners`"),
    ("any of minrs have gap > 1%", 7, "`minrs` is no watchlist; did you mean `miners`?"),
    ("(price > 70 or gap > 1%", 0, "this bracket is never closed; add a `)`"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a rule for each of them."""
    path = tmp_path / "thirty.yaml"
    rules = [RULE.format(number=n, when=when) for n, (when, _, _) in enumerate(WRONG)]
    path.write_text(BEFORE + "".join(rules), encoding="utf-8")
    return path


def test_thirty_wrong_rules_are_explained_in_one_go(prebell: Prebell, file: Path):
    """Each where it goes wrong, with what is wrong there and what to write instead."""
    said = prebell("check", file)

    assert [
        *(
            f"{file}:{FIRST + 3 * n}:{COLUMN + at}: {sentence}"
            for n, (_, at, sentence) in enumerate(WRONG)
        ),
        f"30 faults in {file}; nothing was started.",
    ] == said.err.splitlines()
    assert 2 == said.status


def test_no_two_of_them_are_wrong_in_the_same_words():
    """Thirty kinds of fault, and not one thirty times."""
    assert (30, 30) == (len(WRONG), len({sentence for _, _, sentence in WRONG}))
