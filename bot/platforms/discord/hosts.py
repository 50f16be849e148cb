"""Hosts: where Discord is. discord.py keeps that for the whole process, so it is set here alone."""

from discord.gateway import DiscordWebSocket
from discord.http import Route

_Url = type(DiscordWebSocket.DEFAULT_GATEWAY)


def lead_to(api_base: str, gateway_url: str) -> None:
    """Let every client that is made from now on ask and listen there."""
    Route.BASE = api_base
    DiscordWebSocket.DEFAULT_GATEWAY = _Url(gateway_url)
