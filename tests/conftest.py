"""What holds for every test: no network, no secret seen, no deadline that a busy machine misses."""

import sys
from collections.abc import Generator, Iterator

import hypothesis
import pytest

from tests import outside
from tests.canaries import (  # noqa: F401 (all that pytest has to know of them)
    pytest_runtest_makereport,
    secrets_left,
    secrets_logged,
)

# A busy machine is not a bug; pytest-timeout still ends what hangs.
# A look at each; `make proofs` has the full number of them.
hypothesis.settings.register_profile("prebell", deadline=None, max_examples=40)
# Where a test is to fail, nobody needs the smallest case of it.
hypothesis.settings.register_profile(
    "mutants",
    deadline=None,
    database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
# Every case that a proof is said to hold on: tests/proofs.py.
hypothesis.settings.register_profile("proofs", deadline=None, database=None)
hypothesis.settings.load_profile("prebell")


def pytest_configure() -> None:
    """Close the network before the first test module is read."""
    sys.addaudithook(outside.refuse)


# In a process of pytest-xdist, the `no_cover` of pytest-cov leaves another tracer at work.
@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Count no lines in what does the same again and again: it would take four times as long."""
    counting = sys.gettrace()
    if any(map(item.get_closest_marker, ("hypothesis", "proof"))):
        sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(counting)


@pytest.fixture(autouse=True)
def outside_touched() -> Iterator[list[str]]:
    """Fail the test that reached for the network, even where its code swallowed the refusal."""
    outside.touched.clear()
    yield outside.touched
    if outside.touched:
        pytest.fail(f"the network was touched: {', '.join(outside.touched)}")
