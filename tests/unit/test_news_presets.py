"""Presets: outlets that are known by name, each with the address and the manners it wants."""

import json
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from bot.errors import FeedError, FeedRefused, SetupError
from bot.feeds.news import presets
from bot.feeds.news.presets import PRESETS, finnhub
from bot.feeds.news.presets.base import Preset, Wanted
from bot.feeds.web.request import shown
from bot.market.instruments import Symbol
from tests.newsfeeds import MINUTE, NOON

FOLDER = Path(presets.__file__).parent
IREN, BTC = Symbol("IREN"), Symbol("BTC-USD")
KEY = "c0ffee-canary"


def wanted(preset: Preset, **more: str) -> Wanted:
    given = {"contact": "desk@example.com", "key": KEY} | more
    return Wanted(url=preset.url, every=MINUTE, **given)


def urls(preset: Preset, **more: str) -> list[str]:
    pages = preset.publication(wanted(preset, **more)).pages([IREN, BTC], NOON)
    return [page.request.url for page in pages]


def test_every_preset_is_in_the_list_once():
    """One that is missing there could not be named in the settings."""
    modules = sorted(path.stem for path in FOLDER.glob("*.py"))
    found = [import_module(f"{presets.__name__}.{m}") for m in modules if m != "__init__"]

    made = [module.PRESET.name for module in found if hasattr(module, "PRESET")]
    assert sorted(made) == sorted(preset.name for preset in PRESETS)


def test_no_preset_is_called_like_a_provider_of_quotes():
    """What is said of the one must not be taken for the other."""
    providers = {path.stem for path in (FOLDER.parents[1] / "providers").glob("*.py")}

    assert providers.isdisjoint(preset.name for preset in PRESETS)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_asks_its_own_host_over_https(preset: Preset):
    assert {True} == {url.startswith(f"{preset.url}/") for url in urls(preset)}
    assert preset.url.startswith("https://")
    assert timedelta(seconds=30) <= preset.every


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_no_key_is_shown(preset: Preset):
    publication = preset.publication(wanted(preset))
    pages = publication.pages([IREN], NOON)

    assert KEY not in f"{wanted(preset)} {publication} {pages} {[shown(u) for u in urls(preset)]}"
    assert [] == [url for url in urls(preset) if KEY in url]


def test_a_subject_of_business_wire_has_a_code():
    chosen = next(preset for preset in PRESETS if preset.name == "businesswire")

    assert ["https://feed.businesswire.com/rss/home/?rss=A%3D%3D"] == urls(chosen, code="A==")


def test_the_sec_is_not_asked_by_nobody():
    chosen = next(preset for preset in PRESETS if preset.name == "sec-filings")

    with pytest.raises(SetupError):
        chosen.publication(wanted(chosen, contact=""))


def a_row(**more: object) -> dict[str, object]:
    return {"id": 1, "headline": "IREN leases", "datetime": 1760097600, "related": "IREN"} | more


def test_company_news_is_read_row_by_row():
    rows = [a_row(), a_row(id=2, datetime=1760101200, url="https://x.example/2"), {"id": "?"}, 7]
    entries = finnhub.parsed(json.dumps(rows).encode())

    assert ["2", "1"] == [item.id for item in entries.items]
    assert [NOON - 3 * 60 * MINUTE, NOON - 4 * 60 * MINUTE] == [
        item.published for item in entries.items
    ]
    assert ("https://x.example/2", ("IREN",)) == (entries.items[0].url, entries.items[1].tickers)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:x", ""])
def test_an_address_that_is_none_is_left_out(url: str):
    assert "" == finnhub.parsed(json.dumps([a_row(url=url)]).encode()).items[0].url


def test_a_refusal_is_for_the_operator():
    with pytest.raises(FeedRefused):
        finnhub.parsed(b'{"error": "You don\'t have access to this resource."}')


@pytest.mark.parametrize("body", [b"[", b"null", b"7", b"[" * 100_000])
def test_what_is_no_answer_is_said(body: bytes):
    with pytest.raises(FeedError):
        finnhub.parsed(body)
