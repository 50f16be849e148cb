"""The soak's own arithmetic: what its samples come to, and what counts as growth."""

from random import Random

from benchmarks.soak import Sample, judged


def samples(*memory: float, cpu: float = 0.1) -> list[Sample]:
    """Make a sample every 10 s, the first of which is of the start."""
    started = Sample(after=10, cpu=0.9, memory=memory[0])
    later = [
        Sample(after=20 + 10 * number, cpu=cpu, memory=megabytes)
        for number, megabytes in enumerate(memory[1:])
    ]
    return [started, *later]


def test_what_it_takes_to_start_is_not_what_it_takes_to_run():
    """Imports take a second of a core, once."""
    found = judged(samples(70, 70, 70, cpu=0.12))

    assert 0.12 == round(found["cpu"], 6)


def test_memory_that_fills_at_first_and_then_stays_has_not_grown():
    """Windows and caches fill in the first third."""
    found = judged(samples(*range(40, 70), *[70] * 60))

    assert 0 == round(found["growth"], 6)
    assert 70 == found["memory_most"]


def test_a_leak_of_a_megabyte_every_ten_minutes_is_growth():
    """Six an hour, and none of it chance."""
    found = judged(samples(*(70 + number / 60 for number in range(180))))

    assert 6 == round(found["growth"], 6)
    assert 0 == round(found["noise"], 6)


def test_what_goes_up_and_down_is_chance():
    """A slope has to be more than the samples' own unrest to be a leak."""
    random = Random(1)  # noqa: S311 (to be the same each time)
    found = judged(samples(*(70 + random.uniform(-0.5, 0.5) for _ in range(180))))

    assert abs(found["growth"]) <= found["noise"]
