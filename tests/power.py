"""A power cut, played on what a process really asked of its disk.

`strace` tells every write and every sync of a process. What was synced is on the disk; of what was
written since, any sector may be there or not, as a drive's cache leaves it.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512

CALL = re.compile(r"^(?P<name>\w+)\((?P<arguments>.*)\)\s+= (?P<result>-?\d+)")
ON_FILE = re.compile(r'^\d+<(?P<path>[^>]*)>(?:, "(?P<bytes>[^"]*)")?(?P<rest>.*)$')
BY_NAME = re.compile(r'"(?P<path>[^"]*)"(?P<bytes>)(?P<rest>)')
TRACED = "pwrite64,write,fdatasync,fsync,ftruncate,unlink,unlinkat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing a process asked for: `pwrite64`, `fdatasync` …, of a file or of its own output."""

    name: str
    path: str
    data: bytes
    at: int


def traced(source: str, *arguments: str, folder: Path, cwd: Path) -> list[Asked]:
    """Run a Python program, and return what it asked for, in order of the answers."""
    log = folder / "trace"
    strace = shutil.which("strace") or "strace"
    command = [strace, "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={TRACED}", "-o", str(log)]
    command += [sys.executable, "-c", source, *arguments]
    subprocess.run(command, cwd=cwd, check=False, capture_output=True)
    with log.open() as lines:
        return list(_asked(lines))


# A call that another thread interrupted is told in two parts.
def _asked(lines: Iterator[str]) -> Iterator[Asked]:
    begun: dict[str, str] = {}
    for line in lines:
        pid, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            begun[pid] = text.removesuffix("<unfinished ...>").rstrip()
            continue
        if text.startswith("<... "):
            text = begun.pop(pid, "") + text.partition("resumed>")[2]
        if found := _call(text):
            yield found


def _call(text: str) -> Asked | None:
    call = CALL.match(text)
    if call is None or int(call["result"]) < 0:
        return None
    of = BY_NAME.search if call["name"].startswith("unlink") else ON_FILE.match
    on = of(call["arguments"])
    if on is None:
        return None
    numbers = [int(it) for it in re.findall(r"\d+", on["rest"])]
    return Asked(
        name=call["name"],
        path=_text(on["path"]).decode(),
        data=_text(on["bytes"] or "")[: int(call["result"])],
        at=numbers[-1] if numbers else 0,
    )


def _text(escaped: str) -> bytes:
    if "\\x" not in escaped:
        return escaped.encode()
    return bytes.fromhex(escaped.replace("\\x", ""))


@dataclass(slots=True)
class File:
    """What of a file is on the disk, and what was written to it since it was last synced."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for at, data in self.since:
            _put(self.safe, at, data)
        self.since.clear()

    def cut(self, dice: Random) -> bytes:
        """Return what is there after a power cut: of what was not synced, whatever sectors."""
        left = bytearray(self.safe)
        keep = dice.choice((0.0, 0.5, 0.9, 1.0))
        for at, data in self.since:
            for begin in range(0, len(data), SECTOR):
                if dice.random() < keep:
                    _put(left, at + begin, data[begin : begin + SECTOR])
        return bytes(left)


def disk_at(asked: Sequence[Asked], folder: Path) -> dict[str, File]:
    """Return the files of a folder as these calls leave them, before any power cut."""
    files: dict[str, File] = {}
    for it in asked:
        path = Path(it.path)
        if path.parent != folder or path.name.endswith("-shm"):
            continue
        if it.name.startswith("unlink"):
            files.pop(path.name, None)  # the folder is synced before anything is told
            continue
        file = files.setdefault(path.name, File())
        if it.name == "pwrite64":
            file.since.append((it.at, it.data))
        elif it.name == "ftruncate":
            file.sync()  # no journal is cut short while it is needed
            del file.safe[it.at :]
        elif it.name in {"fdatasync", "fsync"}:
            file.sync()
    return files


def said_in(asked: Sequence[Asked]) -> list[str]:
    """Return the lines a process had printed by then."""
    written = b"".join(it.data for it in asked if it.name == "write" and "pipe:" in it.path)
    return written.decode().splitlines()


def _put(content: bytearray, at: int, data: bytes) -> None:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data
