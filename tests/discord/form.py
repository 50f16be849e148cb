"""What Discord takes of a message, and what of it calls somebody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

EMPTY, INVALID = 50006, 50035
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_LIVE = re.compile(
    r"<(?:@|#|:|t:|id:|/)|@(?:everyone|here)|\]\(|https?://|\*\*?|__?|~~|\|\||`|^#{1,3} |^> |^- ",
    re.MULTILINE,
)
_ROLE, _USER = re.compile(r"<@&(\d+)>"), re.compile(r"<@!?(\d+)>")


def utf16(text: str) -> int:
    """Count as strictly as may be: Discord does not say what it counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def faults(body: Json, files: int) -> Iterator[str]:
    """Say what of a message is more than Discord takes.

    https://docs.discord.com/developers/resources/message
    """
    if utf16(str(body.get("content") or "")) > 2000:
        yield "content: 2000 or fewer in length"
    if len(str(body.get("nonce") or "")) > 25:
        yield "nonce: 25 or fewer in length"
    embeds = body.get("embeds") or []
    if len(embeds) > 10:
        yield "embeds: 10 or fewer"
    for number, embed in enumerate(embeds):
        if not (_size(embed) or embed.get("image")):
            yield f"embeds.{number}: empty"
        yield from (f"embeds.{number}.{fault}" for fault in _faults_of_embed(embed))
    if sum(map(_size, embeds)) > 6000:
        yield "embeds: 6000 or fewer over all"
    yield from _faults_of_rows(body.get("components") or [])
    if len(body.get("attachments") or []) != files:
        yield "attachments: one for each file"
    allowed = body.get("allowed_mentions") or {}
    if "roles" in allowed.get("parse", ()) and allowed.get("roles"):
        yield "allowed_mentions: parse and roles exclude each other"


def is_empty(body: Json, files: int) -> bool:
    return not (body.get("content") or body.get("embeds") or files)


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message calls."""

    roles: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.roles or self.users or self.everyone)


def pings(body: Json) -> Pings:
    """Find whom a message calls: without `allowed_mentions` all that is in its content."""
    content = str(body.get("content") or "")
    allowed = body.get("allowed_mentions")
    parse = ("roles", "users", "everyone") if allowed is None else allowed.get("parse", ())
    of = allowed or {}
    roles = [r for r in _ROLE.findall(content) if "roles" in parse or r in of.get("roles", ())]
    users = [u for u in _USER.findall(content) if "users" in parse or u in of.get("users", ())]
    everyone = "everyone" in parse and bool(re.search("@everyone|@here", content))
    return Pings(tuple(roles), tuple(users), everyone)


def read(text: str) -> str:
    """Return a text as people read it."""
    parts = re.split(r"```\n?(.*?)\n?```", text, flags=re.DOTALL)
    return "".join(
        part if place % 2 else _ESCAPED.sub(r"\1", part) for place, part in enumerate(parts)
    )


def live(text: str) -> list[str]:
    """Find the markup in a text that does something, blocks of code aside."""
    outside = re.sub(r"```\n.*?\n```", "", text, flags=re.DOTALL)
    return _LIVE.findall(_ESCAPED.sub("\x00", outside))


def _faults_of_embed(embed: Json) -> Iterator[str]:
    for name, most in (("title", 256), ("description", 4096)):
        if utf16(str(embed.get(name) or "")) > most:
            yield f"{name}: {most} or fewer in length"
    fields = embed.get("fields") or []
    if len(fields) > 25:
        yield "fields: 25 or fewer"
    for number, field in enumerate(fields):
        for name, most in (("name", 256), ("value", 1024)):
            if not 1 <= utf16(str(field.get(name) or "").strip()) <= most:
                yield f"fields.{number}.{name}: 1 to {most} in length"
    if utf16(str((embed.get("footer") or {}).get("text", ""))) > 2048:
        yield "footer.text: 2048 or fewer in length"
    if not re.fullmatch(
        r"(https?|attachment)://.+|", str((embed.get("image") or {}).get("url", ""))
    ):
        yield "image.url: not well formed"


def _size(embed: Json) -> int:
    fields = [
        str(field.get(n) or "") for field in embed.get("fields") or [] for n in ("name", "value")
    ]
    texts = [str(embed.get(n) or "") for n in ("title", "description")]
    return sum(map(utf16, (*texts, *fields, str((embed.get("footer") or {}).get("text", "")))))


def _faults_of_rows(rows: list[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield "components: 5 or fewer"
    names = [button.get("custom_id", "") for row in rows for button in row.get("components", [])]
    if len(set(names)) < len(names):
        yield "components: custom_id is there twice"
    for row in rows:
        if not 1 <= len(row.get("components", [])) <= 5:
            yield "components: 1 to 5 in a row"
        for button in row.get("components", []):
            if not 1 <= utf16(str(button.get("custom_id", ""))) <= 100:
                yield "custom_id: 1 to 100 in length"
            if not 1 <= utf16(str(button.get("label") or "")) <= 80:
                yield "label: 1 to 80 in length"
