"""What people read of a command stands in texts that can be translated, and nowhere else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_file

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for room in ("bot", "handlers") for p in (ROOT / room).rglob("*.py"))
SPOKEN = [path for path in SOURCES if "from bot.texts import" in path.read_text()]
HANDLERS = sorted((ROOT / "handlers").glob("*.py"))

KEYWORDS = {"said": None, "unsaid": None, "counted": (2, 3)}
"""As docs/locale.md hands them to pybabel."""

SHOWN = {"Reply": ("title", "body"), "Fact": ("label",), "Action": ("label",)}
"""Arguments that people read, by the name they have; Fact and Action take them first."""

WORD = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}|[a-z]{2,} $|^ [a-z]{2,}")
COMMAND = re.compile(r"(?<!\w)/[a-z]+( [a-z]+)?\b.*")
"""A command with its words, up to the end of the line."""

EXCEPTIONS = {
    "acting.py": r" on |somebody",  # who did it, for the books and for everybody else to read
    "alert_rules.py": r"each of ",  # a rule, as it is typed
    "alert_words.py": r".* (change|premarket|price|cap) .*|at least .*|each of ",  # rules, likewise
    "answering.py": r" show| list",  # what names of commands go on with
    "help.py": r"[a-z ]+",  # subjects, which are typed, and names of commands
    "http.py": r"no event has arrived yet|last close|hears and speaks",  # what programs read
    "lasting.py": r"(the |it )?(open|resolves|is over)|until ",  # what is typed
    "locales.py": r"\s+en en_GB .*",  # names of locales
    "night.py": r"22:00-07:00 mon-fri Berlin",  # what is typed
    "routes.py": r" to ",  # what a route goes by in the store
    "subscriptions.py": r" in ",  # what a subscription goes by in the store
    "wanted.py": r"the ",  # what a subscription is kept as
    "zones.py": r"[a-z_ ]+",  # what people call zones
}
"""Words that are no texts, by the module they stand in, each with the reason."""


@pytest.mark.parametrize("path", HANDLERS, ids=lambda path: path.name)
def test_what_people_read_is_said(path: Path):
    """Titles, bodies, labels, headings and errors in bare English could not be translated."""
    found = bare(path.read_text())

    assert [] == [word for word in found if not _is_excepted(path, word)]


@pytest.mark.parametrize("path", HANDLERS, ids=lambda path: path.name)
def test_no_sentence_is_left_unsaid(path: Path):
    """What is put into a name first, or comes out of a function, is read as well."""
    found = sentences(path.read_text())

    assert [] == [text for text in found if not _is_excepted(path, text)]


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.name)
def test_every_text_can_be_found_by_whoever_translates(path: Path):
    """What is put together before it is said stands in no catalogue."""
    calls = list(_calls(ast.parse(path.read_text())))
    literal = [call for call in calls if all(isinstance(a, ast.Constant) for a in _texts(call))]
    put_together = [
        call.lineno
        for call in calls
        if call not in literal and any(map(_is_text, ast.walk(_texts(call)[0])))
    ]

    found = list(extract_from_file("python", path, keywords=KEYWORDS))
    assert ([], len(literal)) == (put_together, len(found))


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.name)
def test_every_text_is_given_what_it_names(path: Path):
    """A name that nobody fills in breaks the answer, and one that nobody names is a mistake."""
    wrong = [
        call.lineno
        for call in _calls(ast.parse(path.read_text()))
        if _word(call) != "unsaid" and all(isinstance(a, ast.Constant) for a in _texts(call))
        if _named(call) != {keyword.arg for keyword in call.keywords}
    ]

    assert [] == wrong


def test_a_text_has_one_plural():
    """Of two, a catalogue would hold the one that was found last."""
    plurals: dict[str, set[tuple[str, ...]]] = {}
    for path in SPOKEN:
        for _, found, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            forms = tuple(found) if isinstance(found, tuple) else (found,)
            plurals.setdefault(forms[0], set()).add(forms)

    assert [] == [text for text, forms in plurals.items() if len(forms) > 1 or not text]


def test_what_is_counted_is_written_where_it_is_counted():
    """Both of its forms are one entry of a catalogue."""
    away = [
        f"{path.name}:{call.lineno}"
        for path in SPOKEN
        for call in _calls(ast.parse(path.read_text()))
        if _word(call) == "counted" and not all(isinstance(a, ast.Constant) for a in _texts(call))
    ]

    assert [] == away


@pytest.mark.parametrize(
    "source",
    [
        'Reply(title="Nothing lives")',
        'Reply(title=f"{n} live")',
        'Reply(title=said("{n} live", n=n), body="\\n".join(["Last:", *lines]))',
        'Fact("Price", price)',
        'Action("Show" if one else said("All"), text)',
        'Table(("Symbol", said("Price")), rows)',
        'UserError(f"{why}; try again")',
        'Reply(title=name or "everybody")',
    ],
)
def test_bare_words_are_seen(source: str):
    """The tests above would be worth nothing if they saw none."""
    assert [] != bare(source)


@pytest.mark.parametrize(
    "source",
    [
        'title = f"{name} is watched"',
        'hint = "did you mean it?" if close else ""',
        'MUTED = "{symbol} is muted"',
        'return said(f"{name} is watched")[0] + " and more"',
    ],
)
def test_sentences_are_seen(source: str):
    """Likewise, wherever they are put together."""
    assert [] != sentences(source)


def bare(source: str) -> list[str]:
    """List the words that stand bare where people read them."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [word for call in calls for slot in _slots(call) for word in _bare(slot)]


def sentences(source: str) -> list[str]:
    """List what looks like a sentence and is not said, wherever it stands."""
    tree = ast.parse(source)
    spared = {id(node) for node in _spared(tree)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    found = [node.value for node in texts if id(node) not in spared and isinstance(node.value, str)]
    return [text for text in found if SENTENCE.search(COMMAND.sub("", text))]


def _is_excepted(path: Path, text: str) -> bool:
    return re.fullmatch(EXCEPTIONS.get(path.name, "(?!)"), text, re.DOTALL) is not None


def _word(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return (call for call in calls if _word(call) in KEYWORDS)


# The arguments that hold the text: what is counted has two, after the number.
def _texts(call: ast.Call) -> list[ast.expr]:
    return call.args[1:] if _word(call) == "counted" else call.args


def _named(call: ast.Call) -> set[str]:
    if _word(call) == "said" and not call.keywords:
        return set()
    texts = [str(a.value) for a in _texts(call) if isinstance(a, ast.Constant)]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name} - {"n"}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _slots(call: ast.Call) -> Iterator[ast.expr]:
    word = _word(call)
    yield from (keyword.value for keyword in call.keywords if keyword.arg in SHOWN.get(word, ()))
    if word in {"Fact", "Action", "UserError", "Reply"}:
        yield from call.args[:1]
    if word == "Table" and isinstance(call.args[0], ast.Tuple):
        yield from call.args[0].elts


# Words that stand in an expression bare, in whichever of its branches.
def _bare(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            if WORD.search(COMMAND.sub("", text)):
                yield text
        case ast.Call(func=ast.Name(id=word)) if word in KEYWORDS:
            return
        case ast.Call(func=ast.Attribute(value=ast.Constant()) | ast.Name(id="filter")):
            for argument in node.args:
                yield from _bare(argument)
        case ast.Call() | ast.Subscript() | ast.Compare() | ast.Attribute():
            return
        case ast.IfExp(body=one, orelse=other):
            yield from (*_bare(one), *_bare(other))
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _bare(child)


# Texts that are said, docstrings, commands, what platforms list once for all, logs and files.
def _spared(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node.value
            case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if text[:1] == "/":
                yield from node.values
            case ast.Call() if _word(node) in KEYWORDS:
                yield from (part for text in _texts(node) for part in ast.walk(text))
            case ast.Call(func=ast.Name(id="command" | "Command")):
                yield from ast.walk(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "re"))):
                yield from ast.walk(node)
            case ast.keyword(arg="action" | "example" | "options" | "summary" | "word"):
                yield from ast.walk(node)
