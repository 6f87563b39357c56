"""Every command has a help, an example that runs, a test; every action of the screen has a command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rnntui.data.bundled import DEFAULT_MODEL, HELD_OUT_DATA, bundled
from rnntui.data.read import read_dataset
from rnntui.debugger.commands.actions import ACTIONS, BY_ID
from rnntui.debugger.commands.console import Console
from rnntui.debugger.commands.registry import COMMANDS, parse_line
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bundle():
    return build_graph(read_network(bundled(DEFAULT_MODEL))), read_dataset(bundled(HELD_OUT_DATA))


@pytest.fixture
def console(bundle, tmp_path, monkeypatch):
    """On the bundled model, with a breakpoint and a watch to speak of, and a script."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "steps.txt").write_text("next\n", "utf-8")
    console = Console(Session.open(*bundle))
    for line in ("next 5", "break t=9", "watch h_t"):
        console.run(line)
    return console


def test_names_are_words():
    for command in COMMANDS:
        for word in (command.name, *command.aliases):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)?", word)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_has_a_help_and_an_example_that_runs(command, console):
    assert re.fullmatch(r"[A-Z].*\.", command.help)
    assert len(command.help) < 160
    assert parse_line(command.example).command is command
    answers = console.run(command.example)
    assert answers
    assert [answer.error for answer in answers] == [None] * len(answers)
    assert all(answer.outcome.holds for answer in answers)
    assert command.action in BY_ID


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_has_a_test(command):
    files = [*TESTS.glob("debugger/test_commands_*.py"), *TESTS.glob("tui/test_*.py")]
    texts = "\n".join(file.read_text("utf-8") for file in files if file != Path(__file__))
    words = "|".join(re.escape(word) for word in (command.name, *command.aliases))
    assert re.search(rf"""["'](?:{words})\b""", texts)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_each_action_of_the_screen_is_a_command(action):
    assert action.title
    assert action.help
    for count in (None, 3):
        line = action.line(count)
        command = parse_line(line).command
        assert line.partition(" ")[0] == command.name


def test_no_command_is_without_a_way_from_the_screen():
    """Each has an action of its own, or the line on which it is typed."""
    assert "command" in BY_ID
    shared = {command.name for command in COMMANDS if command.action == "command"}
    assert {"print", "assert", "info", "save", "source", "history"} <= shared
