"""Matchers: read as people write them, refused in words, and sure of what they take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.matchers import Matcher, MatcherFault, Sign, labels_of, take
from tests.dispatches import an_alert, matching


@pytest.mark.parametrize(
    ("text", "label", "sign", "value"),
    [
        ("severity=critical", "severity", Sign.IS, "critical"),
        (" list != miners ", "list", Sign.IS_NOT, "miners"),
        ("rule~sector-*", "rule", Sign.LIKE, "sector-*"),
        ('team="credit"', "team", Sign.IS, "credit"),
        ("list=", "list", Sign.IS, ""),
    ],
)
def test_a_matcher_is_read_as_it_is_written(text: str, label: str, sign: Sign, value: str):
    assert Matcher(label=label, sign=sign, value=value) == Matcher.parse(text)


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("critical", 0, "`critical` compares nothing; write a label, a sign and a text"),
        ("=critical", 0, "`` is no name of a label; write the label's name first"),
        ("Severity=x", 0, "`Severity` is no name of a label; write the label's name first"),
        ("severity=~c.*", 8, "`=~` compares nothing here; write `=`, `!=` or `~`"),
        ("severity==critical", 8, "`==` compares nothing here"),
        ("rule=sector-*", 4, "`*` is a plain letter to `=`; write `rule~sector-*`"),
    ],
)
def test_what_is_no_matcher_is_said_with_what_to_write(text: str, at: int, sentence: str):
    with pytest.raises(MatcherFault) as fault:
        Matcher.parse(text)

    assert (True, at) == (str(fault.value).startswith(sentence), fault.value.at)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("rule=sector-90B", True),
        ("rule=sector", False),
        ("rule!=sector", True),
        ("rule~sector*", True),
        ("rule~*90*", True),
        ("rule~sector", False),
        ("rule~sector.90B", False),
        ("team=", True),
        ("team!=credit", True),
        ("team~*", True),
    ],
)
def test_a_matcher_takes_what_it_says(text: str, taken: bool):
    """A label that is not there is an empty one."""
    assert taken == Matcher.parse(text).takes({"rule": "sector-90B"})


def test_matchers_are_all_of_them():
    assert not take(matching("rule=mover", "list=others"), {"rule": "mover", "list": "miners"})


def test_an_alert_is_found_by_its_rule_s_labels_and_by_what_it_is_about():
    alert = an_alert("IREN", team="credit", severity_of="x")

    assert {
        "team": "credit",
        "severity_of": "x",
        "rule": "mover",
        "subject": "IREN",
        "list": "miners",
        "severity": "warning",
        "session": "pre",
        "owner": "",
    } == labels_of(alert)


def test_an_alert_of_a_room_s_own_is_found_by_the_names_its_owner_types():
    """Whose it is stands beside them, so that it is nobody else's of the same name."""
    labels = labels_of(an_alert("mine@telegram:1", rule="dips@telegram:1", watchlist=""))

    assert ("dips", "mine", "telegram:1") == (labels["rule"], labels["subject"], labels["owner"])


@given(st.text(alphabet="ab*.[", max_size=8), st.text(alphabet="ab.[", max_size=8))
def test_a_star_stands_for_anything_and_every_other_letter_for_itself(pattern: str, text: str):
    """Held against the plainest meaning there is."""

    def like(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return like(pattern[1:], text) or (bool(text) and like(pattern, text[1:]))
        return bool(text) and pattern[0] == text[0] and like(pattern[1:], text[1:])

    matcher = Matcher(label="a", sign=Sign.LIKE, value=pattern)

    assert like(pattern, text) == matcher.takes({"a": text})
