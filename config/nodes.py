"""YAML read into nodes that remember where they stand; every fault of form is noted on the way."""

from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml import events as yaml

from bot.rules.faults import quoted
from config.positions import after_properties
from config.syntax import UNREADABLE, explain

MOST_VALUES = 100_000  # aliases counted as what they stand for
DEEPEST = 32
NULLS = {"", "~", "null", "Null", "NULL"}  # https://yaml.org/spec/1.2.2/#1032-tag-resolution

Opening = yaml.MappingStartEvent | yaml.SequenceStartEvent
Plain = str | list["Plain"] | dict[str, "Plain"] | None


@dataclass(slots=True, kw_only=True)
class Node:
    """A value of the file: what it holds, the characters it spans, and how many values that is."""

    content: "str | list[Node] | dict[str, tuple[Node, Node]] | None"
    at: int
    end: int = 0
    style: str | None = None
    size: int = 1

    @property
    def plain(self) -> Plain:
        if isinstance(self.content, list):
            return [item.plain for item in self.content]
        if isinstance(self.content, dict):
            return {name: value.plain for name, (_, value) in self.content.items()}
        return self.content


class _Stop(Exception):
    # Reading on would cost too much, or make no sense.
    def __init__(self, at: int, sentence: str) -> None:
        super().__init__(sentence)
        self.at = at
        self.sentence = sentence


@dataclass(slots=True)
class _Open:
    # A list or mapping whose end has not come yet; `key` waits for its value.
    node: Node
    anchor: str | None
    key: Node | None = None


class Nodes:
    """Reads a text; afterwards `root` is its document, None where there is none or it is broken.

    `faults` are places with sentences. Events are taken one by one, never as recursion, so depth
    and size are limits of ours and not of the interpreter.
    """

    def __init__(self, text: str) -> None:
        self.root: Node | None = None
        self.faults: list[tuple[int, str]] = []
        self._text = text
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0
        self._read()

    def _read(self) -> None:
        last = 0
        try:
            for event in YAML(typ="safe", pure=True).parse(self._text):
                last = event.end_mark.index
                self._take(event)
        except _Stop as stop:
            self._stopped(stop.at, stop.sentence)
        except UNREADABLE as error:
            self._stopped(*explain(error, self._text, last))

    def _stopped(self, at: int, sentence: str) -> None:
        self.root = None
        self.faults.append((at, sentence))

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._put(self._scalar(event), event.anchor, event)
            case yaml.AliasEvent():
                self._put(self._aliased(event), None, event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self._open.pop()
                done.node.end = event.end_mark.index
                self._put(done.node, done.anchor, event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    message = "a second document begins here; keep one, without `---` or `...`"
                    raise _Stop(event.start_mark.index, message)

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        self._refuse_tag(event)
        at, end = event.start_mark.index, event.end_mark.index
        at += after_properties(self._text[at:end]) if event.anchor or event.ctag else 0
        absent = event.style is None and event.value in NULLS
        content = None if absent else event.value
        return Node(content=content, at=at, end=end, style=event.style)

    def _aliased(self, event: yaml.AliasEvent) -> Node:
        known = self._anchors.get(event.anchor)
        if known is None:
            at = event.start_mark.index
            self.faults.append((at, "nothing above has this name; put text with a `*` in quotes"))
            return Node(content=None, at=at)
        return known

    def _begin(self, event: Opening) -> None:
        self._refuse_tag(event)
        at = event.start_mark.index
        if len(self._open) == DEEPEST:
            raise _Stop(at, f"values lie more than {DEEPEST} deep here; no setting needs that")
        empty = Node(content={} if isinstance(event, yaml.MappingStartEvent) else [], at=at)
        self._open.append(_Open(empty, event.anchor))

    def _refuse_tag(self, event: Opening | yaml.ScalarEvent) -> None:
        if event.ctag is not None:
            self.faults.append((event.start_mark.index, "tags mean nothing here; remove the `!`"))

    def _put(self, node: Node, anchor: str | None, event: yaml.Event) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        parent.node.size += node.size
        if parent.node.size > MOST_VALUES:
            message = f"with its aliases this holds more than {MOST_VALUES:,} values; write fewer"
            raise _Stop(event.start_mark.index, message)
        match parent.node.content:
            case list(items):
                items.append(node)
            case dict(named) if parent.key is not None:
                self._set(named, parent.key, node)
                parent.key = None
            case _:
                parent.key = node

    def _set(self, named: dict[str, tuple[Node, Node]], key: Node, value: Node) -> None:
        if not isinstance(key.content, str):
            self.faults.append((key.at, "the name of a setting is missing; write `name: value`"))
        elif key.content in named:
            first = self._text.count("\n", 0, named[key.content][0].at) + 1
            sentence = f"{quoted(key.content)} is written twice, first on line {first}; keep one"
            self.faults.append((key.at, sentence))
        else:
            named[key.content] = (key, value)
