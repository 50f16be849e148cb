"""What people see of a message or an answer, against what it was meant to say.

Each look returns what is wrong in a word or two, nothing where all is well. Spaces and lines are a
platform's own; every other sign has to be there, in its place, or visibly cut.
"""

from collections.abc import Iterator, Sequence

from bot.chat import Fact, Message, Reply
from bot.fitting import ELLIPSIS, clean
from bot.platforms.discord.embeds import of_message
from bot.platforms.discord.replies import of_reply
from bot.platforms.discord.shown import Shown
from bot.platforms.telegram.rendering import (
    CAPTION_LIMIT,
    NOTE_LIMIT,
    TEXT_LIMIT,
    Said,
    message_said,
    reply_alert,
    reply_file,
    reply_note,
    reply_pages,
)
from tests.discord import form
from tests.telegram_html import JOINER, UnparsableError, detected, parse, units

NO_VALUE = "–"
"""What Discord shows where a field has nothing to say, for it takes none that is empty."""

TURNED = 12
"""Pages that are turned to; where there are so many a file holds them all."""

HINTED = {"bot_command"}
"""Links that Telegram makes of our own hints, such as /ack, and so of others' words as well."""


def on_discord(told: Message | Reply) -> Iterator[str]:
    """Say what is wrong with what Discord shows of it."""
    if isinstance(told, Message):
        shown = [of_message(told)]
    else:
        shown = [of_reply(told, question="/q")]
        shown += [
            of_reply(told, question="/q", page=n)
            for n in range(2, min(_pages(shown[0]), TURNED) + 1)
        ]
    for one in shown:
        yield from _refused_by_discord(one)
    texts = [_on_page(told, one, first=one is shown[0]) for one in shown]
    meant = [_squashed(told.title), *map(_squashed, clean(told.body).split("\n")), *_cells(told)]
    files = "".join(_squashed(f.content.decode()) for one in shown for f in one.files)
    if lost := [one for one in _missing("".join(texts), meant) if one not in files]:
        yield f"lost: {lost[0][:40]!r}"
    yield from _facts_on_discord(told.facts, shown[0], files)


def on_telegram(told: Message | Reply) -> Iterator[str]:
    """Say what is wrong with what Telegram shows of it."""
    if isinstance(told, Message):
        for most in (TEXT_LIMIT, CAPTION_LIMIT):
            said = message_said(told, most)
            yield from _refused_by_telegram(said, most)
            yield from _lost(_read(said), told, "")
        return
    for note in (reply_note(told), reply_alert(told)):
        if units(note) > NOTE_LIMIT:
            yield f"note: {units(note)} is too long"
    pages = reply_pages(told)
    for page in pages:
        yield from _refused_by_telegram(page, TEXT_LIMIT)
    title = _squashed(_text(pages[0]).partition("\n")[0])
    first, *others = map(_read, pages)
    text = "".join([first, *(page.removeprefix(title) for page in others)])
    yield from _lost(text, told, _squashed(reply_file(told).decode()))


def _refused_by_discord(shown: Shown) -> Iterator[str]:
    body = shown.body()
    yield from form.faults(body, len(shown.files))
    if form.is_empty(body, len(shown.files)):
        yield "empty"
    if form.pings(body):
        yield "somebody is called"
    for text in _texts(shown):
        yield from (f"live: {sign}" for sign in form.live(text))


def _refused_by_telegram(said: Said, most: int) -> Iterator[str]:
    try:
        text, marked = parse(said.html)
    except (UnparsableError, UnicodeEncodeError) as error:
        yield f"can't parse entities: {error}"
        return
    if not 1 <= units(text) <= most:
        yield f"{units(text)} long"
    links = [e for e in detected(text, marked) if e.kind not in HINTED]
    yield from (f"link: {e.text}" for e in links)
    yield from (f"link: {e.url}" for e in marked if e.url)


def _facts_on_discord(facts: Sequence[Fact], shown: Shown, files: str) -> Iterator[str]:
    fields = [field for embed in shown.embeds for field in embed.get("fields", [])]
    for fact, field in zip(facts, fields, strict=False):
        for meant, text in ((fact.label, field["name"]), (fact.value, field["value"])):
            read, whole = "".join(form.read(text).split()), _squashed(meant) or NO_VALUE
            kept = whole in files or meant is fact.label
            if read != whole and not (_is_cut(read, whole) and kept):
                yield f"fact: {read[:40]!r} for {whole[:40]!r}"
    for fact in facts[len(fields) :]:
        if _squashed(fact.value) not in files:
            yield f"fact: {fact.value[:40]!r} is gone"


def _lost(text: str, told: Message | Reply, file: str) -> Iterator[str]:
    lines = [
        told.title,
        *clean(told.body).split("\n"),
        *(t for f in told.facts for t in (f.label, f.value)),
    ]
    meant = [*map(_squashed, lines), *_cells(told)]
    if ELLIPSIS not in text and (missing := _missing(text, meant)):
        yield f"lost: {missing[0][:40]!r}"
    if file and (missing := _missing(file, meant)):
        yield f"lost in the file: {missing[0][:40]!r}"
    begun = next(filter(None, map(_squashed, lines)), "")
    if not text.startswith(begun) and not _is_cut(text[: text.find(ELLIPSIS) + 1], begun):
        yield f"begins as {text[:40]!r}, not as {begun[:40]!r}"


# In their order, each after the one before; a heading may come again between them.
def _missing(text: str, meant: Sequence[str]) -> list[str]:
    found, at = [], 0
    for one in meant:
        place = text.find(one, at)
        if place < 0:
            found.append(one)
        else:
            at = place + len(one)
    return found


def _is_cut(text: str, meant: str) -> bool:
    return text.endswith(ELLIPSIS) and meant.startswith(text.removesuffix(ELLIPSIS))


def _squashed(text: str) -> str:
    return "".join(clean(text).split())


def _text(said: Said) -> str:
    return parse(said.html)[0].replace(JOINER, "")


def _read(said: Said) -> str:
    return "".join(_text(said).split())


def _cells(told: Message | Reply) -> list[str]:
    if isinstance(told, Message) or told.table is None:
        return []
    return [_squashed(cell) for row in told.table.rows for cell in row]


def _texts(shown: Shown) -> Iterator[str]:
    for embed in shown.embeds:
        yield from (embed.get("title", ""), embed.get("description", ""))
        yield from (text for f in embed.get("fields", []) for text in (f["name"], f["value"]))


# Each page has the title. Within a block of code a backtick is written another way.
def _on_page(told: Message | Reply, shown: Shown, *, first: bool) -> str:
    parts = ("title", "description") if first else ("description",)
    texts = (e.get(part, "") for e in shown.embeds for part in parts)
    text = "".join("".join(form.read(text).split()) for text in texts)
    has_table = isinstance(told, Reply) and told.table is not None
    return text.replace("\u02cb", "`") if has_table else text


def _pages(shown: Shown) -> int:
    labels = [button.label for row in shown.rows for button in row]
    return next(
        (int(of) for one, _, of in (b.partition("/") for b in labels) if _turns(one, of)), 1
    )


def _turns(one: str, of: str) -> bool:
    return one.isdecimal() and of.isdecimal()
