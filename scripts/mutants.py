"""Plants one small mistake at a time in the rules and says which the tests do not notice.

    python -m scripts.mutants [--only TEXT]

Each mutant is a wrong sign, a forgotten step or an unknown taken for False, of the kind that a
reader would pass over. It is planted in a copy, against which the rules' own tests run until one
of them fails. Left out because they change nothing that can be seen: `armed` staying set while an
alert fires (whatever ends an alert sets it), a timer that was put off being read all the same, and
a gate that forgets in its bounds whom it still has to ask (the quote before has asked them).
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = (
    "engine",
    "engine_clock",
    "engine_levels",
    "engine_rebases",
    "engine_waits",
    "modifiers",
    "windows",
    "metrics",
    "metrics_outlook",
    "pausing",
    "alerts",
    "engine_language",
    "kleene",
    "engine_reference",
    "gates",
    "lulls",
    "standing",
    "restarts",
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake: where (seen from bot/rules), what stood there, and what is put in its place."""

    file: str
    old: str
    new: str

    def path(self, folder: Path) -> Path:
        return folder / "bot" / "rules" / f"{self.file}.py"


MUTANTS = (
    Mutant("comparisons", "c.Sign.OVER: lambda a, b: a > b", "c.Sign.OVER: lambda a, b: a >= b"),
    Mutant(
        "comparisons", "c.Sign.AT_LEAST: lambda a, b: a >= b", "c.Sign.AT_LEAST: lambda a, b: a > b"
    ),
    Mutant("comparisons", "c.Sign.UNDER: lambda a, b: a < b", "c.Sign.UNDER: lambda a, b: a <= b"),
    Mutant("comparisons", "c.Sign.EQUAL: lambda a, b: a == b", "c.Sign.EQUAL: lambda a, b: a != b"),
    Mutant(
        "comparisons",
        "return value > level if falling else value < level",
        "return value >= level if falling else value < level",
    ),
    Mutant(
        "comparisons",
        "return self._eased(threshold, -1), True",
        "return self._eased(threshold, +1), True",
    ),
    Mutant(
        "comparisons",
        "return self._eased(threshold, +1), False",
        "return self._eased(threshold, -1), False",
    ),
    Mutant(
        "comparisons",
        "if self.held and self.reset is not None else None",
        "if self.reset is not None else None",
    ),
    Mutant(
        "comparisons",
        "return self.was_beyond and was is False",
        "return self.was_beyond and not was",
    ),
    Mutant(
        "comparisons",
        "return value > level if self.above else value < level",
        "return value >= level if self.above else value <= level",
    ),
    Mutant(
        "comparisons",
        "self._eased(threshold, -1 if self.above else +1), self.above",
        "self._eased(threshold, +1 if self.above else -1), self.above",
    ),
    Mutant(
        "comparisons",
        "        self.was_beyond = False\n        return super()._absent()",
        "        return super()._absent()",
    ),
    Mutant("comparisons", "return low <= value <= high", "return low < value <= high"),
    Mutant("comparisons", "return low <= value <= high", "return low <= value < high"),
    Mutant(
        "comparisons",
        "self._over, self._again = self._rising, value != threshold",
        "self._over, self._again = self._rising, False",
    ),
    Mutant(
        "comparisons",
        "return self._over if value == threshold else value > threshold",
        "return value > threshold",
    ),
    Mutant(
        "comparisons",
        "            return None\n        self.held = self._holds(measure.value, level)",
        "            return False\n        self.held = self._holds(measure.value, level)",
    ),
    Mutant("leaves", "return abs(around) * amount.value / 100", "return amount.value"),
    Mutant("joins", "return None if holds is None else not holds", "return not holds"),
    Mutant("joins", "for answer in (self.settles, None):", "for answer in (self.settles,):"),
    Mutant("joins", "        if holding >= self.least:", "        if holding > self.least:"),
    Mutant(
        "joins",
        "return None if holding + answers.count(None) >= self.least else False",
        "return False",
    ),
    Mutant("joins", "now - self._began > self.span", "now - self._began >= self.span"),
    Mutant("joins", "return bool(holds) and before is False", "return bool(holds) and not before"),
    Mutant(
        "plan", "return -(-counted.least * members // 100)", "return counted.least * members // 100"
    ),
    Mutant(
        "instance",
        "        before, self.stage, self.armed, self.since = self.stage, Stage.ARMED, True, None",
        "        before, self.stage, self.since = self.stage, Stage.ARMED, None",
    ),
    Mutant(
        "instance",
        "self.due is not None and now >= self.due",
        "self.due is not None and now > self.due",
    ),
    Mutant("instance", "quiet = quietly and began and", "quiet = quietly and not began and"),
    Mutant("instance", "        if quietly:\n            self.part.forget_sides(changed)\n", ""),
    Mutant(
        "instance",
        "if self.rule.no_data is NoData.KEEP or unheard or resting:",
        "if unheard:",
    ),
    Mutant(
        "instance",
        "not (now - rang < rule.cooldown or",
        "not (now - rang <= rule.cooldown or",
    ),
    Mutant(
        "instance",
        "            return False\n        return rang is None or",
        "            pass\n        return rang is None or",
    ),
    Mutant("instance", "return rang >= self.calendar.span(now).start", "return rang > now"),
    Mutant(
        "instance",
        "self.ends = self.ends or now + self.rule.keep_firing_for",
        "self.ends = now + self.rule.keep_firing_for",
    ),
    Mutant(
        "instance",
        "            self.ends = None\n            return None\n",
        "            return None\n",
    ),
    Mutant("instance", "return allowed is None or", "return allowed is not None and"),
    Mutant("readings", "if instance.at_bar_close and not (due or quietly):", "if False:"),
    Mutant(
        "engine",
        "self._readings.of(concerned, change.symbols, quietly=change.rebase)",
        "self._readings.of(concerned, change.symbols, quietly=False)",
    ),
    Mutant("engine", "            tape.lull = None\n", ""),
    Mutant("engine", "return self._readings.of(numbers, None, quietly=True)", "return []"),
    Mutant(
        "gates",
        "fresh, self._began = began != self._began, began",
        "fresh, self._began = False, began",
    ),
    Mutant(
        "gates",
        "fresh, self._believed = believed is not self._believed, believed",
        "fresh, self._believed = False, believed",
    ),
    Mutant(
        "gates",
        "if levels.low < value < levels.high:",
        "if levels.low <= value <= levels.high * 1.01:",
    ),
    Mutant("gates", "Decimal(nextafter(high, -inf))", "Decimal(high)"),
    Mutant(
        "watchers", "                gate.shut()\n                found", "                found"
    ),
    Mutant("watchers", "if late and gate.of is not tape:", "if False:"),
    Mutant("watchers", "if tape.symbol in self._readers or any(", "if any("),
    Mutant(
        "watchers",
        "            self._lift(_symbols(series))\n            self._gate(series).add",
        "            self._gate(series).add",
    ),
    Mutant("watchers", "or tape.followed or", "or"),
    Mutant("shapes", "1 if value > level else", "1 if value >= level else"),
    Mutant("shapes", "OUTSIDE if self.kept.outside else UNKNOWN", "UNKNOWN"),
    Mutant("shapes", "        and not rule.cooldown\n", ""),
    Mutant("shapes", "        and rule.no_data is NoData.KEEP\n", ""),
    Mutant("shapes", "kind, figure, subject, rule.reset,", "kind, figure, subject,"),
    Mutant("shapes", "if self.round != round_:", "if self.round < 0:"),
    Mutant("roster", "self._standing[number], self.changed[number] = after, 1", "pass"),
    Mutant("roster", "* 2 + quietly", "* 2"),
    Mutant("../pipeline", "market.now < seen <", "market.now <= seen <"),
    Mutant("../pipeline", "and (volume is None or volume >= 0)", ""),
    Mutant("../pipeline", "if seen >= ledger.settled:", "if False:"),
    Mutant("../pipeline", "stays &= ledger.stay(event)", "ledger.stay(event)"),
    Mutant("../pipeline", "self.sanity.first = event\n", "pass\n"),
    Mutant("../market/sector", "(value - held.value)", "value"),
    Mutant(
        "edges",
        "close.price * (100 + value) / 100 if close else None\n\n\ndef _before",
        "close.price * (100 - value) / 100 if close else None\n\n\ndef _before",
    ),
    Mutant(
        "windows",
        "value - low >= span(self.margin, low, self.unit)",
        "value - low > span(self.margin, low, self.unit)",
    ),
    Mutant("trail", "values[0][0] <= now - self._span", "values[0][0] < now - self._span"),
    Mutant(
        "windows",
        "value > before if self.high else value < before",
        "value >= before if self.high else value <= before",
    ),
    Mutant(
        "windows",
        "return (bottom <= value <= top) is self.inside",
        "return (bottom < value < top) is self.inside",
    ),
    Mutant("windows", "there and (was is False or not self.crossing)", "there"),
    Mutant("silence", "now - since >= self.span", "now - since > self.span"),
    Mutant(
        "silence",
        "if current.session is Session.CLOSED or trading.halted(now):",
        "if False:",
    ),
    Mutant("silence", "word if self.held else max(word, self.tape.since)", "word"),
    Mutant("windows", "self._high.recall(high)", "pass"),
    Mutant("windows", "self._trail.recall(known.trail)", "pass"),
    Mutant("joins", "self._deciding = self.parts[deciding]", "pass"),
    Mutant("joins", "self._answers[member] = one.answer", "pass"),
    Mutant("standing", "_deciders(instance.part)[body.cause]", "_deciders(instance.part)[0]"),
    Mutant("logbook", "self._alarms.put(instance, body.alarm)", "pass"),
    Mutant("logbook", "instance.awaiting = away and not body.paused", "instance.awaiting = False"),
    Mutant(
        "roster",
        "self._standing[number], self.changed[number] = after, 1",
        "self._standing[number] = after",
    ),
    Mutant("instance", "if quietly and self.awaiting:", "if False:"),
    Mutant(
        "instance",
        "unheard = self.awaiting or self.stage is Stage.UNREAD",
        "unheard = self.stage is Stage.UNREAD",
    ),
    Mutant("engine", "self._splits = len(self.market.splits)", "pass"),
)


def survives(mutant: Mutant, folder: Path) -> bool:
    """Plant a mutant in a copy at `folder` and tell whether every test still passes."""
    path = mutant.path(folder)
    whole = path.read_text()
    path.write_text(whole.replace(mutant.old, mutant.new, 1))
    tests = [f"tests/unit/test_{name}.py" for name in TESTS]
    profile = "--hypothesis-profile=mutants"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", profile, *tests]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 (our own tests)
    path.write_text(whole)
    return done.returncode == 0


def main() -> None:
    """Plant them all, one after another, and end with 1 where any survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only those whose file or text holds this")
    only = parser.parse_args().only
    chosen = [m for m in MUTANTS if only in f"{m.file} {m.old}"]
    gone = [m for m in chosen if m.old not in m.path(ROOT).read_text()]
    for m in gone:
        print(f"{m.file}: {m.old!r} stands there no more; mend the list", file=sys.stderr)
    if gone:
        sys.exit(2)
    survivors = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "copy"
        kept = shutil.ignore_patterns(".git", ".venv", "*_cache", "__pycache__", "data", "out")
        shutil.copytree(ROOT, folder, ignore=kept)
        for number, mutant in enumerate(chosen, start=1):
            lives = survives(mutant, folder)
            survivors += [mutant] * lives
            word = "SURVIVES" if lives else "killed"
            print(f"{number:3}/{len(chosen)} {word:8} {mutant.file}: {mutant.new!r}", flush=True)
    print(f"{len(chosen)} mutants, {len(survivors)} survive.")
    sys.exit(bool(survivors))


if __name__ == "__main__":
    main()
