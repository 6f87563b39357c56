"""The prediction: differences in value and in floats, classes by probability, physical units."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_networks import data_for, small_session, tokens_graph
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.number_format import PRECISIONS, NumberFormat
from rnntui.debugger.session.session import Session
from rnntui.display.prediction.prediction import prediction_lines
from rnntui.display.prediction.table import columns_of
from rnntui.display.primitives.text import plain
from rnntui.trace.verify import ulps_apart


def text(lines):
    return "\n".join(plain(line) for line in lines)


def answered(off=0.0):
    """A session at its last timestep, with Keras's answer, `off` from ours."""
    debugger = Session.open(tiny_graph(), tiny_data())
    debugger.last()
    run = debugger.run
    states = {"simplernn": run.history(debugger.graph.recurrent[0], 0, 6)}
    output = run.outputs["dense"].copy()
    output[0] += np.float32(off)
    debugger.reference.add(0, output, states, "keras 3.0.0, loaded")
    return debugger


def classes(keras=None):
    """A softmax over 7 classes, the target the third."""
    graph = tokens_graph()
    data = data_for(graph)
    data = replace(data, targets={"Y": np.eye(7, dtype=np.float32)[[2, 2, 2, 2]]})
    debugger = Session.open(graph, data)
    debugger.last()
    if keras is not None:
        debugger.reference.add(0, keras(debugger.run.outputs["dense"]), {}, "keras 3.0.0, loaded")
    return debugger.frame()


def test_a_difference_is_ours_minus_the_other():
    prediction = replace(
        answered().frame().prediction,
        y=np.array([3.0, 1.0, 2.0], np.float32),
        reference=np.array([1.0, 3.0, 2.0], np.float32),
        target=np.array([2.5, 1.25, 2.0], np.float32),
    )
    columns = columns_of(prediction, 5, range(3), 4, last=True)
    cells = [[float(cell[0]) for cell in column.cells] for column in (columns[2], columns[-1])]
    assert cells == [[2.0, -2.0, 0.0], [0.5, -0.25, 0.0]]


def test_a_difference_is_shown_as_ours_minus_keras_and_ours_minus_the_target():
    shown = text(prediction_lines(answered(0.5).frame(), 80)).splitlines()
    keras_less, same, *_ = (re.findall(r"[-+]\S+", row) for row in shown[1:4])
    assert keras_less[2] == "-0.5000"
    assert same[2] == "+0.0000"
    ours, _, _, target, error = map(float, keras_less)
    assert abs(error) > 0.01
    assert error == pytest.approx(ours - target, abs=1.5e-4)


def test_the_distance_in_ulps_is_next_to_the_difference():
    shown = text(prediction_lines(answered(2e-7).frame(), 60))
    head, first = shown.splitlines()[:2]
    assert head.split() == ["yₜ", "Keras", "Δ", "Keras", "ulp", "target", "error"]
    ours = answered().run.outputs["dense"]
    theirs = ours.copy()
    theirs[0] += np.float32(2e-7)
    assert first.split()[4] == str(ulps_apart(ours, theirs)[0])
    assert "≠ off the target: " in shown


def test_before_the_last_timestep_keras_has_no_value_to_count_floats_from():
    debugger = answered()
    debugger.first()
    assert "ulp" not in text(prediction_lines(debugger.frame(), 60))


def test_floats_apart():
    ours = np.array([1.0, -0.0, np.nan, 1.0], np.float32)
    keras = np.array([np.nextafter(np.float32(1), np.float32(2)), 0.0, 1.0, np.inf], np.float32)
    assert ulps_apart(ours, keras) == (1, 0, None, None)


def test_physical_units_and_the_error_in_them():
    shown = text(prediction_lines(answered().frame(), 60, 30))
    assert "error" in shown.splitlines()[-4]
    assert shown.splitlines()[-1].count(" ft") == 3


def test_classes_are_sorted_by_probability_with_a_bar():
    frame = classes(keras=lambda output: output)
    lines = [plain(line) for line in prediction_lines(frame, 40, 30)]
    y = frame.prediction.y
    assert lines[0].split() == ["class", "y", "Keras"]
    rows = lines[1:8]
    assert [int(row.strip("◎ ").split()[0]) for row in rows] == np.argsort(-y).tolist()
    assert sum(row.startswith("◎ 2") for row in rows) == 1
    lengths = [row.count("█") for row in rows]
    assert lengths == sorted(lengths, reverse=True)
    best = int(np.argmax(y))
    assert f"predicted: {best}, {100 * y[best]:.1f} %" in lines
    assert "✓ same class as Keras" in lines


def test_of_many_classes_the_likeliest_and_the_rest():
    frame = classes()
    shown = text(prediction_lines(frame, 40, 11))
    assert "more, together" in shown
    frame = classes(keras=lambda output: output[::-1].copy())
    assert "✗ Keras: " in text(prediction_lines(frame, 40, 30))


@given(
    st.sampled_from(["tiny", "classes", "images", "pooled", "unknown", "volumes"]),
    st.integers(20, 200),
    st.integers(3, 40),
    st.sampled_from(PRECISIONS),
)
def test_no_line_is_wider_than_its_pane(name, width, height, digits):
    frame = replace(FRAMES[name], reading=NumberFormat(precision=digits))
    for line in prediction_lines(frame, width, height):
        assert len(plain(line)) <= width, plain(line)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_odd_numbers_are_shown_and_agree_with_nothing(value):
    frame = classes(keras=lambda output: np.full_like(output, value))
    assert "likeliest" not in text(prediction_lines(frame, 60, 30))


FRAMES = {
    "tiny": answered(0.5).frame(),
    "classes": classes(keras=lambda output: output),
    **{name: small_session(name).frame() for name in ("images", "pooled", "unknown", "volumes")},
}
