"""Try the Dockerfile where no engine runs: its steps in a plain shell, in a scratch folder.

The image's own folders stand in the scratch folder, users and groups are not made, and the base
image is this machine. What it starts must become healthy, stop when told, and write to /data alone.
"""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parents[1]
PATIENCE = 20.0  # seconds to become healthy, and to stop
NOT_MADE = ("groupadd", "useradd")


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of a Dockerfile: its word and what follows it, on one line."""

    word: str
    text: str

    def items(self) -> list[str]:
        """Read the exec form: `["prebell", "run"]`."""
        return [str(item) for item in json.loads(self.text)]


@dataclass(slots=True)
class Stage:
    """What stands between one FROM and the next."""

    name: str
    steps: list[Step] = field(default_factory=list)

    def last(self, word: str) -> Step:
        """Find the instruction that counts where several say the same word."""
        return next(step for step in reversed(self.steps) if step.word == word)


def stages(dockerfile: str) -> list[Stage]:
    """Read a Dockerfile into its stages, last one last."""
    code = "\n".join(line for line in dockerfile.splitlines() if not line.startswith("#"))
    found: list[Stage] = []
    for line in re.sub(r"\\\n\s*", "", code).splitlines():
        word, _, text = line.partition(" ")
        if word == "FROM":
            found.append(Stage(text.partition(" AS ")[2]))
        elif word:
            found[-1].steps.append(Step(word, text.strip()))
    return found


class Scratch:
    """A folder that stands for the root of an image while its steps are tried."""

    def __init__(self, folder: Path, dockerfile: str) -> None:
        self.stages = stages(dockerfile)
        self.root = folder / "root"
        self._folder = folder
        self._tools = folder / "tools"
        self._work = self.root
        self._env: dict[str, str] = {}
        made = re.findall(r"(?:WORKDIR|VOLUME|COPY .*) /(\w+)", dockerfile)
        self._own = re.compile(rf"(?<![\w./])/({'|'.join(set(made))})(?![\w.-])")

    def build(self) -> None:
        """Go through every stage; the last one stays where it was built."""
        self._lay_out_tools()
        for stage in self.stages:
            self.root.mkdir()
            self._work = self.root
            self._env = {"PATH": f"{self._tools}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
            for step in stage.steps:
                self._take(step)
            if stage is not self.stages[-1]:
                # A later stage copies from here to the same paths, for a venv knows where it lives.
                self.root.rename(self._folder / stage.name)

    def start(self, port: int) -> subprocess.Popen[bytes]:
        """Start what the image would start, with the web desk on a free port."""
        last = self.stages[-1]
        command = [*last.last("ENTRYPOINT").items(), *last.last("CMD").items()]
        extra = {"PREBELL_WEB__PORT": str(port), "PREBELL_WEB__TOKEN": secrets.token_hex()}
        program = shutil.which(command[0], path=self._env["PATH"]) or command[0]
        return subprocess.Popen(  # noqa: S603 - the Dockerfile is ours
            [program, *command[1:]],
            cwd=self._work,
            env=self._env | extra,
            stdin=subprocess.DEVNULL,
        )

    def is_healthy(self, port: int) -> bool:
        """Run the image's own health check once."""
        check = self.stages[-1].last("HEALTHCHECK").text.partition("CMD ")[2]
        command = [str(item).replace("8080", str(port)) for item in json.loads(check)]
        asked = subprocess.run(  # noqa: S603 - likewise
            command, env=self._env, cwd=self._work, capture_output=True, check=False
        )
        return asked.returncode == 0

    def contents(self) -> dict[str, float]:
        """List every file outside /data, with the time of its last change."""
        data = self.root / "data"
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {str(path): path.stat().st_mtime for path in files if not path.is_relative_to(data)}

    def _take(self, step: Step) -> None:
        text = self._own.sub(rf"{self.root}/\1", step.text)
        match step.word:
            case "RUN":
                self._run(text)
            case "COPY":
                self._copy(step.text)
            case "WORKDIR":
                self._work = Path(text)
                self._work.mkdir(parents=True, exist_ok=True)
            case "ENV":
                for name, value in re.findall(r"(\w+)=(\S+)", text):
                    self._env[name] = value.replace("$PATH", self._env["PATH"])
        say(f"{step.word:<11} {step.text[:84]}")

    def _run(self, text: str) -> None:
        command = ["sh", "-euc", text]
        done = subprocess.run(  # noqa: S603 - likewise
            command, cwd=self._work, env=self._env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{text}\n{done.stdout}{done.stderr}\nIt ended with {done.returncode}.")

    def _copy(self, text: str) -> None:
        *sources, target = [word for word in text.split() if not word.startswith("--")]
        stage = re.search(r"--from=(\w+)", text)
        origin = self._folder / stage[1] if stage else HERE
        into = self.root / target[1:] if target.startswith("/") else self._work / target
        for source in sources:
            path = origin / source.lstrip("/")
            if path.is_dir():
                pruned = (
                    shutil.ignore_patterns() if stage else shutil.ignore_patterns("__pycache__")
                )
                shutil.copytree(path, into, symlinks=True, ignore=pruned, dirs_exist_ok=True)
            else:
                is_folder = target.endswith(("/", "."))
                (into if is_folder else into.parent).mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, into / path.name if is_folder else into)

    def _lay_out_tools(self) -> None:
        self._tools.mkdir()
        lines = dict.fromkeys(NOT_MADE, "exit 0")
        lines["python"] = f'exec "{Path(sys.executable).resolve()}" "$@"'
        if os.geteuid():
            lines["chown"] = "exit 0"  # only root may give a folder away
        for name, line in lines.items():
            tool = self._tools / name
            tool.write_text(f"#!/bin/sh\n{line}\n")
            tool.chmod(0o755)


def say(text: str) -> None:
    """Tell the developer, at once."""
    print(text, flush=True)


def seconds() -> Iterator[float]:
    """Count the time that has passed, until patience ends."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) < PATIENCE:
        yield passed
        time.sleep(0.25)


def main() -> int:
    """Build, start, ask, stop; say what was seen."""
    with tempfile.TemporaryDirectory(prefix="prebell-") as folder:
        scratch = Scratch(Path(folder), (HERE / "Dockerfile").read_text())
        scratch.build()
        before = scratch.contents()
        with socket.socket() as any_port:
            any_port.bind(("127.0.0.1", 0))
            port = any_port.getsockname()[1]
        running = scratch.start(port)

        def over() -> bool:
            return running.poll() is not None

        try:
            healthy = next((at for at in seconds() if over() or scratch.is_healthy(port)), None)
            if over():
                healthy = None
            running.send_signal(signal.SIGTERM)
            stopped = any(over() for _ in seconds())
        finally:
            running.kill()
        written = sorted(set(scratch.contents().items()) - set(before.items()))
    say("It never became healthy." if healthy is None else f"It was healthy after {healthy:.1f} s.")
    say(f"Told to stop, it ended with {running.returncode}." if stopped else "It did not stop.")
    say(f"Outside /data it wrote {[name for name, _ in written] or 'nothing'}.")
    return int(healthy is None or not stopped or running.returncode != 0 or bool(written))


if __name__ == "__main__":
    sys.exit(main())
