"""Settings of share counts: those that the operator looked up."""

from pydantic import Field

from bot.feeds.share_count import ShareCount
from config import market_values as market
from config import values
from config.sections import Section

SOURCE = "settings"
"""Whose word such a count is."""


class ShareEntry(Section):
    symbol: market.Member = Field(description="Whose shares they are.", examples=["IREN"])
    count: values.Shares = Field(
        description="How many there are, with all digits.", examples=["271980494"]
    )
    as_of: values.Day = Field(
        description="The day they were so many; a count of a later day replaces it.",
        examples=["2025-10-09"],
    )
    why: values.Text | None = Field(
        default=None, description="Where it was looked up, and why; for whoever reads this file."
    )

    def count_of_shares(self) -> ShareCount:
        """Return it as the feeds take it."""
        return ShareCount(symbol=self.symbol, shares=self.count, as_of=self.as_of, provider=SOURCE)
