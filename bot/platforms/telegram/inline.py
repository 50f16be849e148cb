"""Inline: what is typed behind the bot's name in any chat, answered with quotes to choose from."""

from dataclasses import replace
from datetime import timedelta

from telegram import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.chat import Call, Reply
from bot.commands import Choice, Offered, Service
from bot.fitting import clean, cut
from bot.platforms.telegram.rendering import reply_pages
from bot.platforms.telegram.wire import Line

QUOTE = "quote"
MOST = 5
"""Quotes to choose from, of the 50 there may be: each is worked out as somebody types."""

CACHED = timedelta(seconds=5)
TITLE = 64

ID_LIMIT = 64  # bytes: https://core.telegram.org/bots/api#inlinequeryresultarticle


class Inline:
    """Answers inline queries with what `/quote` says of each instrument that may be meant."""

    def __init__(self, line: Line, service: Service) -> None:
        self._line = line
        self._service = service

    async def answer(self, query: str, call: Call | None, typed: str) -> None:
        """Answer a query; without a call, whoever asked is shown nothing."""
        results = [] if call is None else await self._results(call, typed)
        await self._line.answer_inline_query(query, results, cache_time=CACHED, is_personal=True)

    async def _results(self, call: Call, typed: str) -> list[InlineQueryResultArticle]:
        offered = next((one for one in self._service.commands if one.name == QUOTE), None)
        if offered is None or not offered.parameters:
            return []
        named = offered.parameters[0].name
        choices = self._service.suggest(call, QUOTE, named, typed)[:MOST]
        return [await self._result(call, offered, choice) for choice in choices]

    async def _result(
        self, call: Call, offered: Offered, choice: Choice
    ) -> InlineQueryResultArticle:
        given = {offered.parameters[0].name: choice.value}
        reply = await self._service.answer(replace(call, text=f"/{QUOTE}", given=given))
        return _article(choice, reply)


def _article(choice: Choice, reply: Reply) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        reply_pages(reply)[0].html,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return InlineQueryResultArticle(
        id=choice.value.encode()[:ID_LIMIT].decode(errors="ignore"),
        title=cut(clean(choice.label), TITLE) or choice.value,
        description=cut(clean(reply.title), TITLE * 2),
        input_message_content=content,
    )
