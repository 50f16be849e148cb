"""Whoever reads German is answered in German, as far as somebody has translated it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat import Call, Reply, Right
from bot.commands import Choice
from bot.texts import translated
from handlers.answering import Answerer
from tests.builders import a_call
from tests.dispatches import a_room
from tests.housed import HERE, Housed, housed
from tests.scenes import a_morning

GERMAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Price"
msgstr "Kurs"

msgid "pre-market"
msgstr "vorbörslich"

msgid "There is no /{typed}; did you mean /{close}?"
msgstr "/{typed} gibt es nicht; war /{close} gemeint?"

msgid "/{command} is for those who run this bot."
msgstr "Nur wer diesen Bot betreibt, darf /{command} fragen."

msgid "what is critical"
msgstr "was kritisch ist"

msgid "{n} living alert"
msgid_plural "{n} living alerts"
msgstr[0] "{n} Alarm lebt"
msgstr[1] "{n} Alarme leben"
"""


@pytest.fixture(autouse=True)
def german(tmp_path: Path):
    """Know some German."""
    (tmp_path / "de.po").write_text(GERMAN)
    with translated(tmp_path):
        yield


async def asks(text: str, *, locale: str = "de", right: Right = Right.READ) -> Reply:
    call = replace(a_call(text, right=right), locale=locale)
    return await Answerer(a_morning().desk).answer(call)


async def test_labels_and_values_are_in_the_readers_language():
    """What nobody has translated stays in English beside them."""
    reply = await asks("/quote IREN")

    known = {fact.label: fact.value for fact in reply.facts}
    assert ("Kurs", "vorbörslich") == (reply.facts[0].label, known["Session"])


async def test_others_read_english_meanwhile():
    reply = await asks("/quote IREN", locale="fr")

    assert ["Price", "Session"] == [fact.label for fact in reply.facts[:2]]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("/quotes IREN", "/quotes gibt es nicht; war /quote gemeint?"),
        ("/reload", "Nur wer diesen Bot betreibt, darf /reload fragen."),
        ("/alerts", "1 Alarm lebt"),
    ],
)
async def test_refusals_and_counts_are_as_well(text: str, title: str):
    """Whoever may not, or mistypes, is told so in the language they read."""
    assert title == (await asks(text)).title


def test_suggestions_are_as_well():
    """What is sent for them is the same word everywhere."""
    call = replace(a_call("", right=Right.CHANGE), locale="de")

    first, *_ = Answerer(a_morning().desk).suggest(call, "subscribe", "what", "crit")

    assert Choice("was kritisch ist", "critical") == first


async def test_what_is_kept_is_kept_in_english():
    """The next to read it may not be German: each reads it in a language of their own."""
    it = housed()
    await asks_here(it, "/subscribe critical", locale="de")

    told = [await asks_here(it, "/subscriptions", locale=locale) for locale in ("de", "fr")]

    assert ["was kritisch ist", "what is critical"] == [reply.body.split("\n")[0] for reply in told]


async def asks_here(it: Housed, text: str, *, locale: str) -> Reply:
    room = a_room(HERE)
    owner = it.tenants.owner(room)
    call = Call(text=text, person="ann", room=room, owner=owner, right=Right.CHANGE, locale=locale)
    return await Answerer(it.bot.desk).answer(call)
