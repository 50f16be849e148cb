"""Settings of how messages leave: how long they are tried, and what is done in doubt."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.alerts.plan import Pictures
from bot.rules.faults import one_of
from config import market_values as market
from config import values
from config.sections import Section


class Doubtful(StrEnum):
    """What is done with a message that left, and whose answer never came."""

    RESEND = "resend"
    HOLD = "hold"


class Delivery(Section):
    pictures: Annotated[Pictures, values.reads(one_of(Pictures))] = Field(
        default=Pictures.CRITICAL,
        description="Which alerts are told with a picture: those that are critical, all, or none.",
    )
    unsure: Annotated[Doubtful, values.reads(one_of(Doubtful))] = Field(
        default=Doubtful.RESEND,
        description="A message whose answer was lost: said once more and marked, or only listed.",
    )
    stale: market.Span = Field(
        default=timedelta(hours=1), description="What is older than this is not sent any more."
    )
    merge: values.Switch = Field(
        default=True,
        description="Whether a backlog of more than a room's next minute becomes one message.",
    )
