"""What a figure costs, counted in operations: seconds would belong to the machine."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

_COUNTED = (
    *("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__"),
    *("__truediv__", "__rtruediv__", "__lt__", "__le__", "__gt__", "__ge__", "__eq__"),
)


class Counted(Decimal):
    """A number that counts each operation in which it takes part, a loop in C included."""

    operations = 0

    __hash__ = Decimal.__hash__


def _counting(operation: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*numbers: Decimal) -> Any:  # noqa: ANN401 (whatever the operation returns)
        Counted.operations += 1
        return operation(*numbers)

    return counted


for _name in _COUNTED:
    setattr(Counted, _name, _counting(getattr(Decimal, _name)))


def spent(work: Callable[[], object]) -> int:
    """Do the work, and return how many operations on counted numbers it took."""
    before = Counted.operations
    work()
    return Counted.operations - before
