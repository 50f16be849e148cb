"""Rooms: the platforms that the settings name, each opened with the rooms it speaks in."""

import sys
from collections.abc import Iterable
from contextlib import AsyncExitStack

from pydantic import SecretStr
from rich.console import Console

from bot import presence
from bot.chat import Destination
from bot.clock import SystemClock
from bot.delivery.platform import Platform, Telling
from bot.parts import Bot
from bot.platforms.console import ROOM, ConsolePlatform
from config.settings import Settings
from handlers import http

DESK_ROOM = Destination(platform="web", chat="desk")


async def open_rooms(
    settings: Settings, console: Console, bot: Bot, stack: AsyncExitStack
) -> str | None:
    """Open every room that the settings name; return the address of the desk, if it is one."""
    url = await _desk(settings, bot, stack) if settings.web.enabled else None
    if settings.console.enabled:
        platform = ConsolePlatform(console, typed=sys.stdin)
        await open_platform(platform, [ROOM], bot, stack, operators=True)
    if settings.discord.token is not None:
        await open_platform(_discord(settings, bot), settings.discord.rooms, bot, stack)
    if settings.telegram.token is not None:
        await open_platform(_telegram(settings, bot), settings.telegram.rooms, bot, stack)
    if settings.webhooks:
        from bot.platforms.webhook import Hook, Webhooks

        plain = {name: entry.plain() for name, entry in settings.webhooks.items()}
        hooks = {name: Hook(url=where, secret=secret) for name, (where, secret) in plain.items()}
        rooms = [Destination(platform="webhook", chat=name) for name in hooks]
        await open_platform(Webhooks(hooks, clock=SystemClock()), rooms, bot, stack)
    if settings.apprise:
        from bot.platforms.apprise import Apprises

        services = {name: entry.plain() for name, entry in settings.apprise.items()}
        rooms = [Destination(platform="apprise", chat=name) for name in services]
        await open_platform(Apprises(services), rooms, bot, stack)
    return url


async def open_platform(
    platform: Platform,
    rooms: Iterable[Destination],
    bot: Bot,
    stack: AsyncExitStack,
    *,
    operators: bool = False,
) -> None:
    """Open a platform and its rooms until the stack is closed; `operators` hear everything."""
    await platform.start(bot.answer)
    stack.push_async_callback(platform.stop)
    bot.courier.serve(platform)
    if isinstance(platform, Telling):
        bot.desk.platforms.append(platform.details)
    for room in rooms:
        bot.courier.open(room)
        bot.rooms.append(room)
        if operators:  # a terminal and a desk of one's own
            bot.operators.append(room)


def _discord(settings: Settings, bot: Bot) -> Platform:
    from bot.platforms.discord import Account, Discord, Ties

    ours = settings.discord
    account = Account(
        token=ours.token or SecretStr(""),
        rooms=ours.rooms,
        operators=frozenset(ours.operators),
        dms=ours.dms,
        shards=ours.shards,
        api_base=ours.api_base,
        gateway_url=ours.gateway_url,
    )
    ties = Ties(learn=bot.desk.tenants.learn, learned=bot.courier.learn, notice=bot.pipeline.notify)
    return Discord(account, bot.service, clock=SystemClock(), ties=ties)


def _telegram(settings: Settings, bot: Bot) -> Platform:
    from bot.platforms.telegram import Hook, Options, Telegram, Ties

    ours, hook = settings.telegram, settings.telegram.webhook
    options = Options(
        token=ours.token.get_secret_value() if ours.token else "",
        base_url=ours.base_url,
        base_file_url=ours.base_file_url,
        rooms=ours.rooms,
        users=frozenset(ours.users),
        operators=frozenset(ours.operators),
        open=ours.open,
        webhook=Hook(
            url=hook.url.get_secret_value(),
            secret=hook.secret.get_secret_value() if hook.secret else "",
            path=hook.where(),
            host=hook.host,
            port=hook.port,
        )
        if hook.url
        else None,
    )
    return Telegram(
        options,
        service=bot.service,
        clock=SystemClock(),
        ties=Ties(
            learn=bot.desk.tenants.learn,
            follow=bot.desk.tenants.follow,
            notice=bot.pipeline.notify,
        ),
        file=settings.data_dir / "telegram-groups.json",
    )


async def _desk(settings: Settings, bot: Bot, stack: AsyncExitStack) -> str:
    from bot.platforms.web import WebDesk
    from bot.platforms.web.hooks import Hooks, Known

    known = {
        name: Known(secret=secret, token=token, a_minute=entry.a_minute)
        for name, entry in settings.external.items()
        for secret, token in [entry.plain()]
    }
    desk = WebDesk(
        host=settings.web.host,
        port=settings.web.port,
        token=settings.web_token(),
        snapshot=lambda: http.snapshot(bot.desk),
        health=lambda: http.health(bot.desk),
        hooks=Hooks(known, bot.ring) if known else None,
        commands=lambda: bot.service.commands,
        draw=bot.service.draw,
    )
    await open_platform(desk, [DESK_ROOM], bot, stack, operators=True)
    bot.pipeline.moved.append(desk.changed)
    stack.enter_context(presence.announced(settings.data_dir, desk.url))
    return desk.url
