"""Every command there is can be asked on every platform, and says the same there."""

import json
from base64 import b64decode
from functools import partial
from pathlib import Path

from handlers import COMMANDS
from tests.asked_everywhere import SECTIONS, Case, ask_all
from tests.both import Both, Playing
from tests.flows.test_both_rooms import BELL, crosses
from tests.flows.test_running import asked
from tests.telegram_people import Person

FILES = ("/watchlist export", "/alert export", "/mydata show")
"""What is answered with a file, which Telegram takes as a message of its own."""


def test_there_is_a_case_of_every_command():
    """One that is not in the table would be tried nowhere."""
    names = [command.name for command in COMMANDS]

    assert set() == set(names) - {case.command(names) for cases in SECTIONS for case in cases}


async def test_every_command_is_answered_on_discord(tmp_path: Path):
    """As slash commands, with their words as options."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        await crosses(both, playing)

        async def ask(text: str) -> str:
            name, given = options(text)
            answer = await both.ann.runs(both.lobby, name, **given)
            return "\n".join([answer.text, *more(answer.answer.files)])

        wrong = await ask_all("discord", ask)

    assert {} == wrong


async def test_every_command_is_answered_on_telegram(tmp_path: Path):
    """As they are typed, in private."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        await crosses(both, playing)

        people = [*both.askers[:3], both.tim, *both.askers[3:]]
        wrong = await ask_all("telegram", *(partial(ask_in_private, both, one) for one in people))

    assert {} == wrong


async def test_every_command_is_answered_on_the_desk(tmp_path: Path):
    """And so by `prebell ask`, which asks there."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        await crosses(both, playing)
        wrong = await ask_all("desk", lambda text: ask_desk(playing, text))

    assert {} == wrong


async def ask_in_private(both: Both, person: Person, text: str) -> str:
    seen = await person.asks(text)
    if any(text.startswith(command) for command in FILES):
        said = both.telegram.read_in(person.private)
        seen = await both.telegram.next_in(person.private, said.index(seen) + 1)
        return seen.file[1].decode() if seen.file else ""
    return seen.text


def options(text: str) -> tuple[str, dict[str, str]]:
    """Part a typed command into its name and what its options are filled with."""
    name = Case(text, "").command([command.name for command in COMMANDS])
    typed = next(command for command in COMMANDS if command.name == name).typed
    words = text.removeprefix(f"/{name}").split(maxsplit=max(0, len(typed) - 1))
    return name, {p.name: word.strip() for p, word in zip(typed, words, strict=False)}


async def ask_desk(playing: Playing, text: str) -> str:
    _, answer = await asked(playing.bot.url, "/api/ask", json={"text": text})
    told = json.loads(answer)
    facts = [f"{fact['label']}: {fact['value']}" for fact in told["facts"]]
    rows = [" ".join(row) for row in (told["table"] or {"rows": []})["rows"]]
    file = [b64decode(told["attachment"]["content"]).decode()] if told["attachment"] else []
    return "\n".join([told["title"], told["body"], *facts, *rows, *file])


def more(files: dict[str, bytes]) -> list[str]:
    return [content.decode(errors="replace") for content in files.values()]


async def test_a_fault_is_pointed_at_where_letters_have_one_width(tmp_path: Path):
    """A caret under another letter would send people looking in the wrong place."""
    fault = "  IREN premarkt > 4%\n       ^^^^^^^^"
    async with Both() as both, both.played(tmp_path, since=BELL):
        answer = await both.ann.runs(both.lobby, "alert quick", rule="IREN premarkt > 4%")
        seen = await both.tim.asks("/alert_quick IREN premarkt > 4%")

    assert f"```\n{fault}\n```" in "\n".join(answer.answer.texts)
    assert [fault] == [text.strip("\n") for text in seen.has("pre")]
