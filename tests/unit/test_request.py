"""How a request is spoken of: briefly, and with nothing in it that could be a key."""

import pytest

from bot.feeds.web.request import LONGEST, Request

SYMBOLS = ",".join(f"SYM{number}" for number in range(500))


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("https://x.test/v1/quote", "x.test/v1/quote"),
        ("https://x.test:8443/v1/quote?symbol=IREN&token=canary", "x.test:8443/v1/quote?…"),
        (f"https://x.test/v1/quote?symbols={SYMBOLS}", "x.test/v1/quote?…"),
        ("https://x.test/?" + "&".join(f"name{n}" for n in range(500)), "x.test/?…"),
        ("https://me:canary@x.test/a#canary", "x.test/a"),
        ("https://x.test/?", "x.test/"),
        ("https://[canary/", "an address that is none"),
        ("https://x.test:canary/", "an address that is none"),
    ],
)
def test_where_a_request_goes_is_said_without_what_it_asks(url: str, where: str):
    """`/status` shows it in a line, beside what is wrong there."""
    assert where == Request(url).where


def test_a_long_path_is_cut_short():
    """Some would name every symbol in it."""
    where = Request(f"https://x.test/{SYMBOLS}?key=canary").where

    assert (LONGEST, "…") == (len(where), where[-1])
