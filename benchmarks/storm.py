"""A storm: rules that all fire within a second, each with its state and two messages, as pages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.alerts.model import Alert, State
from bot.chat import Destination, Message, Severity
from bot.delivery.parcel import Parcel
from bot.journal import Page, Progress, Standing
from bot.market.sessions import Session

BEGINS = datetime(2025, 10, 10, 13, 30, tzinfo=UTC)
ROOMS = tuple(Destination(platform="telegram", chat=f"-10012345678{n}") for n in range(2))


def storm(rules: int) -> list[Page]:
    """Write the pages of a second in which so many rules fire, one after another."""
    step = timedelta(seconds=1) / rules
    return [_page(number, BEGINS + step * number) for number in range(rules)]


def _page(number: int, at: datetime) -> Page:
    alert = _alert(number, at)
    standing = Standing(rule=alert.rule, subject=alert.subject, body=f'{{"since":"{at}"}}')
    return Page(
        at=at,
        progress=Progress(feed="live", events=number, at=at),
        alerts=(alert,),
        standings=(standing,),
        parcels=tuple(_parcel(alert, room) for room in ROOMS),
    )


def _alert(number: int, at: datetime) -> Alert:
    return Alert(
        fingerprint=f"{number:016x}",
        rule=f"mover-{number}",
        subject="IREN",
        state=State.FIRING,
        title="IREN +4.0% before the bell at 66.41",
        because="IREN premarket +4.01% at 66.41, over 4% (against the close of 2025-10-09, 63.85)",
        condition="premarket > 4%",
        severity=Severity.WARNING,
        session=Session.PRE,
        value=Decimal("4.0094"),
        baseline=Decimal("63.85"),
        threshold=Decimal(4),
        price=Decimal("66.41"),
        source="tape",
        priced=at,
        started=at,
        updated=at,
        fired=True,
    )


def _parcel(alert: Alert, room: Destination) -> Parcel:
    message = Message(
        at=alert.updated,
        title=alert.title,
        body=alert.because,
        severity=alert.severity,
        fingerprints=(alert.fingerprint,),
    )
    key = f"{alert.fingerprint}{room.chat[-8:]}"
    return Parcel(key=key, destination=room, message=message, made=alert.updated)
