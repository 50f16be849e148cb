"""Syncing: Discord is told our commands where what it lists differs, and not otherwise."""

import asyncio
import logging

import aiohttp
import discord

from bot.platforms.discord.menus import Menu, digest

log = logging.getLogger(__name__)

# A client that is closed meanwhile says so with a RuntimeError; the next one compares again.
_FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError)


class Syncing:
    """Tells Discord our commands, once; `trouble` says why it does not list them."""

    def __init__(self, menu: Menu) -> None:
        self._menu = menu
        self._done = False
        self._one_at_a_time = asyncio.Lock()
        self.trouble = "Discord has not listed the commands yet"

    async def sync(self, client: discord.Client) -> None:
        """Compare what Discord lists with what there is, and replace all of it if they differ."""
        async with self._one_at_a_time:
            application = client.application_id
            if self._done or application is None:
                return
            try:
                await self._compare(client, application)
            except _FAILURES as error:
                said = (
                    str(error.status) if isinstance(error, discord.HTTPException) else "no answer"
                )
                self.trouble = f"Discord has not listed the commands: {said}"
                log.warning("commands were not listed", extra={"why": said})
            else:
                self._done, self.trouble = True, ""

    async def _compare(self, client: discord.Client, application: int) -> None:
        listed = self._menu.listed()
        known = await client.http.get_global_commands(application)
        if digest(map(dict, known)) != digest(listed):
            await client.http.bulk_upsert_global_commands(application, listed)
            log.info("Discord lists our commands anew", extra={"commands": len(listed)})
