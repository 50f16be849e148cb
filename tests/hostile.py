"""Hostile text: what feeds, news and people may call themselves, to be told without harm.

Headlines with markup of every platform, names that call everybody, links that are none of ours,
text that runs backwards, heaps of marks, ghosts, halves of letters, and far too much of it. Seeded
with a Random it gives the same again; as strategies it is for properties.
"""

from datetime import UTC, datetime
from random import Random

from hypothesis import strategies as st

from bot.chat import Action, Fact, Message, Reply, Severity, Table

AT = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)

PIECES = (
    *("IREN", "BTC-USD", "BRK.B", "^GSPC", "+4.01%", "$66.40", "90.01B", "a", " ", "\n", "Zürich"),
    # Discord: https://docs.discord.com/developers/reference#message-formatting
    *("@everyone", "@here", "<@123456789012345678>", "<@!42>", "<@&7>", "<#9>", "</ack:5>"),
    *("<:bell:1>", "<a:bell:1>", "<t:0:R>", "<id:home>", "||spoiler||", "# big", "-# small"),
    *("**bold**", "*", "_", "__", "~~", "`", "``", "```", "```py\n", "> ", ">>> ", "- ", "1. "),
    *("[x](javascript:alert(1))", "[x](https://evil.example)", "<https://evil.example>", "||"),
    *("https://evil.example/?a=1&b=2#c", "discord.gg/evil", "www.evil.example", "\\", "\\*", "\\@"),
    # Telegram: https://core.telegram.org/bots/api#formatting-options
    *("<b>", "</b>", "<i", "</pre>", "<a href='tg://user?id=1'>x</a>", "<script>", "<!--", "]]>"),
    *("&amp;", "&lt;", "&#64;", "&nbsp;", "&", "<", ">", '"', "'", "@somebody", "/start@bot"),
    *("tg://resolve?domain=evil", "t.me/evil", "#hashtag", "$CASH", "evil@evil.example"),
    # Unicode
    *("\u202e", "\u202d", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c"),
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u3164", "\u2800"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f44b\U0001f3fd", "1\ufe0f\u20e3"),
    *("\U0001f1e9\U0001f1ea", "\U0001f1e9", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "\ufe0f"),
    *("e\u0301", "a" + "\u0301\u0316\u0489" * 12, "\u0e01" + "\u0e47" * 20, "\u0301"),
    *(
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "\u1112\u1161",
    ),
    *("\u05e9\u05dc\u05d5\u05dd", "\u4e2d\u6587", "\xa0", "\u3000", "\ufdfd", "\U0001f600"),
    *("\ud83d", "\udc4b", "\x00", "\x1b[31m", "\x07", "\x7f", "\x85", "\r", "\r\n", "\t", "\u2028"),
    *("\ue000", "\U0010ffff", "\ufffe", "\ufffc"),
)
"""What hostile text is made of; each is in some text before long."""

LONG = 10_000
"""Characters of the longest."""

texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=20).map("".join)
"""Hostile text of a length that shrinks well."""


class Hostile:
    """Makes hostile text, and messages and replies full of it; the same for the same seed."""

    def __init__(self, seed: int = 0) -> None:
        self._random = Random(seed)  # noqa: S311 (a test is no secret)

    def text(self, most: int = 30) -> str:
        """Make a text: mostly some pieces, at times nothing, or one long word of a single piece."""
        kind = self._random.random()
        if kind < 0.05:
            return self._random.choice(
                ("", " ", "\n", "\u200b", "\u3164\u2800", "\u202e", "\u0301")
            )
        if kind < 0.08:
            piece = self._random.choice(PIECES)
            return (piece * (LONG // len(piece) + 1))[: self._random.choice((60, 300, 2_000, LONG))]
        return "".join(self._random.choices(PIECES, k=self._random.randint(1, most)))

    def message(self) -> Message:
        return Message(
            at=AT,
            title=self.text(),
            body=self.text(self._random.choice((5, 10, 30, 30, 300))),
            facts=tuple(Fact(self.text(5), self.text(20)) for _ in range(self._few(12))),
            severity=self._random.choice(list(Severity)),
            reason=self._random.choice(("first", "confirmed", "resolved", "notice")),
            actions=tuple(self._actions()),
        )

    def reply(self) -> Reply:
        return Reply(
            title=self.text(),
            body=self.text(self._random.choice((5, 5, 10, 10, 30, 30, 30, 600))),
            facts=tuple(Fact(self.text(5), self.text(20)) for _ in range(self._few(30))),
            table=self._table() if self._random.random() < 0.4 else None,
            actions=tuple(self._actions()),
        )

    def _few(self, most: int) -> int:
        return self._random.choice((0, 0, 1, 2, 3, most))

    def _table(self) -> Table:
        columns, rows = self._random.randint(1, 6), self._random.choice((0, 1, 2, 3, 5, 40))
        return Table(
            tuple(self.text(2) for _ in range(columns)),
            tuple(tuple(self.text(3) for _ in range(columns)) for _ in range(rows)),
        )

    # What a button asks is ours; what it is called may be anybody's.
    def _actions(self) -> list[Action]:
        return [Action(self.text(4), f"/ack {number}") for number in range(self._few(5))]
