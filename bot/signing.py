"""Signatures of webhooks, both ways: who sent a body, when, and that nobody has sent it before.

What is signed is `{seconds since 1970}.{body}`, with HMAC-SHA256; the header says both:
`Prebell-Signature: t=1760086320,v1=<hex>`. While a secret is changed a header may bear several v1.
"""

import hmac
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from hashlib import sha256

HEADER = "Prebell-Signature"

TOLERANCE = timedelta(minutes=5)
"""How far a sender's clock may be from ours; for as long a signature is remembered."""

DIGITS = 11
"""Of seconds; they reach the year 5138, and more are no moment at all."""

REPEATED = "it was sent before"
"""The fault of what was taken already; whoever sent it may not have heard so."""

REMEMBERED = 100_000
"""Signatures remembered at most; whoever holds the secret could send as many as that."""


def sign(body: bytes, secret: str, now: datetime) -> str:
    """Return the header that vouches for a body sent now."""
    seconds = int(now.timestamp())
    return f"t={seconds},v1={_digest(seconds, body, secret)}"


class Verifier:
    """Says of what came in whether it is from whoever knows the secret, new, and of now."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._seen: OrderedDict[str, datetime] = OrderedDict()

    def fault(self, body: bytes, header: str, now: datetime) -> str | None:
        """Say why a body is not taken, or None where it is; it will not be taken again then."""
        read = _read(header)
        if read is None:
            return f"the header {HEADER} is missing or none; write t=SECONDS,v1=HEX"
        seconds, signatures = read
        ours = _digest(seconds, body, self._secret)
        # A match may be told by how long it takes; how near the others came may not.
        if not any(hmac.compare_digest(ours.encode(), theirs.encode()) for theirs in signatures):
            return "the signature is not of this body by the secret we know"
        apart = abs(now - datetime.fromtimestamp(seconds, UTC))
        if apart > TOLERANCE:
            return (
                f"it was signed {apart.total_seconds():.0f} s from our time; five minutes at most"
            )
        self._forget(now)
        if ours in self._seen:
            return REPEATED
        if len(self._seen) >= REMEMBERED:
            return "too much was sent within the last minutes"
        self._seen[ours] = now
        return None

    def spare(self, header: str) -> None:
        """Let what was found to be without fault come again: it could not be taken."""
        _, signatures = _read(header) or (0, [])
        for signature in signatures:
            self._seen.pop(signature, None)

    # One signed ahead of time is good until its own time is past by the tolerance.
    def _forget(self, now: datetime) -> None:
        while self._seen:
            oldest = next(iter(self._seen))
            if now - self._seen[oldest] <= 2 * TOLERANCE:
                return
            del self._seen[oldest]


def _digest(seconds: int, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), b"%d.%s" % (seconds, body), sha256).hexdigest()


def _read(header: str) -> tuple[int, list[str]] | None:
    parts = [part.strip().partition("=") for part in header.split(",")[:8]]
    times = [value for name, _, value in parts if name == "t"]
    signatures = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not signatures or not times[0].isascii() or not times[0].isdigit():
        return None
    return (int(times[0]), signatures) if len(times[0]) <= DIGITS else None
