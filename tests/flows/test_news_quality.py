"""How well news is read, held to what was promised, on the sets that people have labelled."""

from functools import cache
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.goals import Goal
from benchmarks.labelled import SETS, LabelledSet

NAMES = ("tuned", "held", "fresh", "last", "broad", "morning", "spring", "autumn")


@cache
def _goals(name: str) -> list[Goal]:
    return quality.goals_of(name, quality.evaluated(LabelledSet(SETS / name)))


@pytest.mark.parametrize("name", NAMES)
def test_news_is_read_as_people_read_it(name: str):
    """docs/benchmarks.md says what each set came to before anybody had looked at its faults."""
    missed = [f"{g.text}: {g.reached:.3f}" for g in _goals(name) if g.verdict != "PASS"]

    assert [] == missed


@pytest.mark.parametrize("name", NAMES)
def test_a_set_is_large_enough_to_say_anything(name: str):
    labelled = LabelledSet(SETS / name)
    claims = sum(len(text.claims) for text in labelled.texts)
    sizes = (len(labelled.articles), len({a.story for a in labelled.articles}), claims)

    assert all(have >= least for have, least in zip(sizes, (60, 20, 150), strict=True)), sizes


def test_a_missed_goal_ends_the_run_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Whoever tries a set of their own sees at once whether it holds there."""
    (tmp_path / "companies.json").write_text('{"companies": []}')
    (tmp_path / "articles.jsonl").write_text(
        '{"id": "a", "outlet": "Desk", "title": "IREN rises", "published": "2025-10-10T12:00:00Z",'
        ' "seen": "2025-10-10T12:00:00Z", "story": "S1", "entities": ["IREN"]}\n'
    )
    (tmp_path / "claims.jsonl").write_text("")
    monkeypatch.chdir(tmp_path)

    assert 1 == quality.main([str(tmp_path), "--faults"])
    assert "missed: a: IREN" in capsys.readouterr().out
