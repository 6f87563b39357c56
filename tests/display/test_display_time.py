"""How masks, runs from the end, images and boxes look."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_networks import GRAPHS, masked_data, masked_graph, small_session

from rnntui.debugger.session.session import Session
from rnntui.display.equations import equation_lines
from rnntui.display.header_footer import head_line, status_line
from rnntui.display.prediction.prediction import prediction_lines, prediction_title
from rnntui.display.primitives.index_labels import place_text, same_place, shape_text, unravel
from rnntui.display.primitives.text import plain, shortened_path
from rnntui.display.timeline.timeline import timeline_lines
from rnntui.display.variables import variable_lines
from rnntui.display.worked.worked import worked_lines

SESSIONS = {name: small_session(name) for name in GRAPHS}


def text(lines):
    return "\n".join(plain(line) for line in lines)


def masked():
    return Session.open(masked_graph(), masked_data(), time=2)


def test_a_masked_timestep_says_so_everywhere():
    debugger = masked()
    frame = debugger.frame()
    assert plain(head_line(frame, 100)).endswith("t 2/5 masked")
    assert "  masked: skipped" in text(equation_lines(frame, 25))
    variables = text(variable_lines(frame, 60))
    assert "t=2 is masked: skipped, hₜ = hₜ₋₁, cₜ = cₜ₋₁" in variables
    assert "  mₜ     0 (masked)" in variables
    assert "t=2 is masked: computed, then discarded" in text(worked_lines(frame, 60))
    debugger.next()
    frame = debugger.frame()
    assert plain(head_line(frame, 100)).endswith("t 3/5")
    assert "1 (not masked)" in text(variable_lines(frame, 60))
    assert "masked" not in text(worked_lines(frame, 60))


def test_the_ruler_marks_masked_timesteps():
    lines = [plain(line) for line in timeline_lines(masked().frame(), 60, 14)]
    assert lines[1] == "hₜ over t ──────────░░░░▼──────────░░░░░"
    assert "   ░ masked" in lines[-1]


def test_where_shows_the_selected_operand():
    debugger = masked()
    debugger.step(9)
    shown = text(worked_lines(debugger.frame(), 60))
    assert "› hₜ₋₁" in shown
    assert "↓ mₜ = 0 (masked) selects hₜ₋₁" in shown
    assert "hₜ[0] = hₜ₋₁[0] = " in shown
    debugger.goto(3)
    shown = text(worked_lines(debugger.frame(), 60))
    assert "› h_new" in shown
    assert "↓ mₜ = 1 (not masked) selects h_new" in shown


def test_a_run_from_the_end_says_so():
    debugger = small_session("bidirectional")
    debugger.layer_below()
    debugger.next(2)
    frame = debugger.frame()
    assert text(equation_lines(frame, 25)).startswith(
        "stage 1/4\n…/backward_lstm  LSTM\n  from the end: row 3\n▶ xW = xₜ · W"
    )
    assert "reads the input from its end: t=2 is row 3" in text(variable_lines(frame, 80))
    assert "xₜ is row 3 of the input" in text(worked_lines(frame, 80))
    ruler = [plain(line).split() for line in timeline_lines(frame, 60, 14)[:2]]
    assert ruler == [["t", *"012345"], ["row", *"543210"]]


def test_an_initial_state_names_its_source():
    debugger = small_session("encoder")
    debugger.layer_below()
    debugger.step()
    frame = debugger.frame()
    assert "  starts from encoder" in text(equation_lines(frame, 25))
    assert "hₜ₋₁ at t=0 is encoder's last hₜ" in text(worked_lines(frame, 60))
    assert "cₜ₋₁ at t=0 is encoder's last cₜ" in text(variable_lines(frame, 60))
    stateful = small_session("stateful", sample=2).frame()
    assert "carried over from sample 0 of the previous batch" in text(variable_lines(stateful, 80))


def test_the_title_names_one_of_several_outputs():
    frame = small_session("tokens").frame()
    assert "output" not in text(prediction_lines(frame, 40))
    assert prediction_title(frame) == "PREDICTION"
    prediction = replace(frame.prediction, outputs=3, index=1)
    several = replace(frame, prediction=prediction)
    assert "output 2 of 3: O for the next" in text(prediction_lines(several, 40))
    assert prediction_title(several) == "PREDICTION  dense"


def test_outside_time_there_is_no_t():
    debugger = small_session("pooled")
    debugger.layer_below()
    frame = debugger.frame()
    assert plain(head_line(frame, 100)).endswith("no timesteps")
    assert text(equation_lines(frame, 30)).startswith("stage 1/1, no timesteps\n□ pooling")
    assert "gru (6,3) → (3,)" in text(variable_lines(frame, 60))
    assert text(timeline_lines(frame, 60, 14)).startswith("y: one value for the whole sequence")
    assert plain(prediction_lines(frame, 33)[0]).split() == ["y", "Keras", "Δ", "Keras"]


def test_what_is_not_computed_is_marked():
    frame = SESSIONS["unknown"].frame()
    assert "✗ lambda  Lambda" in text(equation_lines(frame, 30))
    assert "not computed: layer 'lambda' is a Lambda" in text(variable_lines(frame, 80))


def test_a_convolution_is_written_out_for_one_place():
    debugger = small_session("images")
    debugger.next()
    debugger.next_unit(21)
    shown = text(worked_lines(debugger.frame(), 60))
    assert "xₜ (5, 6, 2), W (3, 2, 2, 12) → (5, 3, 12)" in shown
    assert "windows of 3×2, strides 1×2, padding same" in shown
    assert "conv(xₜ, W)[0,1,9] = " in shown
    assert "4 of them padding" in shown
    assert "and 2 more, together" in shown
    assert "▸[0,1,9]" in shown
    frame = debugger.frame()
    assert "xW    (5, 3, 12) around [0,1,9]" in text(variable_lines(frame, 60))
    assert "hₜ[0,1,2]" in text(timeline_lines(frame, 60, 14))


@given(st.sampled_from(list(GRAPHS)), st.integers(0, 80), st.integers(25, 90), st.integers(0, 40))
def test_no_line_is_wider_than_its_pane(name, steps, width, unit):
    debugger = SESSIONS[name]
    debugger.reverse_step(1000)
    debugger.next_unit(-1000)
    debugger.step(steps)
    debugger.next_unit(unit)
    frame = debugger.frame()
    wide = max(width, 48)
    for lines, limit in (
        (equation_lines(frame, width), width),
        (variable_lines(frame, wide), wide),
        (prediction_lines(frame, max(width, 33)), max(width, 33)),
        (timeline_lines(frame, wide, 12), wide),
        (worked_lines(frame, wide), wide),
        ([head_line(frame, wide)], wide),
        ([status_line(frame, wide)], wide),
    ):
        for line in lines:
            assert len(plain(line)) <= limit, plain(line)


@pytest.mark.parametrize(("width", "shown"), [(26, "…/forward_lstm"), (9, "…/forwar…")])
def test_of_a_path_the_end_is_kept(width, shown):
    assert shortened_path("bidirectional/forward_lstm", width) == (
        "bidirectional/forward_lstm" if width >= 26 else shown
    )
    assert shortened_path("bidirectional_1/forward_lstm", 20) == "…/forward_lstm"


def test_shapes_are_written_as_in_python():
    assert [shape_text(shape) for shape in ((3,), (None, 4), ())] == ["(3,)", "(?, 4)", "?"]
    assert place_text(7, (5, 4)) == "[1,3]"
    assert place_text(7, (8,)) == "[7]"


def test_a_place_has_a_flat_index_and_back():
    shape = (5, 3, 4)
    places = [unravel(index, shape) for index in range(60)]
    assert places == list(np.ndindex(*shape))
    assert [same_place(index, shape, shape) for index in range(60)] == list(range(60))
    assert unravel(same_place(59, shape, (5, 3, 2)), (5, 3, 2)) == (4, 2, 1)
    assert same_place(59, shape, (7,)) == 6
