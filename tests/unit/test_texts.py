"""Texts are said in the reader's language where it is known, and in English where it is not."""

import logging
from pathlib import Path

import pytest

from bot.reading import Reader, reading
from bot.texts import counted, said, translated, unsaid

POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n>1 && n<5 ? 1 : 2);\n"

msgid "{symbol} is silent {until}"
msgstr "{until} milczy {symbol}"

msgid "{n} alert of {rule}"
msgid_plural "{n} alerts of {rule}"
msgstr[0] "{n} alarm {rule}"
msgstr[1] "{n} alarmy {rule}"
msgstr[2] "{n} alarmów {rule}"

msgid "{symbol} is muted"
msgstr "{ticker} wyciszony"

msgid "{price} at {time}"
msgstr "{price} teraz"

msgid "until {end}"
msgstr "do {end"

msgid "none"
msgstr ""
"""


@pytest.fixture(autouse=True)
def polish(tmp_path: Path):
    """Know Polish, as far as it goes."""
    (tmp_path / "pl.po").write_text(POLISH)
    with translated(tmp_path):
        yield


@pytest.mark.parametrize("locale", ["pl", "pl-PL", "pl_PL"])
def test_a_text_is_said_in_the_readers_language_in_the_order_it_wants(locale: str):
    with reading(Reader(locale)):
        assert "do 15:00 milczy IREN" == said(
            "{symbol} is silent {until}", symbol="IREN", until="do 15:00"
        )


@pytest.mark.parametrize("locale", ["en", "de", "../pl", "", "pl/../pl", "tlh"])
def test_where_nobody_has_translated_it_is_said_in_english(locale: str):
    """Whatever a platform calls a language, no file elsewhere is looked for."""
    with reading(Reader(locale)):
        assert "IREN is silent for 1 h" == said(
            "{symbol} is silent {until}", symbol="IREN", until="for 1 h"
        )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1 alarm dips"),
        (3, "3 alarmy dips"),
        (5, "5 alarmów dips"),
        (22222, "22\xa0222 alarmów dips"),
    ],
)
def test_what_is_counted_takes_the_form_of_its_number(number: int, text: str):
    """English has two of them, Polish three."""
    with reading(Reader("pl")):
        assert text == counted(number, "{n} alert of {rule}", "{n} alerts of {rule}", rule="dips")


def test_english_counts_as_well():
    told = [
        counted(n, "{n} alert of {rule}", "{n} alerts of {rule}", rule="dips") for n in (1, 1200)
    ]

    assert ["1 alert of dips", "1,200 alerts of dips"] == told


def test_a_translation_that_names_other_things_is_not_used(caplog: pytest.LogCaptureFixture):
    """A figure that is left out is worse than a sentence in English."""
    with caplog.at_level(logging.WARNING), reading(Reader("pl")):
        told = [
            said("{symbol} is muted", symbol="IREN"),
            said("{price} at {time}", price="66.40", time="15:00"),
            said("until {end}", end="15:00"),
            said("none"),
        ]

    assert ["IREN is muted", "66.40 at 15:00", "until 15:00", "none"] == told
    assert 3 == len(caplog.records)


def test_what_is_filled_in_is_no_text_of_ours():
    """A symbol that looks like a field is shown as it is."""
    assert "{until} is muted" == said("{symbol} is muted", symbol="{until}")


def test_a_text_that_is_given_no_names_is_said_as_it_stands():
    """Its braces are somebody's example, and nothing is filled in."""
    assert "such as {symbol}" == said(unsaid("such as {symbol}"))


def test_a_text_can_be_written_away_from_where_it_is_said():
    """The language is that of whoever reads it then, not of whoever asked for the module."""
    silent = unsaid("{symbol} is silent {until}")

    with reading(Reader("pl")):
        assert "do 15:00 milczy IREN" == said(silent, symbol="IREN", until="do 15:00")
