from __future__ import annotations

import numpy as np
import pytest
from consoles import Typed, typed, typed_on

from rnntui.debugger.commands.console import Console
from rnntui.debugger.commands.registry import COMMANDS, parse_line
from rnntui.errors import InputError
from rnntui.trace.export import trace_arrays


@pytest.fixture
def console():
    return typed()


def typed_with(**around):
    return Typed(typed().session, **around)


def write(path, *lines):
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_aliases_and_beginnings_that_are_one_commands_only():
    assert parse_line("s").command.name == "step"
    counted = parse_line("rc  2")
    assert (counted.command.name, counted.argument) == ("reverse-continue", "2")
    assert parse_line("cont").command.name == "continue"
    printed = parse_line("\tprint\t h_t ")
    assert (printed.command.name, printed.argument) == ("print", "h_t")
    with pytest.raises(
        InputError, match=r"'reverse-' is ambiguous: reverse-step or reverse-next or "
    ):
        parse_line("reverse-")
    with pytest.raises(InputError, match=r"^no command 'prnt'; did you mean 'print'\?$"):
        parse_line("prnt h_t")
    with pytest.raises(InputError, match=r"^no command 'éé'; help lists all commands$"):
        parse_line("éé")


def test_an_alias_is_one_commands_only_and_wins_over_a_beginning():
    words = [word for command in COMMANDS for word in (command.name, *command.aliases)]
    assert len(set(words)) == len(words)
    for command in COMMANDS:
        for word in (command.name, *command.aliases):
            assert parse_line(word).command is command


def test_nothing_is_typed(console):
    for line in ("", "   ", "# break", "  # x"):
        assert console.console.run(line) == []


def test_history_is_what_went_well_in_words_that_do_it_again(console):
    console("next")
    console.error("brake")
    console("help")
    console("p t")
    console.console.run("# nothing")
    assert console.text("history") == "next\np t"
    assert console.error("history 3") == "'3': this command takes no arguments"


def test_help_lists_all_and_tells_of_each(console):
    every = console.text("help").splitlines()
    assert [line.split()[0] for line in every] == [command.name for command in COMMANDS]
    for command in COMMANDS:
        told = console.text(f"help {command.name}").splitlines()
        assert told[0].startswith(f"{command.name} {command.usage}".strip())
        assert told[1:] == [command.help, f"example: {command.example}"]
        for alias in command.aliases:
            assert console.text(f"h {alias}").splitlines() == told
    assert console.error("help brake") == "no command 'brake'; did you mean 'break'?"


def test_source_runs_a_script_and_those_that_it_names(console, tmp_path):
    inner = write(tmp_path / "inner.txt", "next 2", "", "# no", "print t")
    outer = write(tmp_path / "outer.txt", "step", f"source {inner}", "next")
    answers = console.console.run(f"source {outer}")
    assert [answer.line for answer in answers] == ["step", "next 2", "print t", "next"]
    assert [answer.place.rpartition("/")[2] for answer in answers] == [
        "outer.txt, line 1", "inner.txt, line 1", "inner.txt, line 4", "outer.txt, line 3",
    ]  # fmt: skip
    assert console.session.cursor.t == 3
    assert console.text("history").splitlines() == ["step", "next 2", "print t", "next"]


def test_an_error_ends_all_scripts_and_names_its_line(console, tmp_path):
    inner = write(tmp_path / "inner.txt", "next", "print q", "next")
    outer = write(tmp_path / "outer.txt", f"source {inner}", "next")
    answers = console.console.run(f"source {outer}")
    assert [answer.error is None for answer in answers] == [True, False]
    assert answers[-1].place == f"{inner}, line 2"
    assert console.session.cursor.t == 1


def test_a_false_assert_ends_a_script(console, tmp_path):
    script = write(tmp_path / "script.txt", "assert t == 3", "next")
    (answer,) = console.console.run(f"source {script}")
    assert not answer.outcome.holds
    assert console.session.cursor.t == 0


def test_quit_ends_a_script(console, tmp_path):
    script = write(tmp_path / "script.txt", "next", "q", "next")
    assert len(console.console.run(f"sou {script}")) == 2
    assert console.console.ended
    assert console.session.cursor.t == 1


def test_a_script_that_names_itself_ends(console, tmp_path):
    script = tmp_path / "script.txt"
    write(script, "next", f"source {script}", f"source {script}")
    answers = console.console.run(f"source {script}")
    assert "scripts are nested too deeply" in answers[-1].error
    assert len(answers) < 20


def test_a_script_that_can_not_be_read(console, tmp_path):
    assert console.error("source") == "source: give a script file"
    assert "No such file" in console.error(f"source {tmp_path / 'no.txt'}")
    assert "Is a directory" in console.error(f"source {tmp_path}")
    for line in ("source a\0b", "save a\0b", "export run a\0b.npz", "print t\0"):
        assert console.error(line) == "a command can't contain null bytes"
    (tmp_path / "bad.txt").write_bytes(b"next\xff")
    assert "not UTF-8 text" in console.error(f"source {tmp_path / 'bad.txt'}")


@pytest.mark.parametrize("name", ["masked", "bidirectional", "encoder", "stacked", "pooled"])
def test_save_then_source_is_the_same_place_with_the_same_values(name, tmp_path):
    console = typed_on(name)
    for line in (
        "sample 1", "step 3", "next 2", "break t=3", "tbreak t > 1", "continue", "watch t * 2", "ignore 1 1", "continue", "down",
        "finish", "sample 2", "rs", "watchpoint t", "disable 1",
    ):  # fmt: skip
        console(line)
    script = tmp_path / "saved.txt"
    assert console.text(f"save {script}") == f"{script}: 15 commands"
    again = typed_on(name)
    assert all(answer.error is None for answer in again.console.run(f"source {script}"))
    assert again.session.cursor == console.session.cursor
    for line in ("info state", "info breakpoints", "info watches", "history"):
        assert again.text(line) == console.text(line)
    one, other = (typed.session.frame().layer.values for typed in (console, again))
    for variable, value in one.items():
        np.testing.assert_array_equal(value, other[variable])


def test_a_session_that_was_opened_elsewhere_is_saved_with_the_way_there(tmp_path):
    first = typed(("LSTM", "GRU"))
    for line in ("sample 2", "goto gru_1:3 t=4"):
        first(line)
    console = Typed(first.session)
    console("rn")
    console(f"save {tmp_path / 'saved.txt'}")
    again = typed(("LSTM", "GRU"))
    again(f"source {tmp_path / 'saved.txt'}")
    assert again.session.cursor == first.session.cursor


def test_save_says_what_is_wrong_with_the_file(console, tmp_path):
    assert console.error("save") == "save: give a file name"
    assert str(tmp_path / "no") in console.error(f"save {tmp_path / 'no' / 'x.txt'}")


def test_export_writes_what_trace_writes(console, tmp_path):
    console("goto dense t=2")
    run = console.session.run
    for what, span in (("frame", (2, 3)), ("run", (0, 6))):
        path = tmp_path / f"{what}.npz"
        expected = trace_arrays(run, *span)
        assert (
            console.text(f"export {what} {path}") == f"{path}: {len(expected)} arrays of sample 0"
        )
        with np.load(path, allow_pickle=False) as file:
            assert set(file) == set(expected)
            for name, array in expected.items():
                np.testing.assert_array_equal(file[name], array)
    np.testing.assert_array_equal(expected["simplernn/h_t"][2], console.value("print h_t"))


def test_export_says_what_is_wrong(console, tmp_path):
    told = "export: give a file: export run values.npz, export t7.md"
    for line in ("export run", "export frame"):
        assert console.error(line) == told
    told = "export: give frame, run or screen before a file name with spaces"
    assert console.error("export all x.npz") == told
    assert console.error("export run x.csv") == "x.csv: values must be saved as .npz"
    assert console.error("export x.csv") == (
        "x.csv: values must be saved as .npz; or .txt, .md, .tex for the frame, .svg for the screen"
    )
    assert (
        console.error("export x.svg") == "x.svg: there is no screen; start rnntui MODEL and press Y"
    )
    assert console.error("export screen x.md") == "x.md: the screen must be saved as .svg"
    assert str(tmp_path / "no") in console.error(f"export run {tmp_path / 'no' / 'x.npz'}")
    (tmp_path / "folder.npz").mkdir()
    assert "folder.npz" in console.error(f"export run {tmp_path / 'folder.npz'}")


def test_export_of_a_frame_is_a_document_by_its_ending(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    console = typed_with(written=lambda frame, ending: f"{frame.cursor.t} as {ending} µ")
    console("goto t=2")
    for name in ("x.md", "x.tex", "a b.txt"):
        line = f"export frame {name}" if " " in name else f"export {name}"
        assert console.text(line) == f"{name}: the frame at sample 0, t=2"
        assert (tmp_path / name).read_text("utf-8") == f"2 as .{name[2:].split('.')[-1]} µ"
    assert console.text("export x.md") == "x.md (replaced): the frame at sample 0, t=2"


def test_export_without_a_name_makes_one_and_replaces_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    console = typed_with(written=lambda frame, ending: ending)
    assert console.text("export").startswith("tiny-sample0-t0.md: ")
    assert console.text("export").startswith("tiny-sample0-t0-2.md: ")
    console("next")
    assert console.text("export").startswith("tiny-sample0-t1.md: ")
    assert len(list(tmp_path.iterdir())) == 3


def test_a_picture_of_the_screen_is_no_part_of_a_script(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    console = typed_with(picture=lambda: "<svg>")
    assert console.text("export a.svg") == "a.svg: the screen"
    assert (tmp_path / "a.svg").read_text() == "<svg>"
    console("export run a.npz")
    assert console.text("history") == "export run a.npz"


def test_save_is_for_commands_and_says_how_to_write_a_frame(console):
    assert console.error("save x.md").endswith("to save the frame, use export x.md")


def test_units(console):
    assert console.text("unit 2") == "unit 2"
    assert console.text("unit next") == "unit 3"
    assert console.text("unit previous 2") == "unit 1"
    assert "a unit's number" in console.error("unit first")


def test_a_console_may_be_given_up(console):
    stopping = Console(console.session, progress=lambda *_: True)
    stopping.run("break t > 99")
    (answer,) = stopping.run("continue")
    assert answer.outcome.stop == "cancelled"


@pytest.mark.parametrize(
    "line",
    [
        "pane", "pane next", "zoom", "play", "play 8", "faster", "slower", "pick", "train",
        "palette", "suspend", "command",
    ],
)  # fmt: skip
def test_what_is_the_screens_changes_nothing_elsewhere(console, line):
    start = console.session.cursor
    assert console.text(line) == "only has an effect on the screen"
    assert console.session.cursor == start
    assert console.text("history") == ""
