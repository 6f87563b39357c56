"""`python tests/mutants.py FOLDER… [-n N] [--seed S]`: how many mutants of a folder the tests kill.

mutmut changes one operator, number, string or argument at a time, and runs the tests of that
function (`[tool.mutmut]` in pyproject.toml says which tests there are). With -n, a sample of N
mutants of each folder is run. Survivors are printed as differences.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from pathlib import Path

MUTANTS = Path("mutants")
SURVIVED, NO_TEST = 0, 33


def mutmut(*arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ).stdout


def results(folder: str) -> dict[str, int | None]:
    """The exit code of each mutant's tests, by its name; None where it was not run."""
    found: dict[str, int | None] = {}
    for path in sorted(MUTANTS.glob(f"rnntui/{folder}/**/*.py.meta")):
        found |= json.loads(path.read_text())["exit_code_by_key"]
    return found


def tested() -> set[str]:
    """The functions that a test calls, as mutmut writes their names."""
    stats = json.loads((MUTANTS / "mutmut-stats.json").read_text())
    return set(stats["tests_by_mangled_function_name"])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", help="below rnntui: cells, debugger/expressions")
    parser.add_argument("-n", type=int, help="the size of the sample; all without it")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    # Keras writes its files once, before the tests are run for each mutant.
    os.environ.setdefault("RNNTUI_KERAS_FILES", str(Path("mutants-keras").absolute()))
    # Makes the mutants and records which test calls which function; no mutant has this name.
    made = mutmut("run", "rnntui.none")
    if not (MUTANTS / "mutmut-stats.json").exists():
        sys.exit(made)
    names = {}
    for folder in options.folders:
        every = sorted(results(folder))
        size = min(options.n or len(every), len(every))
        names[folder] = sorted(random.Random(options.seed).sample(every, size))
    called = tested()
    wanted = [name for drawn in names.values() for name in drawn]
    mutmut("run", *(name for name in wanted if name.rpartition("__mutmut_")[0] in called))
    for folder, drawn in names.items():
        codes = results(folder)
        lost = [name for name in drawn if codes[name] in (SURVIVED, NO_TEST, None)]
        for name in lost:
            print(name, "" if codes[name] == SURVIVED else "(no test)")
            changed = mutmut("show", name).splitlines()
            print("\n".join(f"    {line}" for line in changed if line[:1] in "+-")[:400])
        killed = len(drawn) - len(lost)
        print(f"{folder}: {killed} of {len(drawn)} killed, {killed / len(drawn):.1%}")


if __name__ == "__main__":
    main()
