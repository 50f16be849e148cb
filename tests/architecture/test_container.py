"""The container can do nothing but run Prebell, and Compose gives it nothing more."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from scripts.docker_dry import Stage, Step, stages

ROOT = Path(__file__).parents[2]


@pytest.fixture
def built() -> list[Stage]:
    return stages((ROOT / "Dockerfile").read_text())


@pytest.fixture
def every_step(built: list[Stage]) -> list[Step]:
    return [step for stage in built for step in stage.steps]


@pytest.fixture
def last(built: list[Stage]) -> Stage:
    return built[-1]


@pytest.fixture
def service() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(ROOT / "compose.yaml")["services"]["prebell"]
    return found


def test_it_runs_as_a_numbered_user_without_rights(last: Stage):
    """A number needs no look-up, and outlives the image on the volume."""
    assert last.last("USER").text == "10001:10001"


def test_it_says_whether_it_is_well(last: Stage):
    """An engine restarts what it knows to be ill."""
    assert "/healthz" in last.last("HEALTHCHECK").text


def test_it_starts_prebell_without_a_shell(last: Stage):
    """A shell in between would keep the signal to stop from arriving."""
    assert [["prebell"], ["run"]] == [last.last(word).items() for word in ("ENTRYPOINT", "CMD")]


def test_only_the_first_stage_has_tools(last: Stage):
    """What runs cannot install anything."""
    assert [] == [step.text for step in last.steps if re.search(r"\bpip\b|apt-get", step.text)]


def test_every_installation_is_checked_against_the_locks(every_step: list[Step]):
    """An image is built from the same bytes that were tested."""
    installs = re.findall(r"pip .*? install [^&]*", " ".join(step.text for step in every_step))

    assert installs
    assert [] == [it for it in installs if "--require-hashes" not in it and "--no-index" not in it]


def test_no_secret_is_baked_in(every_step: list[Step]):
    """Whoever has the image would have it."""
    assert [] == [step for step in every_step if re.search(r"TOKEN|SECRET|PASSWORD|KEY", step.text)]


def test_every_file_it_copies_is_let_through(every_step: list[Step]):
    """What .dockerignore keeps back is missing only when somebody builds."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    copied = [
        source
        for step in every_step
        if step.word == "COPY" and "--from" not in step.text
        for source in step.text.split()[:-1]
    ]

    assert "*" in ignored
    assert [] == [it for it in copied if f"!{it.partition('/')[0]}" not in ignored]
    assert [] == [it for it in copied if not (ROOT / it).exists()]


def test_compose_takes_away_what_it_does_not_need(service: dict[str, Any]):
    """A fault in a library stays in a box that can change nothing."""
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - the container's own
    assert service["volumes"] == ["data:/data"]


def test_compose_shows_the_web_desk_to_this_machine_alone(service: dict[str, Any]):
    """The way in from elsewhere is the operator's decision."""
    assert service["ports"] == ["127.0.0.1:8080:8080"]


def test_compose_does_not_start_without_a_token(service: dict[str, Any]):
    """Inside the container the desk listens on every address."""
    assert service["environment"]["PREBELL_WEB__TOKEN"].startswith("${PREBELL_WEB__TOKEN:?")
