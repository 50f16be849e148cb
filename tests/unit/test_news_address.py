"""Addresses of feeds: spelt one way, and refused at once where nothing could be there."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.feeds.news.address import LONGEST, checked
from bot.feeds.web.reach import anywhere, is_public


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("https://example.com/feed.xml", "https://example.com/feed.xml"),
        ("  https://example.com/feed.xml ", "https://example.com/feed.xml"),
        ("<https://example.com/feed.xml>", "https://example.com/feed.xml"),
        ("HTTPS://Example.COM/Feed.xml", "https://example.com/Feed.xml"),
        ("http://example.com", "http://example.com"),
        ("https://example.com./feed?a=b&c=d", "https://example.com/feed?a=b&c=d"),
        ("https://example.com/feed#top", "https://example.com/feed"),
        ("https://example.com:8443/feed", "https://example.com:8443/feed"),
        ("https://bücher.example/feed", "https://xn--bcher-kva.example/feed"),
        ("https://1.1.1.1/feed", "https://1.1.1.1/feed"),
        ("https://16843009/feed", "https://1.1.1.1/feed"),
        ("https://[2606:4700:4700::1111]/feed", "https://[2606:4700:4700::1111]/feed"),
        ("https://a_b.example.com/feed", "https://a_b.example.com/feed"),
    ],
)
def test_an_address_is_spelt_one_way(typed: str, taken: str):
    assert taken == checked(typed, is_public)


def test_in_trials_this_machine_may_be_named():
    assert "http://127.0.0.1:8080/feed" == checked("http://127.0.0.1:8080/feed", anywhere)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ftp://example.com/feed", "over http or https"),
        ("example.com/feed", "over http or https"),
        ("https://ann:canary-secret@example.com/feed", "name or a password"),
        ("https://example.com/a b", "no address of the web"),
        ("https://example.com/\x00", "no address of the web"),
        ("https://10.0.0.1/feed", "not on the open internet"),
        ("https://router/feed", "no name of the open internet"),
        ("https://1.2.3.4.5/feed", "no name of the open internet"),
        ("https://example.com:99999/feed", "no address of the web"),
        ("https://" + "a" * LONGEST + ".com", "over 1,000 characters"),
        ("https://" + "a" * 64 + ".com", "no address of the web"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_repeated(typed: str, why: str):
    with pytest.raises(UserError) as error:
        checked(typed, is_public)

    assert why in str(error.value)
    assert "canary" not in str(error.value)


def judged(typed: str) -> str | None:
    """Return the address that a text is taken for; None where it is refused."""
    try:
        return checked(typed, is_public)
    except UserError:
        return None


hosts = st.one_of(
    st.ip_addresses().map(lambda ip: f"[{ip}]" if ip.version == 6 else f"{ip}"),
    st.ip_addresses(v=4).map(lambda ip: f"{int(ip)}"),
    st.ip_addresses(v=4).map(lambda ip: f"0x{int(ip):x}"),
    st.ip_addresses(v=4).map(lambda ip: f"0{int(ip):o}"),
    st.text(alphabet="0127.xXaf\uff11\u3002:[]%@\\/#?", max_size=20),
    st.text(max_size=20),
)


@given(hosts, st.sampled_from(["", ".", ":80", ":8080", "/feed", "?a=b", "#c", "@1.1.1.1"]))
def test_no_text_is_taken_for_an_address_that_is_not_public(host: str, ending: str):
    taken = judged(f"http://{host}{ending}")
    if taken is None:
        return
    name = urlsplit(taken).hostname or ""
    try:
        named = ip_address(name)
    except ValueError:
        named = None

    assert named is None or is_public(str(named))
    assert named is not None or not name.replace(".", "").isdigit()


@given(hosts, st.sampled_from(["", ":8080/feed", "?a=b"]))
def test_an_address_that_was_taken_is_taken_as_it_is(host: str, ending: str):
    """Spelt once, it stays: what is kept is what was judged."""
    taken = judged(f"http://{host}{ending}")

    assert taken is None or taken == judged(taken)
