"""Settings of the process: logs, the web desk, the console, and the recording it plays."""

from datetime import UTC, datetime
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from config import values

THE_DAY = Path(__file__).with_name("recordings") / "2025-10-10.jsonl.gz"


class Section(BaseModel):
    """A group of settings. One written without a value, a lone `port:`, keeps its default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _unwritten(cls, written: object) -> object:
        if not isinstance(written, dict):
            return written
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {k: v for k, v in written.items() if v is not None or k not in known}


class Log(Section):
    level: values.LogLevel = Field(
        default=values.Level.INFO, description="How much is logged: debug, info, warning or error."
    )
    as_json: values.Switch = Field(
        default=False, alias="json", description="Whether each line of the log is a JSON object."
    )


class Web(Section):
    enabled: values.Switch = Field(default=True, description="Whether there is a web desk.")
    token: values.Token | None = Field(
        default=None,
        description="What a browser has to know; needed once the desk is served to others.",
    )
    host: values.Host = Field(
        default="127.0.0.1",
        description="Where the desk listens; 0.0.0.0 is every address of this machine.",
    )
    port: values.Port = Field(
        default=8080, description="Its port; where it is taken, the next free one is used."
    )

    @field_validator("host")
    @classmethod
    def _closed_to_strangers(cls, host: str, info: ValidationInfo) -> str:
        # A token that is there and faulty is told as its own fault, and is not among the data.
        without_token = "token" in info.data and info.data["token"] is None
        if info.data.get("enabled", True) and without_token and not _is_loopback(host):
            raise ValueError(
                "whoever reaches this address could use the desk; set PREBELL_WEB__TOKEN to a"
                f" secret of {values.SHORTEST_TOKEN} characters or more, or write `127.0.0.1`"
            )
        return host


class Console(Section):
    enabled: values.Switch = Field(
        default=True, description="Whether alerts are printed, and commands read, in the terminal."
    )


class Recording(Section):
    file: values.File | None = Field(
        default=None, description="A recording to play; else the day that comes with Prebell."
    )
    start: values.Start | None = Field(
        default=None,
        description="Where to begin, in UTC: 07:55Z on its first day, or an instant with a date.",
    )
    speed: values.Speed = Field(
        default=Decimal(120),
        description="Market seconds that pass in each real one; `max` waits for nothing.",
    )
    resume: values.Switch = Field(
        default=False,
        description="Whether a run goes on where the last one ended, and keeps all in the store.",
    )

    def path(self) -> Path:
        """Return the recording to play."""
        return self.file or THE_DAY

    def start_in(self, begins: datetime) -> datetime:
        """Return where to begin in a recording that begins at `begins`, never before it."""
        if self.start is None:
            return begins
        if isinstance(self.start, datetime):
            return max(self.start, begins)
        return max(datetime.combine(begins.astimezone(UTC), self.start), begins)

    def pace(self) -> float | None:
        """Return the speed as a clock takes it; None waits for nothing."""
        return None if self.speed == "max" else float(self.speed)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
