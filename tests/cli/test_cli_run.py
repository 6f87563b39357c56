"""`rnntui run`: the contract of its lines, its exit codes, and what a wrong command says."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rnntui.data.binding import bind
from rnntui.debugger.session import session
from rnntui.debugger.session.session import Session
from rnntui.trace import runs


@pytest.fixture
def run(tell, folder):
    """Runs commands on the notebook's model and data."""

    def run(*commands: str, more=()):
        given = [part for command in commands for part in ("-x", command)]
        data = ("--data", folder / "data.npz")
        return tell("run", folder / "notebook.keras", *data, *more, *given)

    return run


@pytest.fixture
def lines(run):
    """The objects of --json, and the exit code."""

    def lines(*commands: str, more=()):
        told = run(*commands, more=("--json", *more))
        return [json.loads(line) for line in told.out.splitlines()], told.code

    return lines


def test_one_object_a_line_with_the_keys_and_types_of_the_contract(lines):
    said, code = lines(
        "break abs(h_t[2]) > 0.2", "continue", "print h_t", "print h_t[0]", "assert t < 20"
    )
    assert code == 0
    assert len(said) == 5
    for one in said:
        assert list(one) == ["command", "cursor", "stop", "value", "error"]
        assert list(one["cursor"]) == ["sample", "layer", "t", "equation"]
        assert one["cursor"]["layer"] == "simple_rnn"
        assert {type(one["cursor"][key]) for key in ("sample", "t", "equation")} == {int}
        assert one["error"] is None
    setting, moving, printing, number, asserting = said
    assert (setting["stop"], setting["value"]) == (None, None)
    assert moving["stop"].startswith("breakpoint 1: abs(h_t[2]) > 0.2, t=")
    assert moving["value"] is None
    assert (printing["stop"], len(printing["value"])) == (None, 4)
    assert abs(printing["value"][2]) > 0.2
    assert number["value"] == printing["value"][0]
    assert asserting["value"] is True


def test_values_are_those_of_the_run(lines, folder, tell, tmp_path):
    told = tell(
        "trace", folder / "notebook.keras", "--data", folder / "data.npz", "--sample", 2,
        "--out", tmp_path / "x.npz",
    )  # fmt: skip
    assert told.code == 0
    with np.load(tmp_path / "x.npz") as arrays:
        h, y = arrays["simple_rnn/h_t"], arrays["prediction"]
    said, _ = lines(
        "goto 7", "print h_t", "print h_t@3", "print history(h_t)", "goto end", "print y",
        more=("--sample", "2"),
    )  # fmt: skip
    assert {one["cursor"]["sample"] for one in said} == {2}
    for one, expected in zip([*said[1:4], said[5]], [h[7], h[3], h, y[-1]], strict=True):
        np.testing.assert_array_equal(np.array(one["value"], np.float32), expected)


def test_what_is_no_number_is_null(lines):
    said, code = lines("print log(0 * h_t)", "print 0 / 0 * h_t")
    assert code == 0
    assert said[0]["value"] == [None] * 4
    assert said[1]["value"] == [None] * 4


def test_continue_looks_strictly_after_the_cursor(lines):
    said, _ = lines("break t=3", "continue", "continue", "reverse-continue", "rc")
    assert [one["cursor"]["t"] for one in said[1:]] == [3, 19, 3, 0]
    assert "breakpoint 1" in said[1]["stop"]
    assert "no breakpoint hit" in said[2]["stop"]


def test_a_false_assert_is_exit_code_1_and_ends_the_run(run, lines, tmp_path):
    out = tmp_path / "never.npz"
    told = run("assert t == 1", f"export run {out}")
    assert told.code == 1
    assert told.out == "t == 1: does NOT hold\n"
    assert told.err == ""
    said, code = lines("assert t == 1", f"export run {out}")
    assert ([one["value"] for one in said], code) == ([False], 1)
    assert said[0]["error"] is None
    assert not out.exists()


def test_a_false_assert_in_a_sourced_script_ends_that_too(run, tmp_path):
    out, script = tmp_path / "never.npz", tmp_path / "inner.txt"
    script.write_text(f"next\nassert t == 0\nexport run {out}\n")
    told = run(f"source {script}", "step")
    assert told.code == 1
    assert told.out.splitlines()[-1] == "t == 0: does NOT hold"
    assert not out.exists()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("brake h_t", "no command 'brake'; did you mean 'break'?"),
        ("xyzzy", "no command 'xyzzy'; help lists all commands"),
        (
            "re",
            "'re' is ambiguous: reverse-step or reverse-next or reverse-finish or reverse-continue",
        ),
        ("print h_x", "print h_x: column 7: no 'h_x' here; did you mean 'h_t'?"),
        ("break abs(h_t) >", "break abs(h_t) >: column 17: invalid syntax"),
        (
            "break h_t > 0",
            "break h_t > 0: column 7: shape (4,), not a single value; use any(…) or all(…)",
        ),
        ("goto 20", "no timestep 20: there are 20, 0 to 19"),
        ("goto lstm", "no layer 'lstm' with equations; layers: simple_rnn, dense"),
        ("sample 9", "no sample 9: there are 3, 0 to 2"),
        ("next two", "'two': the count must be a whole number, 1 or more"),
        ("next ²", "'²': the count must be a whole number, 1 or more"),
        ("delete 4", "no breakpoint 4; existing: none"),
        ("info", "give one of breakpoints, watches, layers, state"),
        ("export run x.csv", "x.csv: values must be saved as .npz"),
    ],
)
def test_a_bad_command_is_exit_code_2_and_one_line_that_names_it(run, lines, command, told):
    said = run("step", command, "step")
    assert said.code == 2
    assert said.out == "stepped to equation 1 of simple_rnn, t=0\n"
    assert said.err.startswith("rnntui: -x 2: ")
    assert said.err.count("\n") == 1
    assert told in said.err
    objects, code = lines("step", command, "step")
    assert code == 2
    assert len(objects) == 2
    assert objects[1]["error"].endswith(told.rpartition("column ")[2].partition(": ")[2] or told)
    assert objects[1]["cursor"] == objects[0]["cursor"]
    assert (objects[1]["stop"], objects[1]["value"]) == (None, None)


def test_the_script_comes_first_then_x_in_their_order(run, tmp_path):
    script = tmp_path / "steps.txt"
    script.write_text("# two steps\n\nnext 2\n  print t\n", "utf-8")
    told = run("print t + 100", "next", "print t", more=("--script", script))
    assert told.code == 0
    assert told.out.splitlines() == [
        "stopped at t=2", "t = 2", "t + 100 = 102", "stopped at t=3", "t = 3",
    ]  # fmt: skip


def test_an_error_in_a_script_names_its_line(run, tmp_path):
    inner, script = tmp_path / "inner.txt", tmp_path / "outer.txt"
    inner.write_text("next\n# not this\nprint h_q\nnext\n")
    script.write_text(f"step\nsource {inner}\nstep\n")
    told = run("next", more=("--script", script))
    assert told.code == 2
    assert told.err.startswith(f"rnntui: {inner}, line 3: print h_q")
    script.write_text("step\nstep 0\n")
    told = run("next", more=("--script", script))
    assert (
        told.err
        == f"rnntui: {script}, line 2: step 0: '0': the count must be a whole number, 1 or more\n"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"next\n\xff\xfe\n", "not UTF-8 text"), (None, "No such file or directory")],
)
def test_a_script_that_cannot_be_read_is_refused(run, tell, folder, tmp_path, content, told):
    script = tmp_path / "steps.txt"
    if content is not None:
        script.write_bytes(content)
    tell("run", folder / "notebook.keras", "--script", script).refused(str(script), told)
    said = run(f"source {script}")
    said.refused("-x 1", str(script), told)


def test_a_script_of_windows_is_read(run, tmp_path):
    script = tmp_path / "steps.txt"
    script.write_bytes(b"\xef\xbb\xbfnext\r\nprint t\r\n")
    assert run(more=("--script", script)).out == "stopped at t=1\nt = 1\n"


def test_without_commands_there_is_nothing_to_do(tell, folder):
    tell("run", folder / "notebook.keras").refused("run: nothing to do", "-x COMMAND", "--script")


def test_an_empty_script_and_comments_do_nothing(run, tmp_path):
    script = tmp_path / "steps.txt"
    script.write_text("# nothing\n\n")
    told = run("", "# nothing", more=("--script", script))
    assert (told.code, told.out, told.err) == (0, "", "")


def test_quit_ends_it(run):
    told = run("next", "quit", "brake")
    assert (told.code, told.out) == (0, "stopped at t=1\n")


def test_it_opens_where_it_is_told(run):
    told = run("print sample", "print t", more=("--sample", "1", "--time", "5"))
    assert told.out == "sample = 1\nt = 5\n"
    run("step", more=("--sample", "3")).refused("sample 3", "0 to 2")
    run("step", more=("--time", "20")).refused("no timestep 20", "0 to 19")


def test_random_data(tell, folder):
    told = tell(
        "run", folder / "notebook.keras", "--random", 2, "--seed", 4, "-x", "print history(input)"
    )
    assert told.code == 0
    told.out.startswith("history(input) = [")


def test_ctrl_c_is_quiet(run, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "continue_", interrupted)
    told = run("step", "continue", "step")
    assert (told.code, told.err) == (130, "")


def test_save_then_script_gives_the_same_cursor_and_values(run, tmp_path):
    saved = tmp_path / "saved.txt"
    told = run(
        "break any(abs(h_t) > 0.9)", "continue", "finish", "watch norm(h_t)", "print h_t",
        f"save {saved}", "info watches", "info state",
        more=("--sample", "1", "--time", "2"),
    )  # fmt: skip
    assert told.code == 0
    again = run("info watches", "info state", more=("--script", saved))
    assert again.code == 0
    first, second = (out[out.index("1  norm(h_t) = ") :] for out in (told.out, again.out))
    assert first == second
    assert "sample 1, dense, t=2" in first
    assert saved.read_text("utf-8").splitlines()[:2] == ["sample 1", "goto simple_rnn:0 t=2"]


def test_the_data_is_bound_once_and_the_network_is_run_once(run, monkeypatch):
    calls = []

    def counted(function):
        def call(*arguments, **keywords):
            calls.append(function.__name__)
            return function(*arguments, **keywords)

        return call

    monkeypatch.setattr(bind, "bind", counted(bind.bind))
    monkeypatch.setattr(session, "bind", counted(session.bind))
    monkeypatch.setattr(runs, "Run", counted(runs.Run))
    told = run("break abs(h_t[2]) > 0.2", "continue", "print h_t", more=("--sample", 1))
    assert told.code == 0
    assert sorted(calls) == ["Run", "bind"]
