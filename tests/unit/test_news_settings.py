"""What companies are called, and what themes are told by, is the operator's to say."""

from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.market.instruments import Symbol
from bot.news.entities import Company, Group, Name, Theme
from bot.news.names.lexicon import Lexicon
from bot.news.words import Words
from config.faults import ConfigFaults
from config.load import load
from config.settings import Settings

LETTERS = "write lower case letters, digits and `-`, such as `power-price`"
NOTHING: MappingProxyType[str, str] = MappingProxyType({})


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start where no settings lie about."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def loaded(text: str) -> Settings:
    Path("prebell.yaml").write_text(text, encoding="utf-8")
    return load(None, NOTHING)


def told(text: str) -> list[str]:
    """Load a text and return the lines it is refused with."""
    with pytest.raises(ConfigFaults) as refusal:
        loaded(text)
    return str(refusal.value).splitlines()


def test_a_company_has_names_with_and_without_days():
    settings = loaded(
        """\
companies:
  - symbol: mara
    names: [MARA, {text: Marathon Digital, since: 2021-03-01, until: 2024-08-23}]
    word: true
"""
    )

    assert (
        Company(
            symbol=Symbol("MARA"),
            names=(
                Name(text="MARA"),
                Name(text="Marathon Digital", since=date(2021, 3, 1), until=date(2024, 8, 23)),
            ),
            word=True,
        ),
    ) == settings.companies_of_the_news()


def test_a_theme_has_a_title_or_is_called_by_its_name():
    settings = loaded(
        """\
themes:
  power-price: {words: [power  price, PPA]}
  deals: {title: Deals, words: [merger]}
"""
    )

    assert (
        Theme(name="power-price", title="power-price", words=("power price", "PPA")),
        Theme(name="deals", title="Deals", words=("merger",)),
    ) == settings.themes_of_the_news()


def test_a_watchlist_says_what_its_members_are_called():
    settings = loaded("watchlists: {ours: {members: [IREN], called: [digger stocks, Diggers]}}")

    assert ("digger stocks", "Diggers") == settings.watchlists_of_the_market()[0].called


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "companies:\n  - symbol: IREN\n    names: []\n",
            "3:12: this list is empty; write a name such as `TeraWulf`",
        ),
        (
            "companies:\n  - symbol: IREN\n    names: [A]\n",
            "3:13: `A` is no name; write at least two letters of one",
        ),
        (
            "companies:\n  - symbol: IREN\n    names: [{since: 2024-01-01}]\n",
            "3:13: `text` is missing; write it, such as `text: Riot`",
        ),
        (
            "companies: [{symbol: A, names: [{text: Old, since: 2024-01-01, until: 2023-01-01}]}]",
            "1:71: `2023-01-01` is not after `since`; write a later day",
        ),
        (
            "companies:\n  - symbol: IREN\n    names: [{text: Old, till: 2023-01-01}]\n",
            "3:25: `till` is not known here; did you mean `until`?",
        ),
        (
            "companies: [{symbol: IREN, names: [Iren]}, {symbol: $iren, names: [Iris]}]",
            "1:53: `IREN` has names already; write all of them there",
        ),
        (
            "themes:\n  Tariffs:\n    words: [tariff]\n",
            f"2:3: `Tariffs` is no name for a theme; {LETTERS}",
        ),
        (
            "themes:\n  tariffs:\n    words: []\n",
            "3:12: this list is empty; write a word such as `gigawatt`",
        ),
        (
            "themes:\n  tariffs:\n    words: ['!']\n",
            "3:13: `!` is no name; write at least two letters of one",
        ),
        (
            f"themes:\n  tariffs:\n    words: [{'x' * 101}]\n",
            "3:13: this is too long; write at most 100 characters",
        ),
    ],
)
def test_each_fault_says_where_what_and_what_to_write(text: str, fault: str):
    assert f"prebell.yaml:{fault}" == told(text)[0]


def packaged() -> Lexicon:
    settings = load(None, NOTHING)
    lists = settings.watchlists_of_the_market()
    groups = [Group(name=one.name, names=(*one.called, one.title)) for one in lists]
    return Lexicon(settings.companies_of_the_news(), groups, settings.themes_of_the_news())


def test_the_packaged_names_know_every_miner():
    settings = load(None, NOTHING)
    miners = settings.watchlists_of_the_market()[0].members

    assert set(miners) <= {company.symbol for company in settings.companies_of_the_news()}


def test_the_packaged_names_read_the_first_article_of_the_packaged_day():
    """The story the project began with."""
    words = Words.of(
        "Bitcoin miners extend rally before the bell; sector value approaches $90 billion",
        "IREN led. TeraWulf, Cipher Mining and CleanSpark rose. Bitcoin traded near $122,000."
        " Several miners plan gigawatts of power for artificial-intelligence customers.",
    )
    found = packaged().read(words, date(2025, 10, 10))

    assert (("IREN", "WULF", "CIFR", "CLSK", "BTC-USD"), ("capacity", "ai-hpc"), "miners") == (
        found.symbols,
        found.themes,
        found.groups[0].group,
    )


def test_the_packaged_names_see_no_company_in_a_riot_a_hut_and_a_hive():
    words = Words.of(
        "Police prepare for riot drills as beach hut repairs continue",
        "Officers will rehearse riot response. A hive of other works can go on.",
    )

    assert () == packaged().read(words, date(2025, 10, 10)).symbols
