"""The floors hold at run time, and the documents name what exists."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rnntui
from rnntui import errors

PACKAGE = Path(rnntui.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400

# All that lies below the screen; the worker runs in Keras's own process.
CORE = ("data", "network", "equations", "cells", "layers", "trace", "debugger", "display")


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def loaded_after(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after running `code`."""
    script = f"{code}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


def test_core_runs_without_textual_and_tensorflow() -> None:
    names = [dotted(path) for path in MODULES if path.relative_to(PACKAGE).parts[0] in CORE]
    assert names
    loaded = loaded_after("\n".join(f"import {name}" for name in names))
    assert not loaded & {"textual", "tensorflow", "keras", "typer"}


def test_opening_a_model_imports_no_framework() -> None:
    loaded = loaded_after(
        "from rnntui.data.bundled import DEFAULT_MODEL, bundled\n"
        "from rnntui.layers.graph.graph import build_graph\n"
        "from rnntui.network.read import read_network\n"
        "build_graph(read_network(bundled(DEFAULT_MODEL)))"
    )
    assert not loaded & {"textual", "tensorflow", "keras", "polars", "jaxtyping"}


def test_keras_client_imports_no_keras() -> None:
    assert not loaded_after("import rnntui.reference.keras.client") & {"tensorflow", "keras"}


def test_only_the_worker_names_tensorflow() -> None:
    worker = PACKAGE / "reference" / "keras" / "worker"
    guilty = [
        dotted(path)
        for path in MODULES
        if worker not in path.parents
        and imported_packages(path) & {"tensorflow", "keras", "pickle", "marshal"}
    ]
    assert not guilty


def imported_packages(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_modules_are_short_enough_to_read() -> None:
    lengths = {dotted(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_errors_are_listed_sorted_and_drawn() -> None:
    classes = {
        name
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.RnntuiError)
    }
    assert errors.__all__ == sorted(classes)
    assert errors.__doc__ is not None
    assert classes == set(re.findall(r"\b\w+Error\b", errors.__doc__))


def test_drawn_exit_codes_are_those_of_the_classes() -> None:
    assert errors.__doc__ is not None
    drawn = re.findall(r"[├└]── (\w+Error) +([12]) ", errors.__doc__)
    assert {name for name, _ in drawn} == {
        cls.__name__ for cls in errors.RnntuiError.__subclasses__()
    }
    for name, code in drawn:
        assert getattr(errors, name).exit_code == int(code)


def readme_commands() -> list[str]:
    text = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/commands.md"))
    return sorted(set(re.findall(r"^\$ (?:rnntui|make)\b.*$", text, flags=re.MULTILINE)))


def test_readme_has_commands() -> None:
    assert len(readme_commands()) >= 4


@pytest.mark.parametrize("line", readme_commands())
def test_readme_commands_exist(line: str) -> None:
    command, *words = line.removeprefix("$ ").split()
    first = words[0] if words else ""
    if command == "make":
        assert re.search(rf"^{first}:", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
        return
    is_subcommand = re.fullmatch(r"[a-z]+", first) is not None
    asked = [first] if is_subcommand else ["open"]
    done = subprocess.run(
        [sys.executable, "-m", "rnntui", *asked, "--help"],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stderr
    options = [word.split("=")[0] for word in words if re.match(r"--\w", word)]
    assert not [option for option in options if option not in done.stdout]


def test_the_benchmarks_are_importable() -> None:
    """No test runs them, and a renamed class would go unnoticed."""
    code = "import sys; sys.path.insert(0, '.'); import benchmarks.__main__"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
