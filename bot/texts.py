"""Texts: what people read, in their own language where somebody has translated it.

A text is written once, in English, where it is said, with names for what is filled in:
`said("{symbol} is silent {until}", symbol=…, until=…)`. The English is its key; a catalogue of a
language holds the same sentence with the same names, in whatever order that language wants them.
Where it stands away from where it is said, it is `unsaid` there.
"""

import gettext
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot import figures
from bot.locales import HOUSE
from bot.reading import reader

log = logging.getLogger(__name__)

FOLDER = Path(__file__).with_name("translations")
"""Where catalogues are, `de.po` or `pt_BR.po`; what has none is said in English."""


_folder: ContextVar[Path] = ContextVar("folder", default=FOLDER)


def said(text: str, /, **named: object) -> str:
    """Return a text in the reader's language, with what it names filled in.

    One that is given no names is said as it stands, braces and all.
    """
    code = reader().locale
    told = text if code == HOUSE else _catalogue(_folder.get(), code).gettext(text)
    return told.format(**named) if named else told


def counted(number: int, one: str, many: str, /, **named: object) -> str:
    """Return the text for so many, which is `{n}` in it; languages have up to six of them."""
    text = _catalogue(_folder.get(), reader().locale).ngettext(one, many, number)
    return text.format(n=figures.count(number), **named)


def unsaid(text: str, /) -> str:
    """Return a text as it is, for whoever translates to find it; to be `said` where it is shown."""
    return text


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Take the catalogues of another folder, as long as it lasts: to try them before they ship."""
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


@lru_cache(maxsize=256)
def _catalogue(folder: Path, code: str) -> gettext.NullTranslations:
    known = code.replace("-", "_")
    for name in (known, known.partition("_")[0]):
        file = folder / f"{name}.po"
        if name != HOUSE and name.replace("_", "").isalnum() and file.is_file():
            return _read(file)
    return gettext.NullTranslations()


def _read(file: Path) -> gettext.NullTranslations:
    with file.open("rb") as lines:
        catalogue = read_po(lines, locale=file.stem, abort_invalid=True)
    for message in _unfit(catalogue):
        log.warning("a translation names other things", extra={"file": file.name, "text": message})
        catalogue.delete(message)
    written = BytesIO()
    write_mo(written, catalogue)
    written.seek(0)
    return gettext.GNUTranslations(written)


# One that leaves out a figure, or names what nobody fills in, is said in English instead.
def _unfit(catalogue: Catalog) -> Iterator[str]:
    for message in list(catalogue):
        keys, strings = _forms(message.id), _forms(message.string)
        named = [_names(key) for key in keys]
        least, most = frozenset.intersection(*named), frozenset.union(*named)
        if keys[0] and not all(least <= _names(string) <= most for string in filter(None, strings)):
            yield keys[0]


# A text that is counted has several, in English two.
def _forms(told: object) -> list[str]:
    return [str(form) for form in told] if isinstance(told, list | tuple) else [str(told or "")]


def _names(text: str) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({text})  # a brace that is never closed
