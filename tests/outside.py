"""The world outside this machine, which no test may touch."""

import socket
from ipaddress import ip_address
from typing import Any

touched: list[str] = []


class OutsideTouchedError(RuntimeError):
    """A test reached for the network; only this machine's own addresses are open to it."""


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop a connection, datagram or look-up that would leave this machine (an audit hook).

    Python itself tells of each one before it happens, whichever library asked for it. It is noted
    as well as refused, for code that survives every error would survive this one.
    """
    match event, arguments:
        case "socket.connect" | "socket.sendto" | "socket.sendmsg", (socket.socket() as it, to):
            if it.family not in {socket.AF_INET, socket.AF_INET6} or to is None or _is_here(to[0]):
                return
        case "socket.getaddrinfo" | "socket.gethostbyname", (to, *_):
            # What is not an address of a peer leads nowhere: it is where a server listens.
            if not to or to in {"0.0.0.0", "::"} or _is_here(to):  # noqa: S104 - only compared
                return
        case _:
            return
    touched.append(f"{event} {to}")
    raise OutsideTouchedError(f"{event} to {to}: a test may only speak to this machine")


def _is_here(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:  # a name that someone else would have to look up
        return False
