"""YAML's own errors, in words that say what to change."""

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

# Part of what the parser says, and what a person should hear. Its own words are not repeated: they
# speak of tokens and blocks, and could carry a piece of a secret.
_SENTENCES = {
    "'\\t'": "a tab stands here, and YAML indents with spaces; write spaces",
    "mapping values are not allowed": "a second `:` makes this two settings; put the text in"
    " quotes, or each setting on its own line with its neighbours' indentation",
    "sequence entries are not allowed": "a list cannot begin here; put each `- ` on its own line",
    "expected <block end>": "this does not line up with the lines above; indent it like its"
    " neighbours, and put text that has quotes inside in quotes as a whole",
    "could not find expected ':'": "this line has no `:`; write `name: value`",
    "unexpected end of stream": "a quote is opened here and never closed; add the closing quote",
    "expected ',' or ']'": "a `[` is opened here and never closed; add the `]`",
    "expected ',' or '}'": "a `{` is opened here and never closed; add the `}`, or put text that"
    " begins with `{` in quotes",
    "cannot start any token": "no value begins with this character; put it in quotes",
    "expected alphabetic or numeric": "no value begins with this character; put it in quotes",
    "unknown escape character": "this `\\` means nothing here; write `\\\\`, or use single quotes",
    "expected chomping or indentation": "a line that begins with this sign is the head of a"
    " text block; put the value in quotes",
    "expected a comment or a line break": "a line that begins with this sign is the head of a"
    " text block; put the value in quotes",
    "<document start>": "a bracket closes nothing here; remove it",
    "expected the node content": "a value is missing here; write one, or remove the sign",
    "YAML document": "this file asks for another version of YAML; remove its `%YAML` line",
}
_OPENED = ("expected ',' or", "unexpected end of stream")
_TEXT_IN_BRACES = re.compile(r"(?:^|[:\-] )\s*(\{)")


def explain(error: Exception, text: str, last: int) -> tuple[int, str]:
    """Say where the text stops being YAML, and what to write; up to `last` it was read well."""
    if isinstance(error, ReaderError):
        return error.position, "an invisible control character stands here; delete it"
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return last, "this value cannot be read; look at its `\\` escapes, or use single quotes"
    problem = error.problem or ""
    mark = error.problem_mark
    if error.context_mark is not None and any(said in problem for said in _OPENED):
        mark = error.context_mark
    at = min(mark.index, len(text))
    if "<block end>" in problem and (brace := _brace_before(text, at)) is not None:
        return brace, 'text that begins with `{` needs quotes; write "{…} …"'
    return at, next((s for p, s in _SENTENCES.items() if p in problem), _OTHERWISE)


_OTHERWISE = "this is not YAML; look at the quotes, brackets and indentation here and just above"


def _brace_before(text: str, at: int) -> int | None:
    # `message: {symbol} moved` reads as a mapping with something after it.
    start = text.rfind("\n", 0, at) + 1
    found = _TEXT_IN_BRACES.search(text[start:at])
    return start + found.start(1) if found else None


UNREADABLE = (YAMLError, ValueError, OverflowError)
"""What the parser raises for a text it cannot read; the last two for escapes beyond Unicode."""
