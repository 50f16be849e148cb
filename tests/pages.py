"""Pages as tests write them: alerts, standings, notes, parcels and outcomes of an instant."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.alerts.model import Alert, State
from bot.chat import Destination, Message, Severity
from bot.delivery.parcel import Fate, Outcome, Parcel
from bot.journal import Note, Page, Progress, Standing
from bot.market.sessions import Session

NOW = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)
ROOM = Destination(platform="console", chat="room")


def at(number: int) -> datetime:
    """Name the instant of a page."""
    return NOW + timedelta(milliseconds=number)


def an_alert(number: int, *, state: State = State.FIRING) -> Alert:
    return Alert(
        fingerprint=f"{number:016x}",
        rule=f"rule-{number}",
        subject="IREN",
        state=state,
        title="IREN +4.0% before the bell at 66.41",
        because="IREN premarket +4.01% at 66.41, over 4% (against the close of 2025-10-09, 63.85)",
        condition="premarket > 4%",
        severity=Severity.WARNING,
        session=Session.PRE,
        value=Decimal("4.00939702427564604541"),
        baseline=Decimal("63.85"),
        threshold=Decimal(4),
        price=Decimal("66.41"),
        source="tape",
        priced=at(number),
        started=at(number),
        updated=at(number),
        fired=True,
        labels={"team": "credit"},
    )


def a_parcel(number: int, *, room: Destination = ROOM) -> Parcel:
    alert = an_alert(number)
    message = Message(
        at=at(number), title=alert.title, body=alert.because, fingerprints=(alert.fingerprint,)
    )
    return Parcel(key=f"key-{number}", destination=room, message=message, made=at(number))


def an_outcome(number: int) -> Outcome:
    return Outcome(
        at=at(number),
        destination=ROOM,
        fate=Fate.MUTED,
        reason="silenced by ana",
        fingerprints=(f"{number:016x}",),
    )


def a_page(number: int) -> Page:
    """Write everything there can be onto one page."""
    return Page(
        at=at(number),
        progress=Progress(feed="recording", events=number, at=at(number)),
        alerts=(an_alert(number),),
        standings=(Standing(rule=f"rule-{number}", subject="IREN", body='{"holds":true}'),),
        notes=(Note(stage="groups", key=f"group-{number}", body='{"size":1}'),),
        parcels=(a_parcel(number),),
        outcomes=(an_outcome(number),),
    )
