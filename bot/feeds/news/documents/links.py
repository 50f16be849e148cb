"""Links: where an item can be read, absolute and of the web, or nowhere."""

from urllib.parse import quote, urljoin, urlsplit

from bot.feeds.news.item import ADDRESS

_AS_THEY_ARE = "!#$%&'()*+,-./:;=?@[]_~"  # what a URL may hold unescaped


def absolute(link: str, base: str) -> str:
    """Resolve a link against where it stands; "" where it leads nowhere on the web.

    One that names a user leads elsewhere than it seems to: https://bank.example@evil.example/.
    """
    said = "".join(link.split()) if "\n" in link or "\t" in link else link.strip()
    if not said or len(said) > ADDRESS:
        return ""
    try:
        whole = urljoin(base, said)
        parts = urlsplit(whole)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
        _ = parts.port  # a port that is no number is found only when asked for
    except ValueError:
        return ""
    if not fits or "\\" in whole:
        return ""
    whole = f"{parts.scheme}{whole[len(parts.scheme) :]}"  # some write HTTPS://
    written = (
        whole if whole.isascii() and whole.isprintable() and " " not in whole else _sent(whole)
    )
    return written if len(written) <= ADDRESS else ""


# Letters beyond ASCII go escaped, as a browser sends them; the host is left to who resolves it.
def _sent(url: str) -> str:
    head, mark, path = url.partition("://")
    host, slash, rest = path.partition("/")
    if not host.isprintable() or " " in host:
        return ""
    return f"{head}{mark}{host}{slash}{quote(rest, safe=_AS_THEY_ARE, errors='replace')}"
