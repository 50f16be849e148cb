"""What was written, file and environment together, and where each piece of it stands."""

from collections.abc import Iterator, Mapping

from config.environment import Environment, variable
from config.faults import Place, Variable
from config.nodes import Plain
from config.tree import Tree, Way


class Written:
    """Holds the file's settings with the environment's over them."""

    def __init__(self, tree: Tree, environment: Environment) -> None:
        self._tree = tree
        self._environment = environment
        self.values = _over(tree.values, environment.values)

    def key(self, way: Way) -> Place | Variable:
        """Say where the name of a setting was written."""
        return self._variable(way) or self._tree.key(way)

    def place(self, way: Way, offset: int | None = None) -> Place | Variable:
        """Say where a value was written, or the character `offset` of it."""
        return self._variable(way) or self._tree.place(way, offset)

    def sections(self, name: str) -> Iterator[tuple[Way, dict[str, Plain]]]:
        """List the sections of a list such as `rules`, each with where it is."""
        items = self.values.get(name)
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict):
                yield (name, index), item

    def texts(self, way: Way) -> Iterator[tuple[int, str]]:
        """List the texts of a list, each with its index."""
        items: Plain = self.values
        for step in way:
            match items:
                case dict():
                    items = items.get(str(step))
                case list() if isinstance(step, int):
                    items = items[step]
                case _:
                    items = None
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, str):
                yield index, item

    def _variable(self, way: Way) -> Variable | None:
        return Variable(variable(way)) if way in self._environment.values else None


def _over(file: Mapping[str, Plain], values: Mapping[tuple[str, ...], str]) -> dict[str, Plain]:
    merged = dict(file)
    for way, text in values.items():
        _set(merged, way, text)
    return merged


def _set(settings: dict[str, Plain], way: tuple[str, ...], text: str) -> None:
    name, *rest = way
    if not rest:
        settings[name] = text
        return
    inner = settings.get(name)
    if inner is None or isinstance(inner, dict):  # else it is a fault of the file, and stays one
        settings[name] = section = dict(inner or {})
        _set(section, tuple(rest), text)
