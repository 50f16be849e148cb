"""SEC: which number each issuer is filed under, and what is no list of them."""

import json

import pytest
from hypothesis import given

from bot.errors import FeedError, SetupError
from bot.feeds.providers.sec_issuers import SecIssuers
from bot.market.instruments import Symbol
from tests.answers import cuts, refuses, strange

MAIL = "desk@example.test"
IREN = {"cik_str": 1878848, "ticker": "IREN", "title": "IREN Ltd"}
BODY = json.dumps({"0": IREN, "1": {"cik_str": 1083301, "ticker": "WULF", "title": "T"}}).encode()


def read(*rows: object) -> dict[Symbol, int]:
    body = json.dumps({str(number): row for number, row in enumerate(rows)}).encode()
    return SecIssuers(contact=MAIL).parse(body)


def test_it_is_asked_for_by_whoever_leaves_an_address():
    """The list is turned away from strangers as all else is."""
    request = SecIssuers(contact=MAIL).request()

    assert (
        "https://www.sec.gov/files/company_tickers.json",
        {"User-Agent": f"Prebell {MAIL}"},
    ) == (
        request.url,
        request.headers,
    )


def test_it_does_not_start_without_a_mail_address():
    """Nor is anybody asked by it."""
    with pytest.raises(SetupError, match="no mail address"):
        SecIssuers(contact="nobody")


def test_each_symbol_has_the_number_of_its_issuer():
    """Classes are written with a dash there, and with a dot here."""
    berkshire = {"cik_str": 1067983, "ticker": "BRK-B", "title": "BERKSHIRE HATHAWAY INC"}

    assert {"IREN": 1878848, "BRK.B": 1067983} == read(IREN, berkshire)


def test_a_symbol_of_two_issuers_is_of_neither():
    """Shares of one must not become those of another."""
    assert {"WULF": 7} == read(IREN, IREN | {"cik_str": 5}, IREN | {"ticker": "WULF", "cik_str": 7})


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        IREN | {"cik_str": 0},
        IREN | {"cik_str": -1},
        IREN | {"cik_str": 10**10},
        IREN | {"cik_str": 1.5},
        IREN | {"cik_str": "1878848"},
        IREN | {"ticker": None},
        IREN | {"ticker": "IREN LTD"},
        IREN | {"ticker": "../IREN"},
    ],
)
def test_a_row_that_is_none_costs_the_others_nothing(row: object):
    """And is read as no issuer."""
    assert {"WULF": 7} == read(row, IREN | {"ticker": "WULF", "cik_str": 7})


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b"7", b"", b"<html>", b'{"0": null}'])
def test_a_body_that_names_nobody_is_no_list(body: bytes):
    """It would make every issuer unknown for a day."""
    assert refuses(SecIssuers(contact=MAIL).parse, body)


def test_a_body_cut_at_any_byte_is_no_list():
    """Whole, or not at all."""
    assert all(refuses(SecIssuers(contact=MAIL).parse, cut) for cut in cuts(BODY))


@given(strange(BODY))
def test_no_list_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    try:
        read_as = SecIssuers(contact=MAIL).parse(body)
    except FeedError:
        read_as = {}

    assert all(0 < cik < 10**10 for cik in read_as.values())
