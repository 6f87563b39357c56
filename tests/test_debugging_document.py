"""docs/debugging.md: its examples print what it says, its tables are the code's."""

from __future__ import annotations

from pathlib import Path

import pytest
from documented import Example, differs, examples, make_models

from rnntui.cli.main import run
from rnntui.debugger.commands.on_screen import ON_SCREEN
from rnntui.debugger.commands.registry import COMMANDS
from rnntui.debugger.expressions.functions import FUNCTIONS, SPECIAL
from rnntui.debugger.ready_made import READY_MADE
from rnntui.debugger.sample_scope import BUILT_IN

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "debugging.md").read_text("utf-8")
EXAMPLES = examples(TEXT)
README = [
    one
    for one in examples((ROOT / "README.md").read_text("utf-8"))
    if one.arguments[:1] == ("run",)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples are run, with what they speak of."""
    folder = tmp_path_factory.mktemp("documented")
    make_models(folder)
    (folder / "steps.txt").write_text("next 3\nwatch h_t\n", "utf-8")
    (folder / "sample_data").symlink_to(ROOT / "sample_data")
    return folder


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(one, marks=[pytest.mark.keras] if one.asks_keras else [], id=str(index))
        for index, one in enumerate([*EXAMPLES, *README])
    ],
)
def test_an_example_prints_what_stands_below_it(
    example: Example,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    code = run(list(example.arguments))
    told = "".join(capfd.readouterr()).rstrip("\n")
    assert code == (2 if told.startswith("rnntui: ") else 0)
    assert not differs(told, example.told), f"it prints\n{told}"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 25
    assert README


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_is_listed_and_has_an_example(command) -> None:
    aliases = " ".join(f"`{alias}`" for alias in command.aliases)
    usage = command.usage.replace("|", "\\|")
    takes = f"`{usage}`" if usage else ""
    assert f"| `{command.name}` | {aliases} | {takes} | {command.help} |" in TEXT
    typed = [word for one in EXAMPLES for word in one.arguments]
    if command not in ON_SCREEN and command.name != "help":
        assert any(word.split()[0] == command.name for word in typed)


@pytest.mark.parametrize("name", sorted({**FUNCTIONS, **SPECIAL}))
def test_each_function_is_listed(name) -> None:
    function = {**FUNCTIONS, **SPECIAL}[name]
    assert f"| `{name}` | {function.help} | {'axis' if function.reduces else ''} |" in TEXT


def test_names_and_ready_made_breakpoints_are_listed() -> None:
    for name, told in BUILT_IN.items():
        assert f"| `{name}` | {told} |" in TEXT
    for name, ready in READY_MADE.items():
        assert f"| `{name}` | {ready.help} |" in TEXT
