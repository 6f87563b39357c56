"""How a run over time looks, in every zoom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_networks import data_for, tokens_graph
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.console import Console
from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.frame.timeline import TimelineChoice
from rnntui.debugger.session.session import Session
from rnntui.display.primitives.text import plain
from rnntui.display.timeline.grid import grid_of
from rnntui.display.timeline.timeline import timeline_lines, timeline_title, timestep_at


def session(cells=("LSTM",), timesteps=900, **graph):
    return Session.open(
        tiny_graph(cells, timesteps=timesteps, **graph), tiny_data(timesteps=timesteps)
    )


LONG, LARGE, ONE = session(), session(("SimpleRNN",), 400, units=512), session(timesteps=1)
anywhere = st.tuples(
    st.sampled_from([LONG, LARGE, ONE]),
    st.integers(0, 899),
    st.integers(-1, 6),
    st.integers(30, 250),
    st.integers(4, 60),
)


def frame_at(debugger, t, zoom):
    debugger.goto(t % debugger.timesteps)
    debugger.timeline = TimelineChoice(zoom)
    return debugger.frame()


@given(anywhere)
def test_it_fits_and_the_cursors_column_is_in_view(place):
    debugger, t, zoom, width, height = place
    frame = frame_at(debugger, t, zoom)
    lines = [plain(line) for line in timeline_lines(frame, width, height)]
    assert max(map(len, lines)) <= width
    at = lines[1].index("▼")
    low = timestep_at(frame, width, at)
    assert low <= frame.cursor.t < low + frame.timeline.per
    assert len(lines) < 100


@given(anywhere)
def test_a_click_goes_to_the_column_under_it(place):
    debugger, t, zoom, width, _ = place
    frame = frame_at(debugger, t, zoom)
    grid = grid_of(frame, width)
    for index, column in enumerate(grid.shown):
        for x in range(grid.cell):
            at = grid.label + index * grid.cell + x
            assert timestep_at(frame, width, at) == column * frame.timeline.per
    assert timestep_at(frame, width, grid.label - 1) is None
    assert timestep_at(frame, width, grid.label + grid.width) is None


def test_numbers_stand_over_their_columns():
    for zoom, numbers in ((0, "20"), (2, "80"), (4, "200")):
        frame = frame_at(LONG, int(numbers), zoom)
        lines = [plain(line) for line in timeline_lines(frame, 100, 20)]
        assert lines[0].index(numbers) + len(numbers) - 1 == lines[1].index("▼")


def test_zoomed_out_a_unit_has_two_rows():
    frame = frame_at(LONG, 0, 3)
    assert timeline_title(frame) == "TIMELINE  lstm   8 t per column   ⣀ yₜ  ┄ target"
    lines = [plain(line) for line in timeline_lines(frame, 100, 30)]
    assert sum(line.startswith("hₜ[") and " max " in line for line in lines) == 4
    lines = [plain(line) for line in timeline_lines(frame_at(LONG, 0, -1), 60, 30)]
    assert sum(" max " in line for line in lines) == 0
    assert lines[0].split()[:4] == ["t", "0", "1", "2"]


def test_an_lstm_has_lanes_for_c_and_the_gates_of_the_unit_and_the_inputs():
    debugger = session(timesteps=6)
    debugger.unit = 2
    text = [plain(line).split()[0] for line in timeline_lines(debugger.frame(), 60, 40) if line]
    assert [name for name in text if name.endswith("[2]")] == [
        "hₜ[2]",
        "cₜ[2]",
        "i[2]",
        "f[2]",
        "g[2]",
        "o[2]",
        "xₜ[2]",
    ]
    Console(debugger).run("timeline f")
    text = [plain(line).split()[0] for line in timeline_lines(debugger.frame(), 60, 40) if line]
    assert {"f[0]", "f[3]", "hₜ[2]", "cₜ[2]", "i[2]"} <= set(text)


def charted(y, keras, target, width=44):
    """The charts of a run whose first output is given."""
    debugger = session(("SimpleRNN",), len(y))
    frame = debugger.frame()
    predicted = np.zeros((len(y), 3), np.float32)
    predicted[:, 0] = y
    lane = replace(frame.timeline.predicted, low=predicted, high=predicted)
    ends = (predicted.min(axis=0), predicted.max(axis=0))
    timeline = replace(frame.timeline, predicted=lane, extent=ends)
    prediction = replace(
        frame.prediction, reference=np.full(3, keras), target=np.full(3, target, np.float32)
    )
    frame = replace(
        frame, timeline=timeline, prediction=prediction, reference=ReferenceValue("ready")
    )
    lines = [plain(line) for line in timeline_lines(frame, width, 12)]
    start = next(index for index, one in enumerate(lines) if one.startswith("latitude"))
    return lines[start : start + 2]


def test_the_prediction_is_a_line_that_closes_on_keras():
    assert charted([0, 1, 2, 3, 4, 5], 5.0, 2.5) == [
        "latitude                ⣀⣀⣠⠤⠤⠴⠒⠒⠚⠉◆+5.0000",
        "+.00…+5.0 ⣉⣀⣉⣀⣉⡤⠭⠤⠟⠒⠛⠋⠉⠉⠉ ⠉ ⠉ ⠉ ⠉ ┄+2.5000",
    ]
    top, bottom = charted([0, 0, 0, 0, 4, 4], 4.0, 9.0)
    assert top.endswith("◆+4.0000")
    assert bottom.endswith("↑+9.0000")
    assert bottom.startswith("+.00…+4.0")


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_leaves_a_gap_in_the_line(odd):
    rows = charted([1, 1, odd, 1, 1, 1], 1.0, 1.0)
    assert all(len(row) <= 44 for row in rows)


def test_of_many_outputs_three_are_charted_and_all_are_a_heatmap():
    graph = tokens_graph()
    debugger = Session.open(graph, data_for(graph))
    lines = [plain(line) for line in timeline_lines(debugger.frame(), 70, 60)]
    assert "prediction" in lines
    assert sum(line.startswith("y[") for line in lines) == 3 + 7


def test_a_pane_draws_the_same_of_few_units_as_of_many():
    frame = frame_at(LARGE, 200, 0)
    lines = timeline_lines(frame, 100, 20)
    assert sum(plain(line).startswith("hₜ[") for line in lines) <= 16
    assert any(plain(line).startswith("units 0 to ") for line in lines)
