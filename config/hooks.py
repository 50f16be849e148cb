"""Settings of other programs: who is told by webhook, who may ring our rooms, and Apprise."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, SecretStr, model_validator

from bot.alerts.hearsay import Sender
from bot.chat import Severity
from config import hook_values as hook
from config import market_values as market
from config import values
from config.sections import Section

SHORTEST_HIDDEN = 8
"""Characters of a piece of an address that is taken out of logs; `/hook` is a word like others."""


class Named(Section):
    """A section under a name of the operator's; it may come from the environment.

    `PREBELL_WEBHOOKS__MY_DESK__SECRET` is `webhooks: my-desk: secret:`.
    """

    def secrets(self) -> tuple[str, ...]:
        """Return all that is not to be shown or logged, in plain text."""
        return tuple(value.get_secret_value() for _, value in self if isinstance(value, SecretStr))


class WebhookEntry(Named):
    url: hook.HookUrl = Field(
        description="Where messages are posted.", examples=["https://example.com/hook"]
    )
    secret: values.Token = Field(
        description="What signs them; better set in the environment than here.",
        examples=["at-least-16-characters"],
    )

    def plain(self) -> tuple[str, str]:
        """Return address and secret in plain text: not to be shown or logged."""
        return self.url.get_secret_value(), self.secret.get_secret_value()

    def secrets(self) -> tuple[str, ...]:
        return (*super().secrets(), *pieces(self.url.get_secret_value()))


class ExternalEntry(Named):
    secret: values.Token | None = Field(
        default=None, description="What it signs with; better set in the environment than here."
    )
    token: hook.PathToken | None = Field(
        default=None,
        description="The end of its address, for a program that cannot sign: weaker, so off.",
    )
    severity: market.Weight = Field(
        default=Severity.INFO, description="How much its alerts matter where it does not say."
    )
    a_minute: hook.PerMinute = Field(
        default=30, description="How many a minute are taken from it, at most."
    )
    lasts: market.Span = Field(
        default=timedelta(hours=4), description="When an alert is over that it does not end."
    )
    labels: dict[market.LabelName, values.Text] = Field(
        default={}, description="Words to find its alerts by; they win over its own."
    )

    @model_validator(mode="after")
    def _vouched_for(self) -> "ExternalEntry":
        if self.secret is None and self.token is None:
            raise ValueError(
                "anybody could ring with this; give it a `secret` to sign with, of"
                f" {values.SHORTEST_TOKEN} characters or more"
            )
        return self

    def sender(self, name: str) -> Sender:
        return Sender(name=name, severity=self.severity, lasts=self.lasts, labels=dict(self.labels))

    def plain(self) -> tuple[str, str]:
        """Return secret and token in plain text, "" where there is none: not to be shown."""
        return _plain(self.secret), _plain(self.token)


class AppriseEntry(Named):
    url: hook.AppriseUrls = Field(
        description="The address of a service as Apprise writes it; several with spaces between.",
        examples=["ntfys://my-topic"],
    )

    def plain(self) -> tuple[str, ...]:
        """Return the addresses in plain text: not to be shown or logged."""
        return tuple(self.url.get_secret_value().split())

    def secrets(self) -> tuple[str, ...]:
        return (*super().secrets(), *(piece for url in self.plain() for piece in pieces(url)))


def pieces(url: str) -> Iterable[str]:
    """Name what must not be seen of an address: all of it, and each part that may be a secret."""
    parts = urlsplit(url)
    found = [url, parts.netloc, parts.path, *parts.path.split("/"), parts.username, parts.password]
    found += [value for _, value in parse_qsl(parts.query)]
    named = [one for part in found if part for one in (part, unquote(part))]
    return (part for part in dict.fromkeys(named) if len(part) >= SHORTEST_HIDDEN)


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
