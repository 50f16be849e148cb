"""Proofs: properties held on a handful of cases with every test, and on all of them on request."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import settings

IN_FULL = "proofs"
"""The profile under which nothing is spared; `make proofs` asks for it."""

Test = TypeVar("Test", bound=Callable[..., object])
Thing = TypeVar("Thing")


def cases(usually: int, *, in_full: int) -> Callable[[Test], Test]:
    """Mark a property as a proof, and say on how many cases it is held."""
    limited = settings(max_examples=of(usually, in_full=in_full))

    def marked(test: Test) -> Test:
        pytest.mark.proof(limited(test))  # each writes on the test itself
        return test

    return marked


def of(usually: Thing, *, in_full: Thing) -> Thing:
    """Return what a proof takes: the first with every test, the second on request."""
    return in_full if settings.get_current_profile_name() == IN_FULL else usually
