"""Signatures of webhooks: only who knows the secret is believed, once, and now."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.signing import REPEATED, TOLERANCE, Verifier, sign

NOW = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)
SECRET = "a-secret-of-the-room"  # noqa: S105 (of this test alone)
SECOND = timedelta(seconds=1)


@given(body=st.binary(), late=st.integers(-299, 299))
def test_what_was_signed_with_our_secret_is_taken(body: bytes, late: int):
    """Whatever the body is, and though the two clocks differ a little."""
    header = sign(body, SECRET, NOW)

    assert Verifier(SECRET).fault(body, header, NOW + late * SECOND) is None


def test_a_signature_can_be_made_by_anybody_with_the_manual():
    """The scheme is plain HMAC: this digest was made with `openssl dgst -sha256 -hmac`."""
    expected = "t=1760100720,v1=001083e72fc9f103a8e25e5a7d4ce05015c96458b820eb918931f476e11e55df"

    assert expected == sign(b'{"state":"firing"}', SECRET, NOW)


@given(body=st.binary(min_size=1), at=st.integers(0))
def test_a_changed_body_is_not_taken(body: bytes, at: int):
    """One bit is enough."""
    header = sign(body, SECRET, NOW)
    where = at % len(body)
    changed = body[:where] + bytes([body[where] ^ 1]) + body[where + 1 :]

    assert "signature" in str(Verifier(SECRET).fault(changed, header, NOW))


def test_another_secret_vouches_for_nothing():
    assert "secret" in str(Verifier(SECRET).fault(b"{}", sign(b"{}", "another", NOW), NOW))


def test_the_same_is_not_taken_twice():
    """Somebody who overheard it could else ring the bell again."""
    verifier, header = Verifier(SECRET), sign(b"{}", SECRET, NOW)
    verifier.fault(b"{}", header, NOW)

    assert "it was sent before" == verifier.fault(b"{}", header, NOW + SECOND)


def test_a_refused_body_does_not_use_the_signature_up():
    """Nobody can spoil what is still on its way by sending rubbish under its name."""
    verifier, header = Verifier(SECRET), sign(b"{}", SECRET, NOW)
    verifier.fault(b"rubbish", header, NOW)

    assert verifier.fault(b"{}", header, NOW) is None


@pytest.mark.parametrize("away", [-TOLERANCE - SECOND, TOLERANCE + SECOND])
def test_what_is_not_of_now_is_not_taken(away: timedelta):
    """A signature kept in a drawer is worth nothing."""
    fault = Verifier(SECRET).fault(b"{}", sign(b"{}", SECRET, NOW), NOW + away)

    assert "it was signed 301 s from our time; five minutes at most" == fault


@given(steps=st.lists(st.integers(0, 900), max_size=20))
def test_nothing_is_taken_twice_however_long_one_waits(steps: list[int]):
    """What is forgotten is too old to be taken by then."""
    verifier, now = Verifier(SECRET), NOW
    header = sign(b"{}", SECRET, NOW + TOLERANCE)
    taken = []
    for step in steps:
        now += step * SECOND
        taken.append(verifier.fault(b"{}", header, now) is None)

    assert taken.count(True) <= 1


@pytest.mark.parametrize(
    "header",
    [
        "",
        "v1=ab",
        "t=1760100720",
        "t=,v1=ab",
        "t=12x,v1=ab",
        "t=²,v1=ab",
        "t=1,t=2,v1=ab",
        "t=999999999999,v1=ab",
    ],
)
def test_a_header_that_is_none_is_said_to_be_none(header: str):
    assert "write t=SECONDS,v1=HEX" in str(Verifier(SECRET).fault(b"{}", header, NOW))


def test_while_a_secret_changes_either_signature_will_do():
    """A sender may vouch with the old and the new one at once."""
    old = sign(b"{}", "the old secret", NOW)
    new = sign(b"{}", SECRET, NOW).partition("v1=")[2]

    assert Verifier(SECRET).fault(b"{}", f"{old},v1={new}", NOW) is None


def test_what_could_not_be_taken_may_come_again():
    """A sender that repeats a request repeats its signature."""
    verifier, header = Verifier(SECRET), sign(b"{}", SECRET, NOW)
    verifier.fault(b"{}", header, NOW)
    verifier.spare(header)

    assert [None, REPEATED] == [verifier.fault(b"{}", header, NOW) for _ in range(2)]


@pytest.mark.parametrize("header", ["", "t=1", sign(b"[]", SECRET, NOW)])
def test_to_spare_what_never_came_changes_nothing(header: str):
    verifier, known = Verifier(SECRET), sign(b"{}", SECRET, NOW)
    verifier.fault(b"{}", known, NOW)
    verifier.spare(header)

    assert REPEATED == verifier.fault(b"{}", known, NOW)
