"""Reach: which addresses may be connected to, judged when the connection is made.

A feed's URL is somebody's text, and a redirect is a stranger's. A name proves nothing: what it
resolved to is looked at last, as the very socket is opened.
"""

import errno
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # addresses are judged where nothing is asked of the web, too
    from aiohttp import AddrInfoType, SocketFactoryType

Reach = Callable[[str], bool]
"""Says whether an address may be connected to."""

# Python calls these global: https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-
NOT_FOR_US = tuple(
    map(
        ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20"),
    )
)
OPEN = ip_network("2000::/3")
"""All of IPv6 that is given out; what else Python calls global is held back, or stands for IPv4."""

NAT64 = ip_network("64:ff9b::/96")


class OutOfReach(OSError):
    """Says that an address is none of those that may be connected to."""


def is_public(address: str) -> bool:
    """Say whether an address is on the open internet, whatever it is wrapped in."""
    ip = _unwrapped(ip_address(address.partition("%")[0]))
    given_out = ip.version == 4 or ip in OPEN  # noqa: PLR2004 (IPv4)
    return (
        given_out
        and ip.is_global
        and not ip.is_multicast
        and not any(ip in net for net in NOT_FOR_US)
    )


def anywhere(_address: str) -> bool:
    """Reach every address, this machine's own among them."""
    return True


def sockets(reach: Reach) -> "SocketFactoryType":
    """Make sockets for addresses within reach alone."""

    def open_one(address: "AddrInfoType") -> socket.socket:
        family, kind, protocol, _, where = address
        if not reach(str(where[0])):
            raise OutOfReach(errno.EACCES, "an address that is not on the open internet")
        return socket.socket(family, kind, protocol)

    return open_one


# An address of IPv6 may stand for one of IPv4, and lead there.
def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None) or ip
