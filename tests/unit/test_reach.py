"""Reach: a feed's URL is somebody's text, and leads to the open internet or nowhere."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.web.reach import is_public

WITHIN = [
    "0.0.0.0",  # noqa: S104 - judged, not bound
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",  # where clouds keep their keys
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:0:7f00:1",
    "::ffff:0:a00:1",
    "::ffff:10.0.0.1",
    "4000::1",
    "3fff::1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2001::80ff:fffe",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
OUTSIDE = [
    "1.1.1.1",
    "93.184.216.34",
    "::ffff:1.1.1.1",
    "2606:4700:4700::1111",
    "64:ff9b::101:101",  # how a network of IPv6 alone reaches the rest
]


@pytest.mark.parametrize("address", WITHIN)
def test_what_is_not_the_open_internet_is_out_of_reach(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_open_internet_is_within_reach(address: str):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_however_it_is_wrapped(address: IPv4Address):
    """Mapped, translated or tunnelled, it leads to the same machine."""
    number = int(address)
    wrapped = [
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x2002 << 112 | number << 80),
    ]

    assert {is_public(str(address))} == {is_public(str(it)) for it in wrapped}
