"""docs/debugging.md: its examples print what it says, its tables are the code's."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest
from documented import Example, differs, examples, make_models

from rnntui.cli.main import run
from rnntui.debugger.breakpoints.presets import PRESETS
from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN
from rnntui.debugger.commands.registry import COMMANDS
from rnntui.debugger.expressions.functions import FUNCTIONS, SPECIAL
from rnntui.debugger.values.sample_scope import BUILT_IN

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "debugging.md").read_text("utf-8")
EXAMPLES = examples(TEXT)
OTHERS = [
    example
    for example in examples((ROOT / "docs" / "commands.md").read_text("utf-8"))
    if example.arguments[:1] == ("run",)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples are run, with what they speak of."""
    folder = tmp_path_factory.mktemp("documented")
    make_models(folder)
    (folder / "steps.txt").write_text("next 3\nwatch h_t\n", "utf-8")
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    return folder


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(one, marks=[pytest.mark.keras] if one.asks_keras else [], id=str(index))
        for index, one in enumerate([*EXAMPLES, *OTHERS])
    ],
)
def test_an_example_prints_what_stands_below_it(
    example: Example,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    if "save steps.txt" in example.arguments:
        # Else it would say that it replaces the one that is there for other examples.
        (folder / "steps.txt").unlink()
    code = run(list(example.arguments))
    told = "".join(capfd.readouterr()).rstrip("\n")
    assert code == (2 if told.startswith("rnntui: ") else 0)
    assert not differs(told, example.told), f"it prints\n{told}"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 25
    assert OTHERS


def test_the_tables_are_made_from_the_code() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_debugging.py"))["text"]()
    assert made == TEXT, "run: make formats"
    assert made.count("<!-- table: ") == made.count("<!-- end -->") == 4
    for name in (*FUNCTIONS, *SPECIAL, *PRESETS, *BUILT_IN):
        assert f"| `{name}` | " in made


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_has_an_example(command) -> None:
    typed = [word for one in EXAMPLES for word in one.arguments]
    if command not in ON_SCREEN and command.name != "help":
        assert any(word.split()[0] == command.name for word in typed)
