from __future__ import annotations

import pytest
from small_networks import GRAPHS, bidirectional_graph, data_for, small_session

from rnntui.debugger.model.layer_tree import layer_tree
from rnntui.display.model.call_stack import stack_lines
from rnntui.display.model.layer_tree import (
    LayerColumns,
    layer_headings,
    layer_line,
    layer_lines,
    longest_name,
)
from rnntui.display.primitives.text import plain
from rnntui.tui.panes.line_pane import LineBar, LineBlock
from rnntui.tui.panes.row_list import RowList
from rnntui.tui.screens.model import ModelScreen


@pytest.fixture
def app(make_app):
    def make(graph):
        return make_app(graph, data_for(graph))

    return make


async def opened(pilot):
    await pilot.press("m")
    await pilot.pause()
    assert isinstance(pilot.app.screen, ModelScreen)
    return pilot.app.screen


def block(screen, name):
    return [plain(one) for one in screen.query_one(f"#model-{name}", LineBlock).drawn]


def tree(screen):
    rows = screen.query_one(RowList)
    return [rows.render_line(y).text.rstrip() for y in range(len(rows.in_view))]


async def test_the_stack_reads_from_the_model_to_the_equation(app):
    app = app(bidirectional_graph())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d", "n")
        screen = await opened(pilot)
        stack = block(screen, "stack")
        assert [one.split()[-1] for one in stack[:3]] == ["model", "layer", "direction"]
        assert "from the end: t=1 reads row 4" in stack[2]
        assert "xW = xₜ · W   t=1 of 6" in stack[3]
        assert stack[3].endswith("equation 1 of 9")
        assert (
            next(one for one in tree(screen) if one.startswith("▶")).split()[1] == "backward_lstm"
        )
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.main
        assert app.session.cursor.t == 1


async def test_enter_goes_to_a_layer_at_the_same_timestep(app):
    app = app(bidirectional_graph())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "n")
        screen = await opened(pilot)
        await pilot.press("end", "up", "enter")
        await pilot.pause()
        assert app.screen is app.main
        cursor = app.session.cursor
        node = app.session.schedule.stages[cursor.stage].nodes[cursor.node]
        assert (node.label, cursor.t) == ("bidirectional_1/backward_lstm", 2)
        screen = await opened(pilot)
        assert screen.query_one(RowList).row == 6
        await pilot.click("#layers", offset=(5, 1), times=2)
        await pilot.pause()
        assert app.session.frame().layer.label == "bidirectional/forward_lstm"


async def test_where_it_cant_go_it_says_why(app):
    app = app(GRAPHS["images"]())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("down", "down", "enter")
        assert app.screen is screen
        said = plain(screen.query_one("#model-said", LineBar)._line)
        assert said == " can't go to flatten: no equations: it works on whole tensors"
        await pilot.press("up")
        assert "can't go" not in plain(screen.query_one("#model-said", LineBar)._line)
        assert block(screen, "layer")[0] == " normalization"
        await pilot.press("m")
        await pilot.pause()
        assert app.screen is app.main


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", GRAPHS)
def test_no_line_is_wider_than_its_place(name, width):
    session = small_session(name)
    rows = layer_tree(session)
    columns = LayerColumns.within(width, longest_name(rows))
    lines = [layer_headings(columns), *stack_lines(session.frame(), rows, width)]
    for row in rows:
        lines.append(layer_line(columns, row, here=True))
        about = layer_lines(row, width, 8)
        assert len(about) <= 8
        lines += about
    assert max(len(plain(one)) for one in lines) <= width
    if width >= 80:
        names = [plain(layer_line(columns, row, here=False)) for row in rows]
        assert all(row.name in line for row, line in zip(rows, names, strict=True))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_model(snap_compare, app, settled, size):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("d", "n", "s")
        await opened(pilot)
        await pilot.press("down")

    assert snap_compare(app(bidirectional_graph()), terminal_size=size, run_before=keys)
