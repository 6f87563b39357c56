"""What a step costs, without a clock: the lines it draws, the bytes it sends to the terminal."""

from __future__ import annotations

import asyncio
from statistics import mean

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from tiny_network import tiny_data, tiny_graph
from waiting import all_drawn

from rnntui.tui.panes.line_pane import LinePane

STEPS = 12
# Half of what may be sent; of the panes' 80 lines those that differ.
MOST_BYTES, MOST_LINES = 20_000, 45


class Sink(HeadlessDriver):
    """A terminal that takes everything, and counts it."""

    received = 0

    @property
    def is_headless(self):
        return False

    def write(self, data):
        Sink.received += len(data.encode())

    def _get_terminal_size(self):
        return 120, 36


async def costs(app, line, monkeypatch):
    """For each of some steps: how many lines are drawn, and how many bytes are sent."""
    drawn = []
    original = LinePane.render_line
    monkeypatch.setattr(
        LinePane, "render_line", lambda self, y: drawn.append(y) or original(self, y)
    )
    app.driver_class = Sink
    running = asyncio.create_task(app.run_async(headless=False))
    while app.size != Size(120, 36) or app.session.frame().reference.status != "ready":
        await asyncio.sleep(0.01)
    await all_drawn(app)
    found = []
    for _ in range(STEPS):
        before = Sink.received
        drawn.clear()
        app.say(line)
        await all_drawn(app)
        found.append((len(drawn), Sink.received - before))
    app.exit()
    await running
    return found


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM"])
@pytest.mark.parametrize("line", ["next", "step"])
async def test_a_step_costs_the_same_with_many_units(make_app, monkeypatch, kind, line):
    monkeypatch.setenv("COLORTERM", "truecolor")
    found = {}
    for units in (4, 512):
        graph = tiny_graph((kind,), units=units, timesteps=20)
        app = make_app(graph, tiny_data(timesteps=20))
        found[units] = await costs(app, line, monkeypatch)
    for few, many in zip(*(zip(*found[units], strict=True) for units in (4, 512)), strict=True):
        assert min(few) > 0
        assert mean(many) <= 1.5 * mean(few)
    every = [cost for steps in found.values() for cost in steps]
    assert max(size for _, size in every) <= MOST_BYTES
    assert mean(lines for lines, _ in every) <= MOST_LINES
