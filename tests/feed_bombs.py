"""Documents that would hurt whoever reads them without care, each made when it is asked for."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

BEGINS = '<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title>'
ENDS = "</channel></rss>"
ITEM = "<item><title>A miner mines</title><guid>one</guid></item>"
MEGABYTE = 1 << 20


def rss(inside: str, begins: str = BEGINS, ends: str = ENDS) -> bytes:
    return f"{begins}{inside}{ends}".encode()


def laughs(kind: str = "rss") -> bytes:
    """Ten entities, each ten times the one before: a kilobyte that would be some gigabytes."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    dtd = f'<!DOCTYPE {kind} [<!ENTITY l0 "lol">{entities}]>'
    return f"<?xml version='1.0'?>{dtd}<rss><channel><title>&l10;</title></channel></rss>".encode()


def laughs_in_a_broken_one() -> bytes:
    """So that only a more tolerant reader gets as far as the entities."""
    return laughs().replace(b"<rss>", b"<rss a=b & c>")


def quadratic() -> bytes:
    """One long entity, named often."""
    dtd = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'
    return f"{dtd}<rss><channel><title>{'&a;' * 50_000}</title></channel></rss>".encode()


def external(where: str = "file:///etc/passwd") -> bytes:
    """An entity that is a file of ours."""
    dtd = f'<!DOCTYPE rss [<!ENTITY a SYSTEM "{where}">]>'
    return f"{dtd}<rss><channel><title>&a;</title></channel></rss>".encode()


def parameters() -> bytes:
    """A DTD that is somewhere else altogether."""
    dtd = '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:1/a.dtd"> %a;]>'
    return f"{dtd}<rss><channel><title>t</title></channel></rss>".encode()


def deep(depth: int = 100_000) -> bytes:
    return rss("<a>" * depth + "</a>" * depth)


def deep_and_broken() -> bytes:
    """What breaks before it is too deep is read by somebody else."""
    return rss("<item>a < b & c" + "<div>" * 100_000)


def deep_items() -> bytes:
    return rss("<item>" * 100_000)


def entries(count: int = 100_000) -> bytes:
    """As many items, each an hour after the one before."""
    begins = datetime(2025, 10, 10, tzinfo=UTC)
    items = (
        f"<item><title>A</title><guid>{n}</guid>"
        f"<pubDate>{begins - timedelta(hours=n):%d %b %Y %H:%M} GMT</pubDate></item>"
        for n in range(count)
    )
    return rss("".join(items))


def json_entries(count: int = 100_000) -> bytes:
    items = ",".join(f'{{"id":"{n}","title":"A","content_text":"b"}}' for n in range(count))
    return f'{{"version":"https://jsonfeed.org/version/1.1","items":[{items}]}}'.encode()


def json_text() -> bytes:
    return json.dumps({"items": [{"id": "1", "content_html": "<p>" * 2_000_000}]}).encode()


def crowded() -> bytes:
    """An element with half a million attributes, each compared with each."""
    attributes = " ".join(f"a{n}='1'" for n in range(500_000))
    return rss(f"<item {attributes}><title>t</title></item>")


def markup(text: str) -> bytes:
    """As many texts of it as there is room for."""
    item = f"<item><title>t</title><description><![CDATA[{text}]]></description></item>"
    return rss(item * 350)


def broken_markup() -> bytes:
    """As much of it again, in a document that breaks off, so that feedparser has to read it."""
    return markup('<a "' * 5000).removesuffix(ENDS.encode())


def json_markup(text: str) -> bytes:
    items = [{"id": str(n), "content_html": text} for n in range(390)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


def wide_encoding() -> bytes:
    return rss(ITEM * 50_000, begins=f"\ufeff{BEGINS}").decode().encode("utf-16")


BOMBS: dict[str, Callable[[], bytes]] = {
    "a billion laughs": laughs,
    "a billion laughs in a page": lambda: laughs("html"),
    "a billion laughs, broken": laughs_in_a_broken_one,
    "quadratic entities": quadratic,
    "an external entity": external,
    "an external entity of the network": lambda: external("http://169.254.169.254/latest"),
    "a DTD from elsewhere": parameters,
    "a hundred thousand elements deep": deep,
    "deep, and broken before": deep_and_broken,
    "items in items": deep_items,
    "JSON a million lists deep": lambda: b"[" * MEGABYTE,
    "JSON a million objects deep": lambda: b'{"items":[' + b'{"a":' * MEGABYTE,
    "JSON deep in an item": lambda: b'{"items":[{"id":' + b"[" * MEGABYTE,
    "a hundred thousand entries": entries,
    "a hundred thousand entries in JSON": json_entries,
    "a hundred thousand broken entries": lambda: rss(ITEM * 100_000 + "<a></b>"),
    "a title of 60,000 letters": lambda: rss(f"<item><title>{'x' * 60_000}</title></item>"),
    "a title of eight megabytes": lambda: rss(f"<item><title>{'x' * 8 * MEGABYTE}</title></item>"),
    "an attribute of eight megabytes": lambda: rss(f"<a b='{'x' * 7 * MEGABYTE}'/>{ITEM}"),
    "half a million attributes": crowded,
    "two million elements": lambda: rss("<a/>" * 2_000_000),
    "two million elements in an item": lambda: rss(f"<item>{'<a/>' * 2_000_000}</item>"),
    "a million comments": lambda: rss("<!---->" * MEGABYTE + ITEM),
    "a million instructions": lambda: rss("<?a b?>" * MEGABYTE + ITEM),
    "a million sections": lambda: rss(f"<item><title>{'<![CDATA[a]]>' * 600_000}</title></item>"),
    "comments that never end": lambda: rss("<!--" * MEGABYTE),
    "sections that never end": lambda: rss("<![CDATA[" * 800_000),
    "tags that never end": lambda: rss("<a " * MEGABYTE),
    "markup of nothing but brackets": lambda: markup("<" * 20_000),
    "markup that never ends": lambda: markup('<a "' * 5000),
    "four million ampersands": lambda: rss(f"<item><title>{'&' * 4 * MEGABYTE}</title></item>"),
    "a million named letters": lambda: rss(f"<item><title>{'&nbsp;' * MEGABYTE}</title></item>"),
    "half a million prefixes": lambda: rss("".join(f"<p{n}:a/>" for n in range(500_000))),
    "JSON of nothing but markup": json_text,
    "JSON of markup that never ends": lambda: json_markup('<a "' * 5000),
    "JSON of nothing but brackets": lambda: json_markup("<" * 20_000),
    "markup that never ends, broken off": broken_markup,
    "NUL bytes": lambda: rss("\0" * 4 * MEGABYTE),
    "every byte": lambda: bytes(range(256)) * 16_000,
    "invalid UTF-8": lambda: rss("") + b"\xff\xfe\xfd" * MEGABYTE,
    "UTF-16 of a hundred thousand items": wide_encoding,
    "an encoding that unpacks": lambda: b'<?xml version="1.0" encoding="zlib"?>' + rss(""),
    "an encoding that takes its time": lambda: (
        b'<?xml version="1.0" encoding="punycode"?><rss>' + b"a-b9" * MEGABYTE
    ),
    "a web page": lambda: b"<!DOCTYPE html><html>" + b"<div>" * MEGABYTE,
}
"""Everything that is read within bounds, or refused with a sentence."""
