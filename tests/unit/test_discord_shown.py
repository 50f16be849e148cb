"""What Discord shows: whole, within its limits, and harmless, whatever is in a text."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Action, Attachment, Fact, Message, Reply, Severity, Table
from bot.fitting import clean
from bot.platforms.discord.embeds import of_message
from bot.platforms.discord.markup import escaped
from bot.platforms.discord.replies import of_reply
from bot.platforms.discord.shown import Shown
from tests.discord import form
from tests.parcels import a_message

SIGNS = "*_~`|[]()<>#@:/\\-+. \n123abcdefeveryonehere&!\u200b\u202e\u0301🚀"
HOSTILE = st.text(alphabet=st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=400)
LONG = st.builds(lambda text, times: text * times, HOSTILE, st.integers(1, 60))
WORDS = [
    "@everyone @here <@1> <@!1> <@&2> <#3>",
    "[click](https://evil.example) https://evil.example http://evil.example",
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "# heading\n-# small\n> quote\n>>> quote\n- list\n1. list",
    "<t:1:R> <:smile:1> <a:smile:1> <id:guide> </ack:1>",
    "\\*not bold\\* \\\\ \\",
]

messages = st.builds(
    lambda title, body, facts, actions, severity: a_message(
        title, body=body, facts=tuple(facts), actions=tuple(actions), severity=severity
    ),
    LONG,
    LONG,
    st.lists(st.builds(Fact, HOSTILE, LONG), max_size=30),
    st.lists(st.builds(Action, HOSTILE, st.text(min_size=1, max_size=16)), max_size=30),
    st.sampled_from(Severity),
)
tables = st.integers(1, 5).flatmap(
    lambda wide: st.builds(
        Table,
        st.tuples(*[HOSTILE] * wide),
        st.lists(st.tuples(*[HOSTILE] * wide), max_size=40).map(tuple),
    )
)
replies = st.builds(
    lambda title, body, facts, table, actions: Reply(
        title=title, body=body, facts=tuple(facts), table=table, actions=tuple(actions)
    ),
    LONG,
    LONG,
    st.lists(st.builds(Fact, HOSTILE, LONG), max_size=30),
    st.none() | tables,
    st.lists(st.builds(Action, HOSTILE, st.text(min_size=1, max_size=16)), max_size=30),
)


def faults(shown: Shown) -> list[str]:
    return list(form.faults(shown.body(), len(shown.files)))


def texts(shown: Shown) -> Iterable[str]:
    for embed in shown.embeds:
        yield from (embed[name] for name in ("title", "description") if name in embed)
        yield from (field[name] for field in embed.get("fields", []) for name in ("name", "value"))


@given(messages)
def test_every_message_is_within_the_limits(message: Message):
    assert [] == faults(of_message(message))


@given(replies, st.integers(1, 12))
def test_every_page_of_every_answer_is_within_the_limits(reply: Reply, page: int):
    assert [] == faults(of_reply(reply, question="/sector", page=page))


@given(messages)
def test_nothing_in_a_message_means_anything_to_discord(message: Message):
    """No call, no link, no heading: what somebody has written is what people read."""
    assert [] == [sign for text in texts(of_message(message)) for sign in form.live(text)]


@given(replies)
def test_nothing_in_an_answer_means_anything_to_discord(reply: Reply):
    assert [] == [sign for text in texts(of_reply(reply)) for sign in form.live(text)]


@pytest.mark.parametrize("words", WORDS)
def test_signs_are_read_as_they_were_written(words: str):
    shown = of_message(a_message("a", body=words))

    assert (words, []) == (form.read(shown.embeds[0]["description"]), form.live(escaped(words)))


@given(HOSTILE)
def test_what_is_escaped_is_read_as_it_was(text: str):
    assert text == form.read(escaped(text))


@given(st.text(min_size=1, max_size=200), st.integers(1, 80))
def test_a_message_that_is_too_long_is_in_a_file_as_well(text: str, times: int):
    """Nothing that was told is lost, however long it is."""
    message = a_message("a", body=f"{text} " * times)
    shown = of_message(message)
    files = "".join(file.content.decode() for file in shown.files)
    read = "".join(form.read(one.get("description", "")) for one in shown.embeds)
    body = "".join(clean(message.body).split())

    assert body in {"".join(read.split()), "".join(files.split())[1:]}


def test_a_title_that_is_too_long_stands_over_the_text():
    shown = of_message(a_message("x" * 300, body="below"))

    assert [f"{'x' * 300}\n\nbelow"] == [embed.get("description") for embed in shown.embeds]


def test_a_long_text_goes_on_in_the_next_embed():
    shown = of_message(a_message("a", body="\n".join(["y" * 100] * 50)))

    assert (2, 50, ()) == (
        len(shown.embeds),
        sum(text.count("y" * 100) for text in texts(shown)),
        shown.files,
    )


@pytest.mark.parametrize(("length", "side_by_side"), [(12, True), (120, False)])
def test_facts_stand_side_by_side_where_they_are_short(length: int, side_by_side: bool):
    shown = of_message(a_message("a", facts=(Fact("Cap", "9" * length),)))

    assert [side_by_side] == [field["inline"] for field in shown.embeds[0]["fields"]]


def test_an_alert_that_is_over_looks_so():
    """Neither as it rang nor as it is: people see from afar that they need not come."""
    colours = {
        of_message(a_message("a", severity=severity, reason=reason)).embeds[0]["color"]
        for severity in Severity
        for reason in ("first", "resolved")
    }

    assert 4 == len(colours)


@pytest.mark.parametrize(
    ("link", "url"), [("https://example.com/x", "https://example.com/x"), ("javascript:x", None)]
)
def test_a_title_leads_to_where_the_message_says(link: str, url: str | None):
    assert url == of_message(a_message("a", link=link)).embeds[0].get("url")


def test_a_narrow_table_stands_in_columns():
    table = Table(("Symbol", "Change"), (("IREN", "+4.0 %"), ("RIOT", "-12.5 %")))
    shown = of_reply(Reply(title="movers", table=table))

    assert (
        "```\nSymbol   Change\nIREN     +4.0 %\nRIOT    -12.5 %\n```"
        == shown.embeds[0]["description"]
    )


def test_a_wide_table_has_a_line_for_each_row():
    """On a telephone its columns would be broken up."""
    table = Table(("Rule", "Condition", "State"), (("dips", "price < 60 and " * 5, "armed"),))
    shown = of_reply(Reply(title="rules", table=table))
    described = form.read(shown.embeds[0]["description"])

    assert f"dips · Condition: {'price < 60 and ' * 5}".strip() + " · State: armed" == described


def test_a_table_has_its_headings_on_each_page():
    rows = tuple((f"S{n}", f"{n}") for n in range(60))
    reply = Reply(title="all", table=Table(("Symbol", "Rank"), rows))
    pages = [of_reply(reply, question="/x", page=page) for page in (1, 2, 3)]

    assert [True] * 3 == ["Symbol  Rank" in page.embeds[0]["description"] for page in pages]


def test_a_page_beyond_the_last_is_the_last():
    """An answer may be shorter when it is asked for again."""
    shown = of_reply(Reply(title="a", body="line"), question="/x", page=9)

    assert ("line", ()) == (shown.embeds[0]["description"], shown.rows)


def test_an_answer_whose_question_fits_no_button_is_a_file():
    reply = Reply(title="a", body="\n".join(map(str, range(100))))
    shown = of_reply(reply, question="/x " + "y" * 100)

    assert ((), ["answer.txt"]) == (shown.rows, [file.name for file in shown.files])


def test_a_file_larger_than_discord_takes_is_said_to_be():
    reply = Reply(title="a", attachment=Attachment(name="all.json", content=b"x" * (11 << 20)))
    (file,) = of_reply(reply).files

    assert b"too large" in file.content


def test_buttons_that_mean_the_same_are_one():
    """Discord refuses a message in which a name is there twice."""
    action = Action("Ack", "/ack 4F")
    shown = of_message(replace(a_message("a"), actions=(action, action)))

    assert [["pb:/ack 4F"]] == [[button.name for button in row] for row in shown.rows]
