"""The web desk: one page that shows what the bot sees, rings when it rings and takes commands."""

from bot.platforms.web.server import WebDesk

__all__ = ["WebDesk"]
