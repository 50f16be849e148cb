"""Discord: alerts in its channels, threads and forums, and slash commands, forms and buttons."""

from bot.platforms.discord.platform import Account, Discord, Ties

__all__ = ["Account", "Discord", "Ties"]
