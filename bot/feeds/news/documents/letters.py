"""Letters: the bytes of a document made UTF-8, by what they are rather than by what is said."""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose own mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"), (b"{\x00", "utf-16-le"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
# Python knows more, some of which unpack what they are given, or take the square of its length.
_KNOWN = re.compile(
    r"ascii|utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|iso8859-\d+|cp125\d|cp874|koi8-[ru]|mac-roman"
    r"|shift_jis|cp932|euc_jp|gb2312|gbk|gb18030|big5|cp950|euc_kr|cp949"
)
_LATIN = frozenset({"ascii", "iso8859-1", "cp1252"})  # one and the same, as they are written
_HIGH = re.compile(rb"[\x80-\xff]")
_STRAY = re.compile("[\udc80-\udcff]+")
_C1 = re.compile("[\x80-\x9f]+")


@dataclass(frozen=True, slots=True)
class Letters:
    """A document in UTF-8, without its byte order mark, and what was wrong with its bytes."""

    utf8: bytes
    faults: tuple[str, ...] = ()


def letters(body: bytes, content_type: str = "") -> Letters:
    """Make a document UTF-8, whatever is in it.

    A byte order mark is believed, then the document itself, then the server; but whatever reads as
    UTF-8 is UTF-8. What is none, in a document that says it is, is read as Windows writes it.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], name)
    for begins, name in _WIDE:
        if body.startswith(begins):
            return _decoded(body, name)
    said = _declared(body, content_type)
    if said is None or said == "utf-8" or said.startswith(("utf-16", "utf-32")):
        # Read as single bytes so far, it cannot be what it says; programs forget to say otherwise.
        return _decoded(body, "utf-8")
    if _is_utf8(body):
        # Two bytes that happen to be one letter of UTF-8 are not written in any other way.
        fault = (f"it says {said} and is utf-8",) if _HIGH.search(body) else ()
        return Letters(body, fault)
    return _decoded(body, said)


def _declared(body: bytes, content_type: str) -> str | None:
    inside = _DECLARED.search(body, 0, 1000)
    outside = _CHARSET.search(content_type[:500])
    name = inside[1].decode("ascii", "replace") if inside else outside[1] if outside else ""
    try:
        known = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return None
    return known if _KNOWN.fullmatch(known) else None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(body: bytes, name: str) -> Letters:
    if name == "utf-8":
        return Letters(body) if _is_utf8(body) else _windows(body)
    if name in _LATIN:
        return Letters(_C1.sub(_as_windows, body.decode("latin-1")).encode())
    try:
        return Letters(body.decode(name).encode())
    except UnicodeError:
        text = body.decode(name, "replace").encode("utf-8", "replace")
        return Letters(text, (f"some of its bytes are no {name}",))


def _windows(body: bytes) -> Letters:
    text = body.decode("utf-8", "surrogateescape")
    return Letters(_STRAY.sub(_stray, text).encode(), ("some of its bytes are no utf-8",))


def _stray(odd: re.Match[str]) -> str:
    return odd[0].encode("ascii", "surrogateescape").decode("cp1252", "replace")


# What is a control character in Latin-1 was meant as one of Windows' quotation marks and dashes.
def _as_windows(odd: re.Match[str]) -> str:
    return odd[0].encode("latin-1").decode("cp1252", "replace")
