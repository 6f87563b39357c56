from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.session.session import Session
from rnntui.display.equations import cursor_lines, equation_lines
from rnntui.display.header_footer import head_line, hint_line, status_line
from rnntui.display.prediction.prediction import prediction_lines
from rnntui.display.primitives.notation import spell_equation
from rnntui.display.primitives.text import plain, printable
from rnntui.display.timeline.timeline import timeline_lines
from rnntui.display.variables import variable_lines
from rnntui.display.worked.worked import worked_lines, worked_title

GRAPHS = {
    "simple": tiny_graph(),
    "lstm": tiny_graph(("LSTM",)),
    "gru": tiny_graph(("GRU",)),
    "stages": tiny_graph(("SimpleRNN", "LSTM"), backwards=True),
    "large": tiny_graph(units=200),
}


def session(name="simple", data=None):
    return Session.open(GRAPHS[name], data or tiny_data())


def text(lines):
    return "\n".join(plain(line) for line in lines)


def test_equations_in_mathematical_notation_with_the_cursor():
    debugger = session()
    debugger.step()
    assert text(equation_lines(debugger.frame(), 28)) == (
        "simplernn  SimpleRNN\n"
        "  xW = xₜ · Wxh\n"
        "▶ hW = hₜ₋₁ · Whh\n"
        "  z  = xW + hW + Bh\n"
        "  hₜ = tanh(z)\n"
        "\n"
        "dense  Dense\n"
        "  y = hₜ · Who + Bo"
    )


def test_functions_are_shown_by_their_own_names():
    shown = text(equation_lines(session("lstm").frame(), 60))
    assert "  i  = sigmoid(z_i)" in shown
    assert "  cₜ = f ⊙ cₜ₋₁ + i ⊙ g" in shown
    assert "  hₜ = o ⊙ tanh(cₜ)" in shown


@pytest.mark.parametrize("name", list(GRAPHS))
@pytest.mark.parametrize("width", [26, 60])
def test_the_cursor_marks_the_current_equation(name, width):
    debugger = session(name)
    while debugger.step().moved:
        frame = debugger.frame()
        lines = equation_lines(frame, width)
        here = cursor_lines(lines)
        spelled = spell_equation(frame.equation, frame.layer.functions)
        shown = " ".join(plain(lines[index]).strip("▶ ") for index in here)
        assert "".join(shown.split()) == "".join(spelled.split())


def fixed():
    """A network whose numbers are easy: two inputs, two units."""
    graph = tiny_graph(features=2, units=2, outputs=3)
    data = tiny_data(features=2)
    data.inputs["X"][:] = [0.5, -2.0]
    program = next(iter(graph.recurrent)).function.program
    program.weights["Wxh"][:] = [[1.0, 0.25], [-0.5, 2.0]]
    return Session.open(graph, data)


def test_a_product_is_written_out_by_the_size_of_its_terms():
    debugger = fixed()
    debugger.next_unit()
    frame = debugger.frame()
    assert worked_title(frame) == "xW = xₜ · Wxh"
    assert text(worked_lines(frame, 60, 11)) == (
        "xₜ      Wxh       [0]    ▸[1]\n"
        "[0] +0.5000 ▏ +1.0000▌+0.2500\n"
        "[1] -2.0000 ▏ -0.5000▌+2.0000\n"
        "= xW          +1.5000 -3.8750\n"
        "xW[1] = -3.8750, the sum of 2 terms, by size:\n"
        "[1] -2.0000 × +2.0000 = -4.0000 █████████████│\n"
        "[0] +0.5000 × +0.2500 = +0.1250              │▍"
    )


def test_a_sum_and_a_function_are_written_element_by_element():
    debugger = fixed()
    debugger.step(2)
    lines = worked_lines(debugger.frame(), 60, 9)
    assert [plain(line)[:5].strip() for line in lines] == [
        "",
        "xW",
        "+ hW",
        "+ Bh",
        "",
        "= z",
        "z[0]",
    ]
    assert plain(lines[1]).endswith("+1.5000 -3.8750")
    debugger.step()
    lines = worked_lines(debugger.frame(), 60, 9)
    assert plain(lines[2]) == "↓ tanh"
    assert plain(lines[4]).startswith("hₜ[0] = tanh(+")


def test_an_equation_of_two_operations_is_worked_out_in_two():
    debugger = session()
    debugger.step(4)
    shown = text(worked_lines(debugger.frame(), 80))
    assert "(hₜ · Who)[0] = " in shown
    assert "\n+ Bo " in shown
    assert "\ny[0] latitude = " in shown


def test_the_prediction_tells_of_keras_and_of_units():
    debugger = session()
    debugger.last()
    assert "Keras: not checked" in text(prediction_lines(debugger.frame(), 33))
    debugger.reference.status = ReferenceValue("failed", "TensorFlow is not installed")
    assert "Keras: TensorFlow is not" in text(prediction_lines(debugger.frame(), 33))
    run = debugger.run
    states = {"simplernn": run.history(debugger.graph.recurrent[0], 0, 6)}
    debugger.reference.add(0, run.outputs["dense"], states, "keras 3.0.0, loaded")
    shown = text(prediction_lines(debugger.frame(), 40))
    assert "✓ output  the same, bit for bit" in shown
    assert "✓ every h the same, bit for bit" in shown
    assert " ft" in shown
    debugger.reference.add(0, run.outputs["dense"] + 1, states, "keras 3.0.0, loaded")
    assert "✗ output differs: |Δ| ≤ 1.0e+00" in text(prediction_lines(debugger.frame(), 50))


def test_nan_and_infinity_have_glyphs_of_their_own():
    data = tiny_data()
    data.inputs["X"][0, 2, 1] = np.nan
    data.inputs["X"][1, 2, 1] = np.inf
    debugger = session(data=data)
    debugger.goto(3)
    frame = debugger.frame()
    assert "NaN" in text(variable_lines(frame, 60))
    assert "NaN" in text(timeline_lines(frame, 80, 14))
    assert any(note.startswith("1 NaN") or "NaN" in note for note in frame.notes)
    assert np.isfinite(frame.timeline.scale)


def test_the_timeline_has_a_row_for_each_unit_and_the_cursor_over_its_timestep():
    debugger = session()
    debugger.goto(4)
    lines = [plain(line) for line in timeline_lines(debugger.frame(), 60, 9)]
    assert sum(line.startswith("hₜ[") for line in lines) == 4
    assert sum(line.startswith(("latitude", "longitude", "elevation")) for line in lines) == 3
    assert lines[0].index("4") == lines[1].index("▼")


def test_a_long_sequence_is_shown_around_the_cursor():
    graph = tiny_graph(timesteps=1000)
    debugger = Session.open(graph, tiny_data(timesteps=1000), time=700)
    lines = [plain(line) for line in timeline_lines(debugger.frame(), 100, 14)]
    assert all(len(line) <= 100 for line in lines)
    assert lines[0].index("700") + 2 == lines[1].index("▼")
    assert lines[0].endswith("›")


@given(
    st.sampled_from(list(GRAPHS)),
    st.integers(0, 200),
    st.integers(26, 200),
    st.integers(0, 40),
)
def test_no_line_is_wider_than_its_pane(name, steps, width, unit):
    debugger = session(name)
    debugger.step(steps)
    debugger.next_unit(unit)
    frame = debugger.frame()
    wide = max(width, 44)
    for lines, limit in (
        (variable_lines(frame, width), width),
        (prediction_lines(frame, max(width, 33)), max(width, 33)),
        (timeline_lines(frame, wide, 12), wide),
        (worked_lines(frame, wide), wide),
        ([head_line(frame, width)], width),
        ([status_line(frame, 80 + width)], 80 + width),
        ([hint_line((), width)], width),
    ):
        for line in lines:
            assert len(plain(line)) <= limit, plain(line)


def test_names_from_files_cant_move_the_cursor():
    assert printable("a\x1b[2Jb\n") == "a\N{REPLACEMENT CHARACTER}[2Jb\N{REPLACEMENT CHARACTER}"
    frame = replace(session().frame(), sample_name="\x1b]0;x\x07", model="m\x1b[31m")
    assert "\x1b" not in plain(head_line(frame, 120))
