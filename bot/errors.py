"""Everything that can go wrong, by who has to act.

PrebellError
├── SetupError             the operator: wrong settings; the process stops, exit 2
├── UserError              the person in chat: the text is shown to them, with what to type instead
├── FeedError              nobody yet: the feed tries again, after `retry_after` if told
│   └── FeedRefused        the operator: the provider will not say yes
└── DeliveryError          nobody yet: the courier tries again, after `retry_after` if told
    └── DeliveryRefused    the owner of the chat: the destination is disabled
"""

from datetime import timedelta


class PrebellError(Exception):
    """Stands above every error Prebell raises on purpose."""


class SetupError(PrebellError):
    """Says what the operator has to change before the process can start."""


class UserError(PrebellError):
    """Says what a person typed wrong and what to type instead; shown to them as it is."""


class FeedError(PrebellError):
    """Says why a feed gave nothing this time; the feed backs off and tries again."""

    def __init__(self, text: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class FeedRefused(FeedError):
    """Says why a provider will not serve us until the operator acts."""


class DeliveryError(PrebellError):
    """Says why a message did not arrive this time."""

    def __init__(self, text: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class DeliveryRefused(DeliveryError):
    """Says why a destination will never take a message until its owner acts."""
