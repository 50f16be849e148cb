"""Help: by subject, and of one command; nobody is shown what they may not do."""

from dataclasses import replace

import pytest

import handlers
from bot.chat import ACTION_LIMIT, Call, Reply, Right
from bot.commands import Question
from handlers.answering import Answerer
from handlers.base import command
from handlers.desk import Desk
from handlers.help import REST, SUBJECTS, subject
from tests.builders import a_call, a_desk


async def helped(text: str, right: Right = Right.OPERATE) -> Reply:
    return await Answerer(a_desk()).answer(a_call(text, right=right))


def usages(reply: Reply) -> str:
    return "\n".join(f"{fact.label}: {fact.value}" for fact in reply.facts)


def test_every_command_has_a_subject():
    """One under `more` is one that nobody looks for."""
    assert [] == [c.name for c in handlers.COMMANDS if subject(c) == REST]


async def test_every_command_one_may_use_is_on_the_page_of_its_subject():
    first = await helped("/help")
    pages = [usages(await helped(action.text)) for action in first.actions]

    assert [] == [c.usage for c in handlers.COMMANDS if not any(c.usage in p for p in pages)]


@pytest.mark.parametrize("right", Right)
async def test_what_one_may_not_do_is_not_offered(right: Right):
    """A menu of refusals helps nobody."""
    first = await helped("/help", right)
    offered = {name for fact in first.facts for name in fact.value.split(", ")}

    assert {f"/{c.name}" for c in handlers.COMMANDS if c.right <= right} == offered


@pytest.mark.parametrize("text", ["/help", "/help why", "/help settings"])
async def test_buttons_lead_somewhere(text: str):
    """Each is a command that is answered, and fits every platform."""
    reply = await helped(text)
    answers = [await helped(action.text) for action in reply.actions]

    assert reply.actions
    assert [] == [a.title for a in answers if a.title.startswith("There is no")]
    assert [] == [a for a in reply.actions if len(a.text.encode()) > ACTION_LIMIT]


async def test_one_command_is_told_with_each_word_and_an_example():
    assert "SYM: an instrument such as IREN" in usages(await helped("/help quote"))
    assert "Example: /mute IREN 1h" in usages(await helped("/help mute"))


async def test_whom_a_command_is_for_is_told():
    """Whoever reads of it and cannot use it knows whom to ask."""
    said = usages(await helped("/help settings timezone", Right.READ))

    assert "For: admins of a room, and whom they have named" in said


async def test_a_form_is_told_line_by_line(monkeypatch: pytest.MonkeyPatch):
    asked = Question(name="name", label="Name", hint="what you call it", required=False)

    @command("paint", "Paint", form=(asked,))
    async def paint(call: Call, desk: Desk, name: str) -> Reply:
        return Reply(title=f"{call.person} {desk.version} {name}")

    monkeypatch.setattr(handlers, "COMMANDS", (*handlers.COMMANDS, paint))

    reply = await helped("/help paint")

    assert "Without any word it asks" in reply.body
    assert "Name: what you call it; may be left out" in usages(reply)


async def test_half_a_name_is_answered_with_what_begins_so():
    """`/help watchlist` is what people type, though no command has that name alone."""
    said = await helped("/help watchlist")

    assert ("What you can ask: watchlist", True) == (said.title, "/watchlist show" in usages(said))


@pytest.mark.parametrize(
    ("text", "hint"),
    [("/help quoet", "did you mean /help quote?"), ("/help xyzzy", "/help lists what there is.")],
)
async def test_what_is_no_command_is_answered_with_one(text: str, hint: str):
    assert hint in (await helped(text)).title


def test_a_command_of_no_subject_is_found_under_more():
    """A new one must not vanish because a list was forgotten."""
    words = [word for words in SUBJECTS.values() for word in words.split()]
    odd = replace(handlers.COMMANDS[0], name="odd one")

    assert (len(words), REST) == (len(set(words)), subject(odd))
