"""Finnhub: a stream of trades, a quote that is a close, and share counts in millions."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from bot.errors import FeedError, FeedRefused
from bot.feeds.providers.base import Provider, Streamer
from bot.feeds.providers.finnhub import Finnhub
from bot.feeds.reading import Reading
from bot.feeds.share_count import ShareCount
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives
from tests.builders import at

KEY = "a-key-that-nobody-sees"
IREN = Symbol("IREN")
QUOTE, TRADES = made("finnhub_quote.json"), made("finnhub_trades.json")
PROFILE = made("finnhub_profile.json")


def quoted(body: bytes) -> list[Reading | Refusal]:
    return Finnhub(KEY).parse(body, [IREN])


def profiled(body: bytes) -> list[ShareCount | Refusal]:
    return [Finnhub(KEY).shares(body)]


def changed(body: bytes, **fields: object) -> bytes:
    return json.dumps(json.loads(body) | fields).encode()


def reasons(told: list[Reading | Refusal]) -> list[str]:
    return [row.reason for row in told if isinstance(row, Refusal)]


def test_it_is_a_provider_and_a_streamer():
    """What follows it follows any."""
    provider: Provider = Finnhub(KEY)
    streamer: Streamer = Finnhub(KEY)

    assert ("finnhub", "finnhub") == (provider.name, streamer.name)


@pytest.mark.parametrize(
    ("path", "request_of"), [("quote", Finnhub.request), ("stock/profile2", None)]
)
def test_the_key_goes_into_a_header(path: str, request_of: object):
    """What stands in a URL stands in every log on the way."""
    finnhub = Finnhub(KEY, url="https://x.test")
    request = finnhub.request([IREN]) if request_of else finnhub.profile(IREN)

    assert (f"https://x.test/api/v1/{path}?symbol=IREN", {"X-Finnhub-Token": KEY}) == (
        request.url,
        request.headers,
    )


def test_a_quote_is_the_close_of_the_last_session():
    """The close before is of no day it tells, so no move is measured from it."""
    expected = Reading(
        symbol=IREN, price=Decimal("63.85"), at=at("2025-10-09T20:00Z"), provider="finnhub"
    )

    assert [expected] == quoted(QUOTE)


def test_a_quote_that_nobody_says_whose_it_is_is_refused():
    """It names no symbol itself."""
    assert ["symbol"] == reasons(Finnhub(KEY).parse(QUOTE))


def test_noughts_say_that_nothing_is_known():
    """It answers so about what it never heard of, with status 200."""
    body = b'{"c":0,"d":null,"dp":null,"h":0,"l":0,"o":0,"pc":0,"t":0}'

    assert ["price"] == reasons(quoted(body))


def test_a_close_that_is_dated_to_a_sunday_is_refused():
    """No trade is of a Sunday, and a price of Friday must not look fresh."""
    assert ["time"] == reasons(quoted(changed(QUOTE, t=1760299200)))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Invalid API key.", FeedRefused),
        ("You don't have access to this resource.", FeedRefused),
        ("API limit reached. Please try again later.", FeedError),
    ],
)
def test_an_error_is_sorted_by_who_must_act(text: str, error: type[FeedError]):
    """A wrong key is the operator's, too many questions are nobody's."""
    with pytest.raises(FeedError) as raised:
        quoted(json.dumps({"error": text}).encode())

    assert error is raised.type


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (quoted, {"error": f"no such token: {KEY}"}),
        (profiled, {"error": f"Invalid API key {KEY}"}),
        (Finnhub(KEY).heard, {"type": "error", "msg": f"Invalid API key {KEY}"}),
    ],
)
def test_no_error_repeats_the_key(read, body: dict[str, str]):  # noqa: ANN001 (any reader)
    """A provider may say back what it was given, and errors are logged."""
    with pytest.raises(FeedError) as raised:
        read(json.dumps(body).encode())

    assert KEY not in str(raised.value)


def test_a_profile_counts_in_millions():
    """And tells no day, so nobody can call it fresh."""
    expected = ShareCount(symbol=IREN, shares=272_000_500, as_of=None, provider="finnhub")

    assert [expected] == profiled(PROFILE)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{}", "symbol"),
        (changed(PROFILE, ticker="BRK.B"), "classes"),
        (changed(PROFILE, ticker="no symbol"), "symbol"),
        (changed(PROFILE, shareOutstanding=0), "shares"),
        (changed(PROFILE, shareOutstanding=None), "shares"),
        (changed(PROFILE, shareOutstanding=1e-9), "shares"),
    ],
)
def test_a_profile_without_a_count_says_why(body: bytes, reason: str):
    """BRK.B was once given the shares of A."""
    assert [reason] == [row.reason for row in profiled(body) if isinstance(row, Refusal)]


def test_it_subscribes_to_one_symbol_a_frame():
    """Its line takes no list."""
    frames = Finnhub(KEY).subscribe([IREN, Symbol("BRK.B")])

    assert [{"type": "subscribe", "symbol": s} for s in ("IREN", "BRK.B")] == [
        json.loads(frame) for frame in frames
    ]


def test_its_line_takes_the_key_in_its_address_alone():
    """There is no header for it there; whoever logs the address has to leave the query out."""
    assert f"wss://ws.finnhub.io?token={KEY}" == Finnhub(KEY).stream_url


def test_every_trade_of_a_frame_is_told():
    """An extreme may be any of them; what a trade was of shares is no volume of the day."""
    expected = [
        Reading(
            symbol=IREN,
            price=Decimal("66.4"),
            at=at("2025-10-10T12:32:00.123Z"),
            provider="finnhub",
        ),
        Reading(
            symbol=Symbol("WULF"),
            price=Decimal("14.275"),
            at=at("2025-10-10T12:32:00.456Z"),
            provider="finnhub",
        ),
    ]

    assert expected == Finnhub(KEY).heard(TRADES)


@pytest.mark.parametrize("frame", ['{"type":"ping"}', '{"type":"news","data":[{}]}', "{}"])
def test_what_is_no_trade_says_nothing(frame: str):
    """A ping is for the line, not for the market."""
    assert [] == Finnhub(KEY).heard(frame)


def test_more_symbols_than_the_plan_has_is_for_the_operator():
    """No second try will mend it."""
    with pytest.raises(FeedRefused, match="too many symbols"):
        Finnhub(KEY).heard('{"type":"error","msg":"Subscribing to too many symbols"}')


def test_one_strange_trade_costs_none_of_the_others():
    """A crypto pair is no symbol of ours, a trade without a time is none."""
    good = json.loads(TRADES)["data"]
    rows = [{"s": "BINANCE:BTCUSDT", "p": 1, "t": 1}, good[0] | {"t": None}, None, *good]

    told = Finnhub(KEY).heard(json.dumps({"type": "trade", "data": rows}))

    assert (["symbol", "time", "field"], 5) == (reasons(told), len(told))


@pytest.mark.parametrize("read", [quoted, profiled, Finnhub(KEY).heard])
@pytest.mark.parametrize("body", [QUOTE, PROFILE, TRADES])
def test_a_body_cut_at_any_byte_is_no_answer(read, body: bytes):  # noqa: ANN001 (any reader)
    """Trap 10 and its kin: nothing but FeedError, however little came."""
    assert all(refuses(read, cut) for cut in cuts(body.strip()))


@given(strange(QUOTE))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(quoted, body)


@given(strange(PROFILE))
def test_no_profile_whatever_breaks_it(body: bytes):
    """Likewise where only a count was wanted."""
    assert survives(profiled, body)


@given(strange(TRADES))
def test_no_frame_whatever_breaks_it(frame: bytes):
    """Likewise on the line, where one frame must not end it."""
    assert survives(Finnhub(KEY).heard, frame)


def test_the_recorded_quote_is_of_a_sunday():
    """A real answer: the close of Friday, dated to Sunday 20:00 UTC."""
    assert ["time"] == reasons(quoted(real("finnhub/Quote-AAPL.json")))


def test_the_recorded_profile_is_in_millions():
    """A real answer: 14,935.83 million."""
    [count] = profiled(real("finnhub/Company-Profile-2.json"))

    assert isinstance(count, ShareCount)
    assert 14_935_830_000 == count.shares


def test_the_recorded_frame_is_of_after_hours():
    """Its stream carries extended trades, nine in one frame here."""
    told = Finnhub(KEY).heard(real("finnhub/ws_trade_frame_2022-12-29_postmarket.json"))

    assert 7 * [("TSLA", 21)] + 2 * [("AAPL", 21)] == [
        (row.symbol, row.at.hour) for row in told if isinstance(row, Reading)
    ]
