"""Subscriptions are found by an alert's own labels, and none is missed for that."""

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.matchers import Matcher, Sign, take
from bot.alerts.routing import Bound
from bot.alerts.subscriptions import Subscriptions
from tests.dispatches import a_bound, a_room

LABELS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]))
MATCHERS = st.builds(
    Matcher,
    label=st.sampled_from("abcd"),
    sign=st.sampled_from(Sign),
    value=st.sampled_from(["", "x", "y", "*"]),
)
BOUNDS = st.builds(
    Bound,
    owner=st.just("telegram:1"),
    room=st.sampled_from(["telegram:1", "telegram:1:7"]).map(a_room),
    matchers=st.lists(MATCHERS, max_size=3).map(tuple),
)


@given(st.lists(BOUNDS, max_size=8), LABELS)
def test_they_are_those_that_take_it_in_their_order(bounds: list[Bound], labels: dict[str, str]):
    """Held against the plainest meaning there is: ask every one."""
    plainly = [bound for bound in bounds if take(bound.matchers, labels)]

    assert plainly == Subscriptions(bounds).taking(labels)


def test_what_names_another_list_is_not_even_asked():
    """A bot has many rooms, and a storm many alerts."""

    class Asked(Matcher):
        asked = 0

        def takes(self, labels: object) -> bool:  # noqa: ARG002 (it counts)
            Asked.asked += 1
            return True

    others = Asked(label="list", sign=Sign.IS, value="others")
    bounds = [Bound(owner="o", room=a_room("o:1"), matchers=(others,)) for _ in range(100)]
    found = Subscriptions([*bounds, a_bound("o:2", "list=miners")]).taking({"list": "miners"})

    assert (0, ["o:2"]) == (Asked.asked, [str(bound.room) for bound in found])


def test_without_any_there_are_none():
    assert not Subscriptions([])
