"""Tagged: an outlet's own tags are symbols of ours where the exchange is one of ours."""

import pytest

from bot.feeds.news.tagged import of_labels, of_tags
from bot.market.instruments import Symbol


@pytest.mark.parametrize(
    ("tag", "symbol"),
    [
        ("Nasdaq:WULF", "WULF"),
        ("NASDAQ: WULF", "WULF"),
        ("NasdaqGS:IREN", "IREN"),
        ("Nasdaq CM: BTBT", "BTBT"),
        ("NYSE:ABTC", "ABTC"),
        ("NYSE American: GRYP", "GRYP"),
        ("NYSE:BRK-B", "BRK.B"),
        ("NYSE:BRK/B", "BRK.B"),
        ("OTCQX:XYZF", "XYZF"),
        ("Other OTC: XYZF", ""),
        ("IREN", "IREN"),
        ("TSX:HUT", ""),
        ("LSE:RIO", ""),
        ("Frankfurt:1AB", ""),
        ("Nasdaq:", ""),
        ("Nasdaq:not a symbol", ""),
        (":", ""),
    ],
)
def test_a_tag_is_read_by_its_exchange(tag: str, symbol: str):
    """RIO in London is Rio Tinto, and HUT in Toronto may be anybody."""
    assert [symbol] * bool(symbol) == of_tags([tag])


def test_a_number_stands_for_every_symbol_of_its_issuer():
    issuers = {1652044: (Symbol("GOOGL"), Symbol("GOOG"))}

    assert ["GOOGL", "GOOG"] == of_labels(["8-K", "cik:0001652044", "cik:7"], issuers)


@pytest.mark.parametrize("label", ["cik:", "cik:x", "cik:١٢", "cik:" + "9" * 5000, "ciks:1"])
def test_what_is_no_number_stands_for_nobody(label: str):
    assert [] == of_labels([label], {1: (Symbol("A"),)})
