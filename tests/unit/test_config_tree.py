"""A settings file is read as it was written, and every place in it can be pointed at."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from config.nodes import DEEPEST, Plain
from config.tree import MOST_BYTES, Tree, Way

YAMLISH = st.text(alphabet="ab:-?[]{},&*!|>'\"\\%@#\n\t ~0x.<=\u00e9\u2028\r", max_size=60)


def a_tree(text: str) -> Tree:
    return Tree("a.yaml", text.encode())


def faults_of(content: str | bytes) -> list[str]:
    tree = Tree("a.yaml", content if isinstance(content, bytes) else content.encode())
    return [str(fault) for fault in tree.faults]


@pytest.mark.parametrize("text", ["TRUE", "ON", "no", "09:30", "1.10", "012", "1_000", "07:55Z"])
def test_a_scalar_stays_the_text_it_is(text: str):
    """TRUE and ON are tickers, and a number that was cut could not be told from another."""
    assert {"a": text} == a_tree(f"a: {text}").values


@pytest.mark.parametrize("text", ["", "~", "null", "# a comment"])
def test_a_value_may_be_absent(text: str):
    """People comment out the last setting of a section and leave its name."""
    assert {"a": None} == a_tree(f"a: {text}").values


def test_quotes_make_a_text_of_anything():
    assert {"a": "null", "b": "~", "c": ""} == a_tree("a: 'null'\nb: \"~\"\nc: ''").values


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "\ufeff"])
def test_an_empty_file_is_no_fault(text: str):
    """Every setting has its default."""
    assert ({}, []) == (a_tree(text).values, faults_of(text))


def test_every_name_written_twice_is_told_where_it_is():
    """The second one would win or lose in silence."""
    assert [
        "a.yaml:3:1: `a` is written twice, first on line 1; keep one",
        "a.yaml:4:11: `c` is written twice, first on line 4; keep one",
        "a.yaml:5:1: `a` is written twice, first on line 1; keep one",
    ] == faults_of("a: 1\nd: 2\na: 3\nb: {c: 1, c: 2}\na: 4\n")


def test_the_first_of_two_stands():
    assert {"a": "1"} == a_tree("a: 1\na: 2\n").values


def test_an_alias_is_what_it_stands_for():
    """Its faults are where the value was written."""
    tree = a_tree("a: &miners [IREN, WULF]\nb: *miners\n")

    assert (["IREN", "WULF"], "a.yaml:1:19") == (tree.values["b"], str(tree.place(("b", 1))))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: *b", "1:4: nothing above has this name; put text with a `*` in quotes"),
        ("a: &x [*x]", "1:8: nothing above has this name; put text with a `*` in quotes"),
        ("a: !!python/object x", "1:4: tags mean nothing here; remove the `!`"),
        ("a: !x {b: 1}", "1:4: tags mean nothing here; remove the `!`"),
        ("[a]: 1", "1:1: the name of a setting is missing; write `name: value`"),
        ("~: 1", "1:1: the name of a setting is missing; write `name: value`"),
        ("- a", "1:1: this is no setting; write lines such as `name: value`"),
        ("prebell", "1:1: this is no setting; write lines such as `name: value`"),
        ("a: 1\n---\nb: 2", "2:1: a second document begins here; keep one, without `---` or `...`"),
        ("a: 1\nb: \x01", "2:4: an invisible control character stands here; delete it"),
        ("a:\n\tb: 1", "2:1: a tab stands here, and YAML indents with spaces; write spaces"),
        ("a: b: c", "1:5: a second `:` makes this two settings; put the text in quotes, or each"),
        ("a:\n  b: 1\n c: 2", "3:2: this does not line up with the lines above; indent it like"),
        ("m: {symbol} moves", '1:4: text that begins with `{` needs quotes; write "{…} …"'),
        ("a: [1, 2\nb: 3", "1:4: a `[` is opened here and never closed; add the `]`"),
        ("a: {b: 1\nc: 2", "1:4: a `{` is opened here and never closed; add the `}`"),
        ('a: "x\nb: 1', "1:4: a quote is opened here and never closed; add the closing quote"),
        ("a: @x", "1:4: no value begins with this character; put it in quotes"),
        ("a: * 2", "1:5: no value begins with this character; put it in quotes"),
        ("a: - b", "1:4: a list cannot begin here; put each `- ` on its own line"),
        ("a: 1\nb\n", "3:1: this line has no `:`; write `name: value`"),
        ('a: "\\q"', "1:6: this `\\` means nothing here; write `\\\\`, or use single quotes"),
        ("a: > 4%", "1:6: a line that begins with this sign is the head of a text block"),
        ("a: |x", "1:5: a line that begins with this sign is the head of a text block"),
        ("a: ]", "1:4: a value is missing here; write one, or remove the sign"),
        ("{a: 1}}", "1:7: a bracket closes nothing here; remove it"),
        ("%YAML 3.0\n---\na: 1", "1:1: this file asks for another version of YAML; remove its"),
        ("a: !e!x b", "1:4: this is not YAML; look at the quotes, brackets and indentation"),
        ('a: "\\UFFFFFFFF"', "1:2: this value cannot be read; look at its `\\` escapes"),
    ],
)
def test_what_is_no_yaml_is_told_in_words(text: str, fault: str):
    """The parser speaks of tokens and blocks; an operator wants to know what to change."""
    (told,) = faults_of(text)

    assert told.startswith(f"a.yaml:{fault}")


def test_another_encoding_is_told_where_it_begins():
    assert ["a.yaml:2:4: this is not UTF-8; save the file in that encoding"] == faults_of(
        b"a: 1\nb: \xff\n"
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"#" * (MOST_BYTES + 1), "1:1: this file is larger than 1 MiB; keep settings only"),
        (b"[" * 10_000, f"1:{DEEPEST + 1}: values lie more than {DEEPEST} deep here"),
        (
            b"a: &a [" + b"x," * 99 + b"]\nb: &b [" + b"*a," * 99 + b"]\nc: [" + b"*b," * 99 + b"]",
            "3:35: with its aliases this holds more than 100,000 values",
        ),
    ],
    ids=["large", "deep", "bomb"],
)
def test_a_hostile_file_costs_little(content: bytes, fault: str):
    """It may have come from somebody else."""
    (told,) = faults_of(content)

    assert told.startswith(f"a.yaml:{fault}")


@pytest.mark.parametrize(
    ("written", "offset", "place"),
    [
        ("when: price > 70", 6, "1:13"),
        ("when: 'it''s > 70'", 5, "1:14"),
        ('when: "a \\"b\\" > 70"', 6, "1:16"),
        ('when: "a\\\n  b > 70"', 3, "2:5"),
        ('when: "a \\u0041 > 70"', 4, "1:17"),
        ("when: |\n  a\n   b > 70\n", 3, "3:4"),
        ("when: >-  # words\n  a\n  b\n\n  c > 70\n", 4, "5:3"),
        ("when: a\n  b\n  > 70", 4, "3:3"),
        ("when: &x a > 70", 2, "1:12"),
        ("when: a\r\n  b > 70", 2, "2:3"),
        ("when: price > 70", 10, "1:17"),
    ],
)
def test_a_character_of_a_value_is_found_where_it_was_typed(written: str, offset: int, place: str):
    """A rule's fault is shown in the file, however the rule was quoted or folded."""
    assert f"a.yaml:{place}" == str(a_tree(written).place(("when",), offset))


def test_what_is_not_there_is_pointed_at_where_it_would_be():
    tree = a_tree("a:\n  - b: 1\n  - c:\n")

    assert ["a.yaml:2:5", "a.yaml:3:5", "a.yaml:3:5", "a.yaml:1:1"] == [
        str(tree.place(way)) for way in (("a", 0, "x"), ("a", 1, "c"), ("a", 1, "c", "d"), ("z",))
    ]


def leaves(value: Plain, way: Way = ()) -> list[tuple[Way, str]]:
    if isinstance(value, dict):
        return [leaf for k, v in value.items() for leaf in leaves(v, (*way, k))]
    if isinstance(value, list):
        return [leaf for i, v in enumerate(value) for leaf in leaves(v, (*way, i))]
    return [(way, value)] if value is not None else []


NAMES = st.text(alphabet="abc-", min_size=1, max_size=4).filter(lambda s: s[0] != "-")
TEXTS = st.text(alphabet="ab>4%'\"\\:# \n{}é", min_size=1, max_size=40)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)
)


@given(
    values=st.dictionaries(NAMES, VALUES, max_size=3),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    width=st.integers(10, 60),
)
def test_every_place_shows_the_character_it_names(
    values: dict[str, Plain], style: str | None, width: int
):
    """Whatever the style, each visible character of each value is where it is said to be."""
    yaml, written = YAML(typ="safe", pure=True), StringIO()
    yaml.default_style = style  # type: ignore[assignment]  # it is typed as what it begins as
    yaml.width, yaml.allow_unicode = width, True
    yaml.default_flow_style = False
    yaml.dump(values, written)
    tree, lines = a_tree(written.getvalue()), written.getvalue().split("\n")

    for way, text in leaves(tree.values):
        for offset, char in enumerate(text):
            place = tree.place(way, offset)
            shown = lines[place.line - 1][place.column - 1 : place.column]
            assert char.isspace() or shown in {char, "\\"}, (way, offset, written.getvalue())


@given(YAMLISH)
def test_no_text_is_too_strange_to_be_read(text: str):
    """It is a fault of the file, told in words, and never of ours."""
    tree = a_tree(text)

    assert tree.values or tree.faults or not leaves(tree.values)
