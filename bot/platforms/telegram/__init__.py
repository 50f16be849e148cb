"""Telegram: alerts in its chats and topics, and the bot's commands there."""

from bot.platforms.telegram.options import NAME, Hook, Options
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.standing import Ties

__all__ = ["NAME", "Hook", "Options", "Telegram", "Ties"]
