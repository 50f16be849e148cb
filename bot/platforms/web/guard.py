"""Who may look: the right address, no other site's page, and the token where one is set."""

import hmac
import re
import secrets
from collections import deque
from datetime import datetime, timedelta
from ipaddress import ip_address

from aiohttp import web

from bot.clock import Clock

COOKIE = "prebell"
HEALTH = frozenset({"/healthz", "/readyz"})
LOGIN = frozenset({"/login", "/login.css"})
SESSIONS = 100
SESSION_LASTS = timedelta(days=30)
TRIES = 5
TRIES_WITHIN = timedelta(minutes=1)
PEERS = 1000  # a bound on what strangers can make us remember

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(:\d{1,5})?", re.ASCII)


class Tries:
    """Counts wrong tokens by where they come from."""

    def __init__(self, clock: Clock, *, most: int = TRIES) -> None:
        self._clock = clock
        self._most = most
        self._wrong: dict[str, deque[datetime]] = {}

    def spent(self, peer: str) -> bool:
        """Say whether `peer` has to wait before another token of theirs is looked at."""
        wrong = self._wrong.get(peer)
        if wrong is None or len(wrong) < self._most:
            return False
        return self._clock.now() - wrong[0] < TRIES_WITHIN

    def note(self, peer: str) -> None:
        """Remember a wrong token, and forget whoever was wrong longest ago."""
        wrong = self._wrong.pop(peer, None) or deque(maxlen=self._most)
        wrong.append(self._clock.now())
        self._wrong[peer] = wrong
        if len(self._wrong) > PEERS:
            del self._wrong[next(iter(self._wrong))]


class Guard:
    """Lets in whoever the operator meant to."""

    def __init__(self, *, host: str, token: str | None, clock: Clock) -> None:
        self._host = host.lower()
        self._token = token
        self._clock = clock
        self._tries = Tries(clock)
        self._sessions: dict[str, datetime] = {}

    def refuses(self, request: web.Request) -> web.HTTPException | None:
        """Return why `request` is not answered, or None where it is."""
        if request.path in HEALTH:
            return None  # probes come by whatever address they know
        if self._token is None and not self._is_ours(request.headers.get("Host", "")):
            return web.HTTPMisdirectedRequest(
                text="This desk answers to localhost and 127.0.0.1; to reach it by another name, "
                "set a token."
            )
        if _is_foreign(request):
            return web.HTTPForbidden(text="Another site's page asked for this; open the desk.")
        if self._token is None or request.path in LOGIN or self._has_session(request):
            return None
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return web.HTTPUnauthorized(text="Sign in first, or send the token as a bearer.")
        return self.doubts(request, token.strip())

    def doubts(self, request: web.Request, token: str) -> web.HTTPException | None:
        """Return what is wrong with `token`, or None where it is the right one."""
        peer = request.remote or ""
        if self._tries.spent(peer):
            wait = str(int(TRIES_WITHIN.total_seconds()))
            return web.HTTPTooManyRequests(
                text="Too many wrong tokens; try again in a minute.", headers={"Retry-After": wait}
            )
        if hmac.compare_digest(token.encode(errors="replace"), (self._token or "").encode()):
            return None
        self._tries.note(peer)
        return web.HTTPUnauthorized(text="That is not the token.")

    def admit(self, request: web.Request, response: web.Response) -> None:
        """Give the browser a session in place of the token."""
        session = secrets.token_urlsafe(32)
        self._sessions[session] = self._clock.now()
        if len(self._sessions) > SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        response.set_cookie(
            COOKIE,
            session,
            httponly=True,
            samesite="Strict",
            secure=request.headers.get("X-Forwarded-Proto", request.scheme) == "https",
        )

    def _has_session(self, request: web.Request) -> bool:
        began = self._sessions.get(request.cookies.get(COOKIE, ""))
        return began is not None and self._clock.now() - began < SESSION_LASTS

    # A page of evil.example whose name was made to lead here still says `Host: evil.example`.
    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        name = found[1].strip("[]").lower() if found else ""
        return name == self._host or is_loopback(name)


def protect(response: web.StreamResponse) -> None:
    """Say what a browser may do with the answer, unless the answer says it better."""
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    response.headers["Server"] = "Prebell"


# Browsers say whose page asked; programs say nothing, and no other site can make one ask.
def _is_foreign(request: web.Request) -> bool:
    if request.method in {"GET", "HEAD"} and not request.path.startswith(("/api/", "/events")):
        return False  # following a link to the desk is welcome, and shows the linking page nothing
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"none", "same-origin"}
    # Told on https and localhost only; elsewhere the origin has to match.
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("Host")


def is_loopback(name: str) -> bool:
    """Say whether `name` is this machine's own, which no other machine reaches."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
