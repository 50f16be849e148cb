"""What programs and rooms say of one another: a room that is named is there, and can be reached."""

from collections.abc import Iterator

from bot.rules.faults import listed, nearest, quoted
from config.faults import Fault
from config.nodes import Plain
from config.tree import Way
from config.written import Written

_NAMED = {"webhook": "webhooks", "apprise": "apprise"}
"""Platforms whose chats are names, and the settings that these are names of."""


def faults(written: Written) -> Iterator[Fault]:
    """Tell of each room that is no program of the settings, and of programs nobody listens to."""
    for section in ("receivers", "quiet_hours"):
        for way, _ in written.sections(section):
            for index, room in written.texts((*way, "destinations")):
                yield from _room(written, (*way, "destinations", index), room)
    web = _section(written, "web").get("enabled")
    off = isinstance(web, str) and web.lower() in {"false", "no", "off"}
    if off and _section(written, "external"):
        sentence = "programs ring by way of the web desk, which is off; write `web: enabled: true`"
        yield Fault.said(written.key(("external",)), sentence)


def _room(written: Written, way: Way, room: str) -> Iterator[Fault]:
    platform, _, chat = room.partition(":")
    if platform not in _NAMED:
        return
    section = _NAMED[platform]
    names = _section(written, section)
    if chat and chat not in names:
        close = nearest(chat, names)
        known = f"there is {listed(names) or 'none'}; add it under `{section}`"
        hint = f"did you mean {quoted(f'{platform}:{close}')}?" if close else known
        yield Fault.said(written.place(way), f"{quoted(chat)} is not under `{section}`; {hint}")


def _section(written: Written, name: str) -> dict[str, Plain]:
    section = written.values.get(name)
    return section if isinstance(section, dict) else {}
