"""Documentation: every example in it is run, so that none can rot."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.labelled import LabelledSet
from bot.rules.language import parse
from bot.rules.measure import Scope
from config.load import load
from tests.flows.conftest import DAY, Prebell

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "docs/alerts.md",
        "docs/commands.md",
        "docs/delivery.md",
        "docs/design.md",
        "docs/discord.md",
        "docs/locale.md",
        "docs/news.md",
        "docs/rules.md",
        "docs/telegram.md",
        "docs/watchlists.md",
        "docs/webhooks.md",
        "CHANGELOG.md",
    )
]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    return [text for name, text in BLOCK.findall((ROOT / page).read_text()) if name == language]


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line]


@pytest.mark.parametrize("line", [c for c in commands("README.md") if c.startswith("prebell")])
def test_every_command_of_the_readme_does_what_it_says(prebell: Prebell, tmp_path: Path, line: str):
    """A newcomer types exactly this, in the folder of the project."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config/recordings").symlink_to(DAY.parent)

    assert 0 == prebell(*shlex.split(line)[1:]).status


@pytest.mark.parametrize("line", [c for c in commands("README.md") if c.startswith("make")])
def test_every_make_target_of_the_readme_exists(line: str):
    """The two commands everything begins with."""
    assert re.search(
        rf"^{line.removeprefix('make ')}:", (ROOT / "Makefile").read_text(), re.MULTILINE
    )


def test_the_container_commands_name_files_that_are_there():
    """No engine runs in the tests, but the files are read by other tests."""
    others = [c for c in commands("README.md") if not c.startswith(("prebell", "make"))]

    assert ["cp .env.example .env", "docker compose up --build"] == others
    assert (ROOT / ".env.example").exists()
    assert (ROOT / "compose.yaml").exists()


@pytest.mark.parametrize("number", range(len(blocks("README.md", "yaml"))))
def test_every_settings_example_of_the_readme_has_no_fault(tmp_path: Path, number: int):
    """It is what people copy."""
    file = tmp_path / "prebell.yaml"
    file.write_text(blocks("README.md", "yaml")[number])

    assert load(file, {}).rules


@pytest.mark.parametrize(
    ("page", "number"),
    [
        (page, number)
        for page in ("docs/discord.md", "docs/news.md", "docs/telegram.md")
        for number in range(len(blocks(page, "yaml")))
    ],
)
def test_every_settings_example_of_a_page_has_no_fault(tmp_path: Path, page: str, number: int):
    """Whoever lets the bot in, or has it read the news, copies these first."""
    file = tmp_path / "prebell.yaml"
    file.write_text(blocks(page, "yaml")[number])

    settings = load(file, {"PREBELL_TELEGRAM__WEBHOOK__SECRET": "a-secret-of-the-test"})

    assert str(file) == settings.summary()["file"]


def test_what_the_readme_shows_is_what_is_printed(prebell: Prebell):
    """Figures that were typed by hand are wrong by the next release."""
    printed = prebell("replay", DAY).out
    shown = [line.partition(" · source")[0] for line in blocks("README.md", "text")[0].splitlines()]

    assert [] == [line for line in shown if line.strip() not in printed]


def test_what_the_readme_shows_of_a_backtest_is_what_is_printed(prebell: Prebell):
    """Cut short, but word for word."""
    printed = prebell("backtest", "--rule", "IREN premarket > 4%", "--from", DAY).out.splitlines()
    shown = blocks("README.md", "text")[1].splitlines()

    assert [] == [line for line in shown if line not in [p.rstrip() for p in printed]]


def test_what_the_page_on_news_shows_is_what_is_answered(prebell: Prebell):
    """Cut short, but word for word."""
    asked, shown = blocks("docs/news.md", "text")[0].splitlines()

    assert shown.removesuffix("…") in prebell("ask", asked, "--at", "12:50Z").out


def test_the_labels_that_the_page_on_news_shows_can_be_read(tmp_path: Path):
    """Whoever tries a set of their own begins with these lines."""
    for name, block in zip(
        ("companies.json", "articles.jsonl", "claims.jsonl"),
        blocks("docs/news.md", "json"),
        strict=True,
    ):
        (tmp_path / name).write_text(json.dumps(json.loads(block)))

    scores = quality.evaluated(LabelledSet(tmp_path))

    assert (1, 1) == (scores["entities"].hits, scores["claims"].hits)


def test_every_rule_of_the_design_can_be_read():
    """The page is the language's first reference."""
    page = (ROOT / "docs/design.md").read_text()
    rules = re.search(r"## 3\. Rules\n\n((?:    .*\n)+)", page)
    assert rules is not None

    lines = [line.strip() for line in rules[1].splitlines()]

    read = [parse(line, watchlists=["miners"], own=Scope.INSTRUMENT) for line in lines]

    assert 4 == len(read)


def test_every_link_leads_somewhere():
    """To a file of ours, that is; the rest is for its readers to try."""
    links = [
        (page, link)
        for page in PAGES
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text())
    ]

    assert [] == [link for page, link in links if not (page.parent / link).exists()]


def test_the_worked_example_works(tmp_path: Path):
    """Whoever follows it to the letter has a new metric, in rules and in answers."""
    for folder in ("bot", "handlers", "config"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    [source], [line] = (blocks("CONTRIBUTING.md", kind) for kind in ("python", "text"))
    (tmp_path / "bot/rules/metrics/turnover.py").write_text(source)
    registry = tmp_path / "bot/rules/metrics/__init__.py"
    text = registry.read_text()
    text = text.replace("    traded,\n", "    traded,\n    turnover,\n", 1)
    registry.write_text(text.replace("    price.volume,\n", f"    price.volume,\n{line}"))
    (tmp_path / "my.yaml").write_text(blocks("CONTRIBUTING.md", "yaml")[0])

    command = shlex.split(blocks("CONTRIBUTING.md", "sh")[0])[1:]
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "turnover > 500M: IREN turnover $" in done.stdout
