"""Values of other programs: addresses and secrets, of which no fault repeats anything."""

import logging
import re
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from bot.rules.faults import quoted
from config.values import SHORTEST_TOKEN, reads

MOST_A_MINUTE = 600

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_HOST = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|[0-9a-f:.]+"
)
_IN_A_URL = re.compile(r"[!-~]+")
_IN_A_PATH = re.compile(r"[A-Za-z0-9_-]+")


def _name(written: str) -> str:
    if not _NAME.fullmatch(written):
        hint = "write lower case letters, digits and `-`, such as `my-desk`"
        raise ValueError(f"{quoted(written)} is no name for a program; {hint}")
    return written


def _hook_url(written: str) -> SecretStr:
    try:
        parts = urlsplit(written)
        fits = _leads_somewhere(written, parts) and parts.scheme in {"http", "https"}
    except ValueError:  # a port that is none, or half of an IPv6 address
        fits = False
    if not fits:
        raise ValueError("this is no address; write one like `https://example.com/hook`")
    return SecretStr(written)


def _leads_somewhere(written: str, parts: SplitResult) -> bool:
    host = _HOST.fullmatch(parts.hostname or "")
    return bool(host and _IN_A_URL.fullmatch(written) and parts.port != 0 and not parts.fragment)


def _path_token(written: str) -> SecretStr:
    if len(written) < SHORTEST_TOKEN or not _IN_A_PATH.fullmatch(written):
        message = f"write at least {SHORTEST_TOKEN} letters, digits, `-` and `_`"
        raise ValueError(f"this token protects nothing or fits no address; {message}")
    return SecretStr(written)


def _per_minute(written: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", written) or not 1 <= int(written) <= MOST_A_MINUTE:
        hint = f"write a number from 1 to {MOST_A_MINUTE}"
        raise ValueError(f"{quoted(written)} is no number of alerts; {hint}")
    return int(written)


def _apprise_urls(written: str) -> SecretStr:
    urls = written.split()
    if not urls:
        raise ValueError("this is empty; write an address such as `ntfys://my-topic`")
    if find_spec("apprise") is None:
        raise ValueError("Apprise is not installed here; run `pip install 'prebell[apprise]'`")
    logging.getLogger("apprise").disabled = True  # it repeats what it cannot read
    instantiate = import_module("apprise").Apprise.instantiate
    for number, url in enumerate(urls, start=1):
        if instantiate(url) is None:
            which = f"address {number} of these" if len(urls) > 1 else "this address"
            raise ValueError(f"{which} says nothing to Apprise; write one like `ntfys://my-topic`")
    return SecretStr(written)


HookName = Annotated[str, reads(_name)]
HookUrl = Annotated[SecretStr, reads(_hook_url)]
PathToken = Annotated[SecretStr, reads(_path_token)]
PerMinute = Annotated[int, reads(_per_minute)]
AppriseUrls = Annotated[SecretStr, reads(_apprise_urls)]
