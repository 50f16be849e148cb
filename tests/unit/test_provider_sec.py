"""SEC: the newest count of an issuer, and the many ways in which there is none."""

import json
from datetime import date

import pytest
from hypothesis import given

from bot.errors import FeedError, FeedRefused, SetupError
from bot.feeds.providers.sec import Sec
from bot.feeds.share_count import ShareCount
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives

IREN = Symbol("IREN")
CONCEPT = made("sec_concept.json")
MAIL = "desk@example.test"


def sec(**ciks: int) -> Sec:
    numbers = {Symbol(name): cik for name, cik in (ciks or {"IREN": 1234567}).items()}
    return Sec(numbers, contact=MAIL)


def a_fact(end: str = "2025-08-20", val: object = 5_000_000, filed: str = "2025-08-28") -> object:
    return {"end": end, "val": val, "filed": filed, "form": "10-Q"}


def a_concept(*facts: object, **changed: object) -> bytes:
    return json.dumps({"cik": 1234567, "units": {"shares": facts}} | changed).encode()


def told_of(told: list[ShareCount | Refusal]) -> list[object]:
    return [row.shares if isinstance(row, ShareCount) else row.reason for row in told]


def test_it_asks_by_the_issuer_s_number_and_leaves_its_address():
    """Without a mail address in the User-Agent the SEC answers 403."""
    request = sec().request([IREN])

    path = "/api/xbrl/companyconcept/CIK0001234567/dei/EntityCommonStockSharesOutstanding.json"
    assert (f"https://data.sec.gov{path}", {"User-Agent": f"Prebell {MAIL}"}) == (
        request.url,
        request.headers,
    )


@pytest.mark.parametrize("contact", ["", "nobody", "a@b", "a@example.test\r\nX: y", "@a.b"])
def test_it_does_not_start_without_a_mail_address(contact: str):
    """Nor with one that would write a second header."""
    with pytest.raises(SetupError, match="no mail address"):
        Sec({IREN: 1}, contact=contact)


def test_a_symbol_whose_issuer_is_not_known_is_refused():
    """The operator has to say its number."""
    with pytest.raises(FeedRefused, match="WULF has no CIK"):
        sec().request([Symbol("WULF")])


def test_the_newest_count_is_told_with_its_own_date():
    """By the day it is of, then by the day it was filed: an amendment counts over its report.

    Left aside: a placeholder of a thousand, and a day that had not come when it was filed.
    """
    expected = ShareCount(symbol=IREN, shares=272_500_000, as_of=date(2025, 8, 20), provider="sec")

    assert [expected] == sec().parse(CONCEPT)


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_facts_says_nothing(order: int):
    """They come by the day they are of, and nobody promised that."""
    facts = [a_fact("2025-05-01", 5_000_000), a_fact("2025-08-20", 6_000_000)][::order]

    assert [6_000_000] == told_of(sec().parse(a_concept(*facts)))


@pytest.mark.parametrize(
    "units",
    [{}, {"shares": {}}, {"shares": []}, {"shares": None}, {"USD": [a_fact()]}, [], None],
)
def test_an_answer_without_facts_is_no_count(units: object):
    """Trap 11: status 200 and nothing in it, which is not the same as no shares."""
    assert ["shares"] == told_of(sec().parse(a_concept(units=units)))


def test_an_issuer_without_any_fact_is_answered_in_markup():
    """Trap 11: of Alphabet there is no count without a class, and the SEC says NoSuchKey."""
    body = b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>"

    assert ["shares"] == told_of(sec().parse(body))


@pytest.mark.parametrize("val", [0, 1, 100, 1000, -5_000_000, 5_000_000.5, 10**15, "NaN"])
def test_what_is_no_count_is_left_aside(val: object):
    """Trap 11: 1, 100 and 1000 stand where a filer had nothing to say."""
    assert ["shares"] == told_of(sec().parse(a_concept(a_fact(val=val))))


def test_a_series_that_stands_still_says_since_when():
    """Trap 11: an issuer that went on to count by class left its old count behind for years."""
    [count] = sec().parse(a_concept(a_fact("2010-02-11", filed="2010-02-18")))

    assert isinstance(count, ShareCount)
    assert (date(2010, 2, 11), True) == (count.as_of, count.is_frozen(date(2025, 10, 10)))


def test_a_yearly_count_is_not_frozen():
    """Who files from abroad does so once a year, and late."""
    count = ShareCount(symbol=IREN, shares=1, as_of=date(2024, 9, 1), provider="sec")

    assert not count.is_frozen(date(2025, 10, 31))


def test_two_counts_of_one_report_are_of_two_classes():
    """Neither is the company's."""
    facts = [a_fact(val=5_000_000), a_fact(val=6_000_000)]

    assert ["classes"] == told_of(sec().parse(a_concept(*facts)))


def test_a_count_of_two_symbols_is_of_neither():
    """A class must not be worth what the whole company is."""
    told = sec(GOOG=1234567, GOOGL=1234567).parse(a_concept(a_fact()))

    assert ["classes"] == told_of(told)


def test_an_answer_about_another_issuer_is_none():
    """Shares of one must not become those of another."""
    with pytest.raises(FeedError, match="another issuer, 99"):
        sec().parse(a_concept(a_fact(), cik=99))


@pytest.mark.parametrize("cik", [1234567, "0001234567"])
def test_an_issuer_s_number_may_be_written_with_noughts(cik: object):
    """Its pages write it either way."""
    assert [5_000_000] == told_of(sec().parse(a_concept(a_fact(), cik=cik)))


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (b"<html>Your Request Originates from an Undeclared Automated Tool</html>", FeedRefused),
        (b"<html><title>SEC.gov | Request Rate Threshold Exceeded</title></html>", FeedError),
        (b"<html>Under maintenance</html>", FeedError),
        (b"", FeedError),
    ],
)
def test_a_page_in_the_place_of_an_answer_is_none(page: bytes, error: type[FeedError]):
    """Only the first is for the operator; the others pass."""
    with pytest.raises(FeedError) as raised:
        sec().parse(page)

    assert error is raised.type


def test_a_body_cut_at_any_byte_is_no_answer():
    """Trap 10 and its kin: nothing but FeedError, however little came."""
    assert all(refuses(sec().parse, cut) for cut in cuts(CONCEPT.strip()))


@given(strange(CONCEPT))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(sec().parse, body)


def test_a_recorded_series_is_read():
    """Cut out of the page of all facts, where a concept has the same form."""
    facts = json.loads(real("sec/companyfacts_CIK0001045810_dei_shares.json"))
    series = facts["facts"]["dei"]["EntityCommonStockSharesOutstanding"]
    newest = max((fact["end"], fact["filed"], fact["val"]) for fact in series["units"]["shares"])

    [count] = sec(NVDA=1045810).parse(json.dumps({"cik": facts["cik"]} | series).encode())

    assert isinstance(count, ShareCount)
    assert (newest[0], newest[2]) == (str(count.as_of), count.shares)
