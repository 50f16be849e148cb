"""Pages: the words of an article, without what stands around them."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds.news.page import LIMIT, fetched
from bot.feeds.news.paragraphs import TEXT, Text, readable
from bot.feeds.web.answer import Answer
from bot.feeds.web.request import Request

URL = "https://example.com/a?key=canary"
BODY = "IREN led the miners with a gain of 4 % before the bell, as Bitcoin held $122,000. " * 4
PAGE = f"""<!doctype html><html><head><title>IREN leads - Outlet</title>
<meta property="og:title" content="IREN leads the miners"><style>p {{color: red}}</style>
<script>var p = "<p>not this</p>";</script></head>
<body><nav><ul><li>Markets</li><li>Log in</li></ul></nav>
<article><header><h1>IREN leads</h1></header><p>{BODY}</p>
<aside><p>Read also: RIOT falls</p></aside>
<p>It is <b>not</b>&nbsp;advice &amp; never was.</p></article>
<p>Cookies are used here.</p><footer><p>Terms</p></footer></body></html>"""


class Web:
    """Answers with one body, whatever is asked."""

    def __init__(self, body: bytes, content_type: str = "text/html; charset=utf-8") -> None:
        self._body = body
        self._type = content_type

    async def get(self, request: Request) -> Answer:  # noqa: ARG002 (whatever is asked)
        now = datetime(2025, 10, 10, 12, tzinfo=UTC)
        return Answer(body=self._body, at=now, content_type=self._type)

    def forget(self, request: Request) -> None: ...


async def read(page: str | bytes, content_type: str = "text/html; charset=utf-8") -> Text:
    body = page if isinstance(page, bytes) else page.encode()
    return await fetched(URL, Web(body, content_type))


async def test_an_article_is_read_without_what_stands_around_it():
    found = await read(PAGE)

    assert "IREN leads the miners" == found.title
    assert f"{BODY}It is not advice & never was." == found.text


async def test_a_page_without_an_article_is_its_paragraphs():
    found = await read(f"<title>A title</title><div><p>{BODY}</p></div><p>And more.</p>")

    assert ("A title", f"{BODY.strip()} And more.") == (found.title, found.text)


async def test_an_article_stands_behind_its_page_s_programs():
    """What a page is built of is larger than what it says."""
    program = "<script>" + "var state = {'<p>': 1};" * 20_000 + "</script >"
    style = "<style>" + "p { color: red }" * 5000 + "</style\n>"
    found = await read(f"{program}<title>A</title>{style}<!-- {'-' * 50_000} --><p>{BODY}</p>")

    assert ("A", BODY.strip()) == (found.title, found.text)


async def test_plain_text_is_its_first_line_and_the_rest():
    found = await read("IREN leads\n\nIt led with <b>4 %</b>.", "text/plain")

    assert Text(title="IREN leads", text="It led with <b>4 %</b>.") == found


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Größe</title><p>x</p>".encode("iso-8859-1"), "text/html; charset=iso-8859-1"),
        ("<meta charset='windows-1252'><title>Größe</title>".encode("cp1252"), "text/html"),
        ("<title>Größe</title>".encode("utf-16"), "text/html"),
        ("<title>Größe</title>".encode(), "text/html; charset=undefined"),
        ("<title>Größe</title>".encode(), "text/html; charset=base64"),
    ],
)
async def test_letters_are_read_as_they_were_meant(body: bytes, content_type: str):
    assert "Größe" == (await read(body, content_type)).title


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"%PDF-1.7 and so on",
        b"\x89PNG\r\n",
        b"<html><body><div id='app'></div><script>boot()</script></body></html>",
    ],
)
async def test_what_has_no_words_is_said(body: bytes):
    with pytest.raises(FeedError) as error:
        await read(body)

    assert "canary" not in str(error.value)


@pytest.mark.parametrize(
    "page",
    [
        "<" * LIMIT,
        "<p" + " a" * (LIMIT // 2),
        "<div>" * (LIMIT // 5),
        "<!--" * (LIMIT // 4),
        "<p title='" + "x" * LIMIT,
        "&" * LIMIT,
        "<p>" + "x" * 2 * LIMIT,
        "<script>" + "</scrip" * (LIMIT // 8),
        "<![CDATA[" * (LIMIT // 9),
        "</" * (LIMIT // 2),
        "<script>" * (LIMIT // 8),
        "<script></script>" * (LIMIT // 17),
        "<svg </svg" * (LIMIT // 10),
        "<a <a " * (LIMIT // 6),
    ],
)
@pytest.mark.timeout(20)
async def test_a_hostile_page_takes_no_longer_than_a_plain_one(page: str):
    try:
        found = await readable(page[:LIMIT], "example.com")
    except FeedError:
        return
    assert len(found.text) <= TEXT


@given(st.text(alphabet="<>/!-[]='\"pascriticle &#x; ", max_size=200))
async def test_any_page_is_read_or_refused(page: str):
    with suppress(FeedError):
        found = await readable(page, "example.com")
        assert found.title or found.text
