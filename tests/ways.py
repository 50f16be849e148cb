"""A way out that says each alert by itself, at once: for tests of what comes before the stages."""

from dataclasses import replace
from datetime import datetime

from bot.alerts import wording
from bot.alerts.model import Alert, State
from bot.chat import Message
from bot.market.confirmation import Verdict
from bot.wayout import Nowhere

SILENT = {Verdict.SUSPICIOUS}


class Plain(Nowhere):
    """Hands on what one alert alone would say, as it turns, and what is said besides."""

    def __init__(self, said: list[Message]) -> None:
        super().__init__()
        self._said = said
        self._told: set[str] = set()

    def note(self, alert: Alert, now: datetime) -> None:  # noqa: ARG002 (an alert knows when it turned)
        if alert.fired and alert.state is not State.PENDING and alert.confirmation not in SILENT:
            self._told.add(alert.fingerprint)
            self._said.append(wording.message(alert))

    def amend(self, alert: Alert, now: datetime) -> None:
        if alert.confirmation in SILENT:
            return
        told = replace(wording.message(alert), at=now)
        if alert.fingerprint in self._told:
            told = replace(told, title=f"Confirmed: {told.title}", reason="confirmed")
        self._told.add(alert.fingerprint)
        self._said.append(told)

    def say(self, message: Message) -> None:
        self._said.append(message)
