"""Versions: what was had already need not be sent again, and is not remembered for ever."""

from bot.feeds.web.versions import LONG, Versions

HERE = "https://example.com/feed"


def test_what_was_had_last_is_what_is_asked_about():
    versions = Versions()
    versions.keep(HERE, {"ETag": '"1"', "Last-Modified": "yesterday"})
    versions.keep(HERE, {"ETag": '"2"'})

    assert {"If-None-Match": '"2"'} == versions.conditions(HERE)


def test_an_answer_without_a_version_is_fetched_whole_next_time():
    versions = Versions()
    versions.keep(HERE, {"ETag": '"1"'})
    versions.keep(HERE, {})

    assert {} == versions.conditions(HERE)


def test_a_version_that_is_no_name_is_not_carried_around():
    """A server could have us send its kilobytes back to it for ever."""
    versions = Versions()
    versions.keep(HERE, {"ETag": "x" * (LONG + 1)})

    assert {} == versions.conditions(HERE)


def test_the_one_had_longest_ago_is_forgotten_first():
    versions = Versions(limit=2)
    for url in ("a", "b", "a", "c"):
        versions.keep(url, {"ETag": url})

    assert [{"If-None-Match": "a"}, {}, {"If-None-Match": "c"}] == [
        versions.conditions(url) for url in ("a", "b", "c")
    ]
