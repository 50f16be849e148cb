"""Embeds: a message or a page of an answer, fitted first and marked up after."""

from collections.abc import Iterable, Sequence

from bot.chat import Attachment, Fact, Message, Severity
from bot.fitting import broken, clean, pages, utf16
from bot.platforms.discord import bounds
from bot.platforms.discord.buttons import rows
from bot.platforms.discord.markup import escaped, fitted, measure
from bot.platforms.discord.shown import Json, Shown

PICTURE = "chart.png"
WHOLE = "message.txt"
"""The file that holds all of a message of which a part had to be left out."""

FACTS_MEASURE = 1800
"""How long all facts of a message may be together: the rest of it is for what they are about."""

INLINE = 48
"""A value longer than that has a line to itself."""

LINE = 1500
"""Where a line is longer it goes on in the next one."""

_COLOURS = {Severity.INFO: 0x5B7FA6, Severity.WARNING: 0xD9A441, Severity.CRITICAL: 0xC9483F}
_OVER = 0x4F8F5B
_NOTHING = "–"  # a field has to hold something


def of_message(message: Message, *, picture: bytes | None = None, role: str = "") -> Shown:
    """Show a message whole: what no embed takes is in a file beside it."""
    title, body = head(message.title, message.body)
    facts, whole = fields(message.facts)
    room = bounds.ALL_EMBEDS - measured(facts) - measure(title)
    pieces, fits = _pieces(body, room)
    embeds: list[Json] = [{"description": escaped(p)} for p in pieces if p.strip()] or [{}]
    embeds[0] |= titled(title, message.link)
    embeds[-1] |= {"fields": facts} if facts else {}
    embeds[-1] |= {"timestamp": message.at.isoformat()}
    files = []
    if picture is not None:
        embeds[-1] |= {"image": {"url": f"attachment://{PICTURE}"}}
        files.append(Attachment(name=PICTURE, content=picture))
    if not (whole and fits):
        files.append(Attachment(name=WHOLE, content=plain(message).encode()))
    colour = _OVER if message.reason == "resolved" else _COLOURS[message.severity]
    return Shown(
        embeds=tuple(filled(embed) | {"color": colour} for embed in embeds),
        rows=rows(message.actions),
        files=tuple(files),
        role=role,
    )


def head(title: str, body: str) -> tuple[str, str]:
    """Return a title that fits, and what stands under it; a longer title stands there itself."""
    title, body = " ".join(clean(title).split()), clean(body).strip("\n")
    if measure(title) <= bounds.TITLE:
        return title, body
    return "", f"{title}\n\n{body}" if body else title


def filled(embed: Json) -> Json:
    """Return an embed in which there is something: Discord takes no other."""
    told = embed.keys() & {"title", "description", "fields", "image"}
    return embed if told else embed | {"description": _NOTHING}


def titled(title: str, link: str | None = None) -> Json:
    """Write a title as an embed has it, leading to `link`."""
    if not title:
        return {}
    leads = {"url": link} if link and link.startswith(("https://", "http://")) else {}
    return {"title": escaped(title), **leads}


def fields(facts: Sequence[Fact]) -> tuple[list[Json], bool]:
    """Write facts as an embed has them, and tell whether all of each is there."""
    found: list[Json] = []
    whole, left = len(facts) <= bounds.FACTS, FACTS_MEASURE
    for fact in facts[: bounds.FACTS]:
        name = fitted(fact.label, min(bounds.FACT_LABEL, left)) or _NOTHING
        value = fitted(fact.value, min(bounds.FACT_VALUE, left - utf16(name))) or _NOTHING
        left -= utf16(name) + utf16(value)
        if left < 0:
            return found, False
        whole = whole and value in {escaped(clean(fact.value).strip()), _NOTHING}
        inline = len(value) <= INLINE and "\n" not in value
        found.append({"name": name, "value": value, "inline": inline})
    return found, whole


def measured(facts: Iterable[Json]) -> int:
    """Count what facts take of the room that all embeds have."""
    return sum(utf16(field["name"]) + utf16(field["value"]) for field in facts)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, with those that are too long broken."""
    return [part for line in text.split("\n") for part in broken(line, LINE)]


def plain(message: Message) -> str:
    """Write all of a message down, as text."""
    facts = [f"{fact.label}: {fact.value}" for fact in message.facts]
    return clean("\n".join(filter(None, [message.title, message.body, *facts])))


# What a text fills of the embeds it may have, and whether that is all of it.
def _pieces(text: str, room: int) -> tuple[list[str], bool]:
    if not text:
        return [], True
    found: list[str] = []
    for piece in pages(lines_of(text), bounds.DESCRIPTION, measure):
        if measure(piece) > room:
            rest = pages(piece.split("\n"), max(room, 0), measure)[:1] if room else []
            return [*found, *filter(None, rest)], False
        found.append(piece)
        room -= measure(piece)
    return found, True
