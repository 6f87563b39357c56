from __future__ import annotations

import json

import pytest
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.console import Console
from rnntui.debugger.session.session import Session
from rnntui.debugger.state import model_state as kept
from rnntui.debugger.state.model_state import (
    Layout,
    ModelState,
    lines_of,
    model_state_file,
    model_state_of,
    read_model_state,
    write_model_state,
)
from rnntui.debugger.state.state_files import OFF
from rnntui.errors import DataError, OutputPathError

COMMANDS = (
    "break simplernn:1",
    "break abs(h_t[0]) > 0.5",
    "break saturated",
    "break dense:0 t=3",
    "tbreak t=1",
    "watchpoint argmax(h_t)",
    "disable 1",
    "ignore 2 3",
    "goto dense",
    "watch y[0]",
    "goto simplernn",
    "watch norm(h_t)",
)


@pytest.fixture
def console():
    return Console(Session.open(tiny_graph(), tiny_data()))


def told(console, lines):
    for line in lines:
        for answer in console.run(line):
            assert answer.error is None, answer.error


def test_what_is_kept_comes_back_at_the_same_places(console):
    told(console, COMMANDS)
    there = model_state_of(console.session, ["print t"], Layout("stops", True))
    other = Console(Session.open(tiny_graph(), tiny_data(), time=2))
    cursor = other.session.cursor
    told(other, lines_of(there, other.session))
    assert other.session.cursor == cursor

    def places(session):
        return [
            (one.enabled, one.ignore, [(s.line, s.t, s.condition and s.condition.text) for s in one.sites])
            for one in session.breakpoints.all
            if not one.temporary
        ]  # fmt: skip

    def watches(session):
        return [(one.expression.text, one.stage, one.node) for one in session.watches.all]

    assert places(other.session) == places(console.session)
    assert watches(other.session) == watches(console.session)
    # Kept once more, nothing is different.
    assert model_state_of(other.session, ["print t"], Layout("stops", True)) == there


def test_it_is_a_script(console):
    told(console, COMMANDS)
    other = Console(Session.open(tiny_graph(), tiny_data()))
    lines = lines_of(model_state_of(console.session, [], Layout()), other.session)
    told(other, lines)
    assert other.history == lines


def test_a_file_says_what_it_holds_and_is_read_as_it_was_written(console, tmp_path):
    told(console, COMMANDS)
    there = model_state_of(console.session, ["print t", "next"], Layout("timeline"))
    file = tmp_path / "new" / "kept.json"
    write_model_state(file, there)
    assert json.loads(file.read_text())["schema"] == kept.SCHEMA
    assert read_model_state(file) == there
    assert list(file.parent.iterdir()) == [file]


def test_no_file_is_nothing_kept(tmp_path):
    assert read_model_state(tmp_path / "none.json") == ModelState()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\0\0\0",
        '{"breakpoints": []}',
        '{"schema": 0}',
        '{"schema": "one"}',
        '{"schema": 1, "breakpoints": [{"enabled": true}]}',
        '{"schema": 1, "commands": [1]}',
        "[" * 100_000,
        '{"schema": 1}' + " " * 2_000_001,
    ],
)
def test_a_damaged_file_is_set_aside(tmp_path, text):
    file = tmp_path / "kept.json"
    file.write_text(text)
    with pytest.raises(DataError, match=r"kept\.json: .*set aside as .*kept\.json\.damaged"):
        read_model_state(file)
    assert not file.exists()
    assert (tmp_path / "kept.json.damaged").read_text() == text
    assert read_model_state(file) == ModelState()


@pytest.mark.parametrize(
    "text", ['{"schema": 2}', '{"schema": 2, "breakpoints": "of another kind"}']
)
def test_the_file_of_a_newer_version_is_neither_used_nor_overwritten(tmp_path, text):
    file = tmp_path / "kept.json"
    file.write_text(text)
    with pytest.raises(DataError, match=r"kept\.json: written by a newer rnntui \(schema 2\)"):
        read_model_state(file)
    with pytest.raises(OutputPathError, match=r"kept\.json: written by a newer rnntui"):
        write_model_state(file, ModelState(commands=("next",)))
    assert file.read_text() == text
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cant_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputPathError):
        write_model_state(tmp_path / "file" / "kept.json", ModelState())


def test_each_model_has_its_own_file_and_a_changed_one_another(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv(OFF)
    one, other = tmp_path / "one.keras", tmp_path / "other.keras"
    one.write_bytes(b"a model")
    other.write_bytes(b"a model")
    first = model_state_file(one)
    assert first == model_state_file(one)
    assert first != model_state_file(other)
    one.write_bytes(b"another")
    assert model_state_file(one) != first
    assert model_state_file(tmp_path / "missing.keras") is None
    monkeypatch.setattr(kept, "_HASHED", 4)
    large = model_state_file(one)
    one.write_bytes(b"anotheR")
    assert model_state_file(one) != large
    monkeypatch.setenv(OFF, "1")
    assert model_state_file(one) is None
