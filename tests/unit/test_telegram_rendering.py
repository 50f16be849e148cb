"""What Telegram is given to show: whole where it fits, shortened where not, and never broken."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat import Action, Fact, Message, Reply, Table
from bot.fitting import clean
from bot.platforms.telegram.keyboards import Pressed, buttons
from bot.platforms.telegram.rendering import (
    CAPTION_LIMIT,
    NOTHING,
    TEXT_LIMIT,
    Said,
    message_said,
    question,
    reply_alert,
    reply_file,
    reply_note,
    reply_pages,
)
from tests.hostile import texts
from tests.parcels import a_message
from tests.proofs import cases
from tests.telegram_html import Entity, detected, parse, units
from tests.telegram_world import visible

TEXT = st.one_of(texts, st.builds(lambda text, n: text * n, texts, st.integers(0, 500)))
FACTS = st.lists(st.builds(Fact, TEXT, TEXT), max_size=8).map(tuple)
MESSAGES = st.builds(
    lambda title, body, facts, link: a_message(title, body=body, facts=facts, link=link),
    TEXT,
    TEXT,
    FACTS,
    st.one_of(st.none(), TEXT, TEXT.map("https://a.example/{}".format)),
)
TABLES = st.integers(1, 4).flatmap(
    lambda n: st.builds(
        Table,
        st.lists(TEXT, min_size=n, max_size=n).map(tuple),
        st.lists(st.lists(TEXT, min_size=n, max_size=n).map(tuple), max_size=5).map(tuple),
    )
)
REPLIES = st.builds(
    lambda title, body, facts, table: Reply(title=title, body=body, facts=facts, table=table),
    TEXT,
    TEXT,
    FACTS,
    st.one_of(st.none(), TABLES),
)


def read(said: Said) -> tuple[str, list[Entity]]:
    return parse(said.html)


def text_of(said: Said) -> str:
    return visible(read(said)[0])


def wrong_with(said: Said, most: int) -> list[str]:
    """Say what Telegram, or whoever reads it, would mind."""
    text, entities = read(said)
    found = [e.kind for e in detected(text, entities) if e.kind != "bot_command"]
    found += [e.url for e in entities if e.url and not e.url.startswith("https://a.example/")]
    found += ["empty"] if not visible(text).strip() else []
    return found + (["long"] if units(text) > min(most, said.length) else [])


@cases(150, in_full=5_000)
@given(MESSAGES, st.sampled_from((TEXT_LIMIT, CAPTION_LIMIT)))
def test_any_message_is_taken_and_calls_nobody(message: Message, most: int):
    """Whatever a company is called or a program says: no tag, no length and no name breaks it."""
    assert [] == wrong_with(message_said(message, most), most)


@cases(150, in_full=5_000)
@given(REPLIES)
def test_any_answer_is_taken_and_calls_nobody(reply: Reply):
    """On each of its pages, and in the few words that a button shows."""
    assert [] == [wrong for page in reply_pages(reply) for wrong in wrong_with(page, TEXT_LIMIT)]
    assert max(units(reply_note(reply)), units(reply_alert(reply))) <= 200


def test_a_message_that_fits_is_whole():
    """Nothing of it is left out."""
    facts = (Fact("Source", "yahoo, 2 s old"), Fact("Rule", "premarket > 4%"))
    said = message_said(a_message("IREN +4.0%", body="over 4%\n\nsince 08:52", facts=facts))

    assert (
        "IREN +4.0%\nover 4%\n\nsince 08:52\nSource yahoo, 2 s old\nRule premarket > 4%"
        == text_of(said)
    )


def test_title_and_facts_stand_where_the_evidence_is_too_long():
    """What is cut says so, and the figures are still there."""
    text = text_of(message_said(a_message("Title", body="y" * 9000, facts=(Fact("A", "b"),))))

    assert ("Title\ny", "y…\nA b", TEXT_LIMIT) == (text[:7], text[-6:], units(text))


def test_a_caption_holds_what_fits_of_everything():
    """Title, link and facts first; never more than Telegram takes."""
    facts = (Fact("a", "x" * 250), Fact("b", "y" * 250))
    link = f"https://{'h' * 253}/"
    said = message_said(a_message("t" * 600, body="z" * 600, facts=facts, link=link), CAPTION_LIMIT)

    assert (True, True) == (said.length <= CAPTION_LIMIT, "a xxx" in text_of(said))


def test_what_nobody_can_see_is_said_to_be_nothing():
    """Telegram refuses a message without a visible letter."""
    assert NOTHING == text_of(message_said(a_message("\u200b\u202e", body="\x00")))


def test_a_link_shows_where_it_leads():
    """And is made by us alone: what only looks like one is no link."""
    text, entities = read(message_said(a_message("a b.example", link='https://a.example/?q="<&')))

    assert ("a.example", 'https://a.example/?q="<&') == (entities[-1].text, entities[-1].url)
    assert [] == detected(text, entities)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "tg://user?id=1", "https://", ""])
def test_only_addresses_of_the_web_are_links(link: str):
    assert ["bold"] == [e.kind for e in read(message_said(a_message("a", link=link)))[1]]


def test_a_wide_table_says_in_each_line_what_its_figures_are():
    """A phone breaks lines where it likes: columns would not stand."""
    table = Table(("Symbol", "Price now", "Change since the close"), (("IREN", "60.10", "+4.0%"),))
    [said] = reply_pages(Reply(title="Movers", table=table))

    assert "Movers\nIREN Price now 60.10 · Change since the close +4.0%" == text_of(said)


def test_pages_hold_all_there_is_in_order():
    """Each has the title; none cuts a line."""
    lines = [f"{n} {'x' * 70}" for n in range(200)]
    pages = [
        text_of(page).split("\n") for page in reply_pages(Reply(title="T", body="\n".join(lines)))
    ]

    assert lines == [line for _, *page in pages for line in page]
    assert {"T"} == {page[0] for page in pages}


def test_each_page_of_a_table_has_its_headings():
    """A column of figures means nothing without them."""
    table = Table(("Symbol", "Price"), tuple((f"S{n}", "1.00") for n in range(400)))
    pages = [text_of(page).split("\n")[1] for page in reply_pages(Reply(title="T", table=table))]

    assert (True, {"Symbol  Price"}) == (len(pages) > 1, set(pages))


def test_a_file_has_every_line():
    """It is for those who want all of it."""
    reply = Reply(title="T", body="a.example\nb", facts=(Fact("L", "v"),))

    assert "T\n\na.example\nb\nL v" == reply_file(reply).decode()


def test_a_question_calls_whom_it_is_for():
    """By number: names are nobody's own."""
    text, entities = read(question("Title", "Name", "dips", whom=(7, "<Ann> @x")))

    assert ("Title\n<Ann> @x, Name\ndips", ["tg://user?id=7"]) == (
        text,
        [entity.url for entity in entities if entity.url],
    )


@given(st.text(min_size=1, max_size=80), st.integers(1, 9999))
def test_a_page_button_asks_for_its_page(text: str, page: int):
    """What it sends has 64 bytes, or there is none."""
    keyboard = buttons((), f"/{text}", page, 9999)
    if keyboard is None:
        assert len(f"~9999 /{text}".encode()) > 64
        return
    sent = [str(button.callback_data) for button in keyboard.inline_keyboard[0]]

    assert {f"/{text}"} == {Pressed.read(one).text for one in sent}
    assert page == Pressed.read(sent[1]).page
    assert max(len(one.encode()) for one in sent) <= 64


def test_a_button_without_room_for_its_text_is_left_out():
    """Telegram would refuse the whole message over it."""
    keyboard = buttons((Action("Long", "/x " + "é" * 40), Action("Short", "/ack 4Fh2a")))
    assert keyboard is not None

    assert ["Short"] == [button.text for row in keyboard.inline_keyboard for button in row]


def test_words_are_kept_as_they_are():
    """A clean text of our own comes out as it went in."""
    title = "IREN +4.01% before the bell at $60.10 (BRK.B, 08:52 EDT)"
    assert title == clean(title) == text_of(message_said(a_message(title)))


@example(1024, [70] * 8)  # seven of them fill what there is to the letter
@given(st.integers(900, 1024), st.lists(st.integers(1, 90), min_size=1, max_size=40))
def test_a_caption_is_never_a_letter_too_long(title: int, facts: list[int]):
    """The sign that says more was left out needs room as well."""
    told = tuple(Fact("x" * (1 + length % 7), "y" * length) for length in facts)
    message = a_message(title="t" * title, body="b" * 2000, facts=told)

    assert message_said(message, CAPTION_LIMIT).length <= CAPTION_LIMIT
