"""How claims are read out of an article: who moved how much, over which time, and who says so."""

from bot.news.claiming.reading import read

__all__ = ["read"]
