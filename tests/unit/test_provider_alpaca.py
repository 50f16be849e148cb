"""Alpaca: snapshots whose bars are told apart by their dates, and the trades of a feed."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from bot.errors import FeedError, FeedRefused
from bot.feeds.providers.alpaca import Alpaca
from bot.feeds.providers.base import Provider, Streamer
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives
from tests.builders import at

KEY, SECRET = "a-key-nobody-sees", "a-secret-nobody-sees"
IREN, WULF = Symbol("IREN"), Symbol("WULF")
SNAPSHOTS, TRADES = made("alpaca_snapshots.json"), made("alpaca_trades.json")


def alpaca(feed: str = "iex") -> Alpaca:
    return Alpaca(KEY, SECRET, feed=feed, url="https://x.test")


def a_snapshot(**changed: object) -> bytes:
    return json.dumps({"IREN": json.loads(SNAPSHOTS)["IREN"] | changed}).encode()


def a_trade(**changed: object) -> str:
    return json.dumps([json.loads(TRADES)[0] | changed])


def bases(told: list[Reading | Refusal]) -> list[tuple[str, date | None]]:
    return [(str(row.base), row.base_day) for row in told if isinstance(row, Reading)]


def reasons(told: list[Reading | Refusal]) -> list[str]:
    return [row.reason for row in told if isinstance(row, Refusal)]


def test_it_is_a_provider_and_a_streamer():
    """What follows it follows any."""
    provider: Provider = alpaca()
    streamer: Streamer = alpaca()

    assert ("alpaca", "alpaca") == (provider.name, streamer.name)


def test_it_asks_for_many_at_once_with_its_key_in_headers():
    """What stands in a URL stands in every log on the way."""
    request = alpaca().request([IREN, Symbol("BRK.B")])

    assert "https://x.test/v2/stocks/snapshots?symbols=IREN,BRK.B&feed=iex" == request.url
    assert {"APCA-API-KEY-ID": KEY, "APCA-API-SECRET-KEY": SECRET} == request.headers


def test_a_snapshot_is_its_latest_trade_measured_from_the_last_close():
    """Trap 1: before the bell `dailyBar` is of yesterday and `prevDailyBar` one session older.

    Nine digits of a second are told, of which six are kept.
    """
    expected = Reading(
        symbol=IREN,
        price=Decimal("66.41"),
        at=at("2025-10-10T12:52:08.123457Z"),
        provider="alpaca",
        base=Decimal("63.85"),
        base_day=date(2025, 10, 9),
    )

    assert expected == alpaca().parse(SNAPSHOTS)[0]


def test_in_the_session_the_base_is_the_day_before():
    """Then `dailyBar` is of today, and is none."""
    assert ("13.59", date(2025, 10, 9)) == bases(alpaca().parse(SNAPSHOTS))[1]


@pytest.mark.parametrize(
    ("trade", "base"),
    [
        ("2025-10-10T08:00:00Z", "63.85"),  # the first minute of the pre-market
        ("2025-10-10T23:59:59Z", "63.85"),  # the last of after hours
        ("2025-10-13T08:00:00Z", "64.00"),  # the Monday after
        ("2025-10-09T12:00:00Z", "None"),  # a thin name that has not traded since
    ],
)
def test_the_base_is_the_newest_day_that_was_over_when_it_traded(trade: str, base: str):
    """Whatever the bars are called."""
    body = a_snapshot(
        latestTrade={"t": trade, "p": 66},
        dailyBar={"t": "2025-10-10T04:00:00Z", "c": "64.00"},
        prevDailyBar={"t": "2025-10-09T04:00:00Z", "c": "63.85"},
    )

    assert [base] == [told for told, _ in bases(alpaca().parse(body))]


@pytest.mark.parametrize(("feed", "volumes"), [("iex", [None, None]), ("sip", [None, 120_000])])
def test_only_the_whole_tape_knows_the_volume_of_the_day(feed: str, volumes: list[int | None]):
    """IEX sees one trade in fifty; and before the bell the newest bar is of yesterday."""
    told = alpaca(feed).parse(SNAPSHOTS)

    assert volumes == [row.volume for row in told if isinstance(row, Reading)]


def test_a_symbol_it_does_not_know_is_refused_by_itself():
    """It comes as null, beside the others."""
    assert ["price"] == reasons(alpaca().parse(SNAPSHOTS))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"latestTrade": None}, "price"),
        ({"latestTrade": {"p": 66}}, "time"),
        ({"latestTrade": {"p": 0, "t": "2025-10-10T12:52:08Z"}}, "price"),
        ({"latestTrade": {"p": 66, "t": "2025-10-10T12:52:08"}}, "field"),
    ],
)
def test_what_is_no_quote_says_why(changed: dict[str, object], reason: str):
    """A nought is no price, and a time without a zone is none."""
    assert [reason] == reasons(alpaca().parse(a_snapshot(**changed)))


@pytest.mark.parametrize("condition", ["W", "4", "7", "Z", "U"])
def test_a_trade_that_is_not_at_the_price_of_the_moment_is_refused(condition: str):
    """Trap 4: averaged, derived and late prints look like moves before the bell."""
    assert ["condition"] == reasons(alpaca().heard(a_trade(c=["@", condition])))


@pytest.mark.parametrize(("tape", "told"), [("A", 0), ("B", 0), ("C", 1)])
def test_what_b_means_depends_on_the_tape(tape: str, told: int):
    """Averaged on two of them, bunched and real on the third."""
    heard = alpaca().heard(a_trade(c=["B"], z=tape))

    assert told == sum(isinstance(row, Reading) for row in heard)


@pytest.mark.parametrize("conditions", [None, [], ["@", "T", "I"], ["F"], [" "]])
def test_small_and_extended_trades_count(conditions: list[str] | None):
    """Before the bell there is little else."""
    assert [] == reasons(alpaca().heard(a_trade(c=conditions)))


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("forbidden.", FeedRefused),
        ("subscription does not permit querying recent SIP data", FeedRefused),
        ("too many requests.", FeedError),
        ("internal server error", FeedError),
    ],
)
def test_an_error_is_sorted_by_who_must_act(message: str, error: type[FeedError]):
    """A plan is the operator's, a burst is nobody's."""
    with pytest.raises(FeedError) as raised:
        alpaca().parse(json.dumps({"message": message}).encode())

    assert error is raised.type


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (402, FeedRefused),
        (405, FeedRefused),
        (409, FeedRefused),
        (406, FeedError),
        (500, FeedError),
    ],
)
def test_a_refusal_on_its_line_is_sorted_likewise(code: int, error: type[FeedError]):
    """406 is our own line of a moment ago, that it has not noticed the end of."""
    frame = json.dumps([{"T": "error", "code": code, "msg": "as it says"}])

    with pytest.raises(FeedError, match="as it says") as raised:
        alpaca().heard(frame)
    assert error is raised.type


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (alpaca().parse, {"message": f"{KEY} and {SECRET} are forbidden"}),
        (alpaca().heard, [{"T": "error", "code": 402, "msg": f"no {KEY}, {SECRET}"}]),
    ],
)
def test_no_error_repeats_the_key(read, body: object):  # noqa: ANN001 (either reader)
    """A provider may say back what it was given, and errors are logged."""
    with pytest.raises(FeedError) as raised:
        read(json.dumps(body).encode())

    assert not {KEY, SECRET} & set(str(raised.value).replace(",", "").split())


def test_it_shows_its_key_and_asks_for_trades():
    """In this order, at the address of its feed."""
    frames = [json.loads(frame) for frame in alpaca("sip").subscribe([IREN])]

    assert "wss://stream.data.alpaca.markets/v2/sip" == alpaca("sip").stream_url
    assert [
        {"action": "auth", "key": KEY, "secret": SECRET},
        {"action": "subscribe", "trades": ["IREN"]},
    ] == frames


def test_every_trade_of_a_frame_is_told():
    """One frame holds trades of several."""
    told = alpaca().heard(TRADES)

    assert [
        (IREN, Decimal("66.41"), at("2025-10-10T12:52:08.208Z")),
        (WULF, Decimal("14.27"), at("2025-10-10T12:52:09Z")),
    ] == [(row.symbol, row.price, row.at) for row in told if isinstance(row, Reading)]


@pytest.mark.parametrize(
    "frame",
    [
        '[{"T":"success","msg":"connected"}]',
        '[{"T":"success","msg":"authenticated"}]',
        '[{"T":"subscription","trades":["IREN"],"quotes":[]}]',
        '[{"T":"q","S":"IREN","bp":1,"ap":2,"t":"2025-10-10T12:52:08Z","c":["R"]}]',
        "[]",
    ],
)
def test_what_is_no_trade_says_nothing(frame: str):
    """A greeting is for the line, not for the market."""
    assert [] == alpaca().heard(frame)


@pytest.mark.parametrize("kind", ["c", "x"])
def test_a_trade_that_is_taken_back_is_counted(kind: str):
    """What it fired cannot be unsaid, but somebody may ask."""
    assert ["withdrawn"] == reasons(alpaca().heard(a_trade(T=kind)))


@pytest.mark.parametrize("read", [alpaca().parse, alpaca().heard])
@pytest.mark.parametrize("body", [SNAPSHOTS, TRADES])
def test_a_body_cut_at_any_byte_is_no_answer(read, body: bytes):  # noqa: ANN001 (either reader)
    """Trap 10 and its kin: nothing but FeedError, however little came."""
    assert all(refuses(read, cut) for cut in cuts(body.strip()))


@given(strange(SNAPSHOTS))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(alpaca("sip").parse, body)


@given(strange(TRADES))
def test_no_frame_whatever_breaks_it(frame: bytes):
    """Likewise on the line, where one frame must not end it."""
    assert survives(alpaca().heard, frame)


def test_recorded_snapshots_are_read():
    """A real answer in the session: one with a close before it, one without, one unknown."""
    told = alpaca().parse(real("alpaca/Snapshots_1.json"))

    assert [("131.46", date(2021, 4, 30)), ("None", None)] == bases(told)
    assert ["price"] == reasons(told)
