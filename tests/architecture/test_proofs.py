"""The page of proofs: what it names is there, and nobody who proves a thing is missing from it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/proofs.md").read_text()
NAMED = {ROOT / path for path in re.findall(r"`(tests/[\w/.]+)`", PAGE)}
NUMBERED = re.compile(r"\b(?:test_m|M)(\d+)(?:_|:)")


def test_every_test_that_the_page_names_is_there():
    """Whoever looks for a proof finds it."""
    assert [] == sorted(str(path.relative_to(ROOT)) for path in NAMED if not path.is_file())


def test_every_test_that_is_a_proof_is_named():
    """`make proofs` runs nothing of which the page does not speak."""
    marked = [
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"^@(cases\(|pytest\.mark\.proof)", path.read_text(), re.MULTILINE)
    ]

    assert marked
    assert [] == sorted(str(path.relative_to(ROOT)) for path in marked if path not in NAMED)


def test_every_number_that_a_test_goes_by_is_explained():
    """M6 says nothing to a stranger."""
    used = {
        number
        for path in (ROOT / "tests").rglob("test_*.py")
        for number in NUMBERED.findall(path.read_text())
    }

    assert [] == sorted(number for number in used if f"| M{number} |" not in PAGE)
