"""Settings of the store: where it is, and for how long it keeps what is over."""

from datetime import timedelta
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr

from config import market_values as market
from config import values
from config.sections import Section


class Keep(Section):
    """How long what is over is kept; once a day what is older goes."""

    alerts: market.Span = Field(
        default=timedelta(days=365), description="Each transition of an alert."
    )
    deliveries: market.Span = Field(
        default=timedelta(days=90), description="What became of each message, in each room."
    )
    audit: market.Span = Field(
        default=timedelta(days=730), description="Who changed what, where and when."
    )


class Store(Section):
    url: values.StoreUrl = Field(
        default=SecretStr(""),
        description="A database of PostgreSQL; else a file in `data_dir` is used.",
    )
    keep: Keep = Field(default=Keep(), description="How long what is over is kept.")

    def address(self) -> str:
        """Return the address in plain text: not to be shown or logged."""
        return self.url.get_secret_value()

    def secrets(self) -> tuple[str, ...]:
        """Return its password as it was written and as it is said; nothing where it has none."""
        password = urlsplit(self.address()).password if self.address() else None
        return tuple({password, unquote(password)}) if password else ()
