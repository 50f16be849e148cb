"""Tone: what shouts is counted, and the headline that shouts least is shown."""

import pytest

from bot.news.shelving.tone import plainest, tone
from bot.news.words import Words
from tests.told import a_piece


@pytest.mark.parametrize(
    ("title", "text", "marks"),
    [
        ("Bitcoin miners extend rally before the bell", "IREN rose 4%.", 0),
        ("Miners are on fire pre-market, $90B within reach!", "", 3),
        ("", "TeraWulf soars 5%. What a morning for mining stocks!", 3),
        ("IREN bags a MONSTER deal 🚀", "", 2),
        ("What now??", "Really? Yes.", 1),
        ("SEC, ERCOT and NYSE agree", "The miners IREN (NASDAQ: IREN), WULF and CIFR rose.", 0),
    ],
)
def test_hype_words_marks_pictures_and_capitals_are_counted(title: str, text: str, marks: int):
    assert marks == tone(Words.of(title, text))


def test_a_wire_that_writes_its_headlines_in_capitals_does_not_shout_much():
    """It means nothing by them: they are two marks, however long the headline."""
    assert 2 == tone(Words.of("IREN SIGNS LEASE WITH NORTHWIND LABS FOR CHILDRESS CAMPUS", ""))


def test_an_apostrophe_of_any_kind_is_one():
    assert tone(Words.of("", "It can't stop")) == tone(Words.of("", "It can’t stop"))


def test_the_plainest_headline_is_shown():
    loud = a_piece("BOOM! IREN bags a MONSTER deal", "IREN leases 140 MW.")
    plain = a_piece("IREN leases 140 MW to Northwind Labs", "A stunning, insane, epic deal!")

    assert plain.article.title == plainest([loud, plain])


def test_of_headlines_equally_plain_that_of_the_plainest_article_is_shown():
    loud = a_piece("IREN leases 140 MW", "A stunning, insane, epic deal!")
    plain = a_piece("IREN lets 140 MW", "Work starts next year.")

    assert plain.article.title == plainest([loud, plain])


def test_of_articles_equally_plain_the_first_has_the_headline():
    first, second = a_piece("IREN leases 140 MW"), a_piece("IREN lets 140 MW")

    assert first.article.title == plainest([first, second])


def test_an_article_without_a_title_has_no_headline():
    assert "" == plainest([a_piece("", "IREN rose 4%.")])
