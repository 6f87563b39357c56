"""Many timesteps at once are the same numbers as one frame at a time, and no slower."""

from __future__ import annotations

import numpy as np
import pytest

from rnntui.data.bundled import DEFAULT_MODEL, HELD_OUT_DATA, LARGER_MODEL, bundled
from rnntui.data.read import read_dataset
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run
from rnntui.trace.schedule import schedule


def run_of(model: str, memory_limit: int = 1 << 26) -> Run:
    graph = build_graph(read_network(bundled(model)))
    (spec,) = graph.input_specs
    (sample,) = read_dataset(bundled(HELD_OUT_DATA)).sample(0).values()
    return Run(graph, {spec.name: sample}, memory_limit=memory_limit)


@pytest.mark.parametrize("model", [DEFAULT_MODEL, LARGER_MODEL])
@pytest.mark.parametrize("memory_limit", [1 << 26, 128])
def test_variables_equal_frames_bit_for_bit(model: str, memory_limit: int) -> None:
    run = run_of(model, memory_limit)
    for stage in schedule(run.graph).stages:
        for node in stage.nodes:
            together = run.variables(node, 3, 17)
            for t in range(3, 17):
                frame = run.frame(node, t)
                assert list(frame) == list(together)
                for name, value in frame.items():
                    assert together[name].dtype == value.dtype
                    assert together[name][t - 3].tobytes() == value.tobytes()


def test_no_warning_for_overflow_on_the_way() -> None:
    run = run_of(DEFAULT_MODEL)
    (node,) = run.graph.recurrent
    run.states[node.place].x = np.full((20, 4), 3e38, np.float32)
    assert not np.isfinite(run.variables(node, 0, 20)["z"]).all()
