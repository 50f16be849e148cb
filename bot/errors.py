"""Everything that can go wrong, by who has to act.

PrebellError
├── SetupError             the operator: wrong settings; the process stops, exit 2
├── UserError              the person in chat: the text is shown to them, with what to type instead
├── FeedError              nobody yet: the feed tries again, after `retry_after` if told
│   └── FeedRefused        the operator: the provider will not say yes
├── StoreError             nobody yet: the store takes or tells nothing just now
└── DeliveryError          nobody yet: the courier tries again, after `retry_after` if told
    ├── DeliveryRefused    the owner of the chat: the destination is disabled
    ├── DeliveryUnfit      whoever worded it: this message is given up, the next one goes
    ├── DeliveryUnsure     nobody can: it left and no answer came; said again, or listed, by setting
    └── DeliveryMoved      nobody: the courier follows the chat to where it is now
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


class StoreError(PrebellError):
    """Says why the store took or told nothing; what it was asked for is not done."""


class DeliveryError(PrebellError):
    """Says why a message did not arrive this time.

    Where the platform asked for patience, `retry_after` says how much of it; it is asked for one
    chat, unless it is `everywhere`.
    """

    def __init__(
        self, text: str, *, retry_after: timedelta | None = None, everywhere: bool = False
    ) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        self.everywhere = everywhere


class DeliveryRefused(DeliveryError):
    """Says why a destination will never take a message until its owner acts."""


class DeliveryUnfit(DeliveryError):
    """Says why no platform will ever take this message, though it takes others."""


class DeliveryUnsure(DeliveryError):
    """Says that a message left and no answer came: it may have arrived, and it may not."""


class DeliveryMoved(DeliveryError):
    """Says that a chat goes on under another name, and has to be told there."""

    def __init__(self, text: str, *, chat: str) -> None:
        super().__init__(text)
        self.chat = chat
