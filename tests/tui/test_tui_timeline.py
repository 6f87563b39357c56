"""The timeline on the screen: keys, a click, and how it looks in a zoom, without colour, with many units."""

from __future__ import annotations

import pytest
from tiny_network import tiny_data, tiny_graph

from rnntui.display.primitives.text import plain

SIZES = ((80, 24), (120, 36))


def lstm(make_app, timesteps=500, **graph):
    graph = tiny_graph(("LSTM",), timesteps=timesteps, **graph)
    return make_app(graph, tiny_data(timesteps=timesteps))


async def test_keys_zoom_and_choose(make_app):
    app = lstm(make_app)
    async with app.run_test(size=(120, 36)) as pilot:
        pane = app.main.query_one("#timeline")
        await pilot.press("2", "0", "0", "n", "3", "less_than_sign")
        assert "8 t per column" in str(pane.border_title)
        await pilot.press("greater_than_sign", "v", "v")
        assert "4 t per column" in str(pane.border_title)
        assert app.session.timeline.name in plain(pane.drawn[1]).replace("ₜ₋₁", "_prev")


async def test_a_click_goes_to_the_first_timestep_of_a_column(make_app):
    app = lstm(make_app)
    async with app.run_test(size=(120, 36)) as pilot:
        pane = app.main.query_one("#timeline")
        await pilot.press("3", "less_than_sign")
        at = plain(pane.drawn[1]).index("▼") + 10
        await pilot.click(pane, offset=(at + 2, 5))
        assert app.session.cursor.t == 80


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("colour", ["colour", "plain"])
def test_zoomed_out(snap_compare, make_app, settled, monkeypatch, size, colour):
    if colour == "plain":
        monkeypatch.setenv("NO_COLOR", "1")
    app = lstm(make_app)

    async def keys(pilot):
        await settled(pilot)
        await pilot.press("2", "0", "0", "n", "2", "less_than_sign", *("tab", "tab"))
        pilot.app.say("timeline f")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=keys)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_many_units(snap_compare, make_app, settled, size):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("2", "0", "n", "1", "0", "0", "right", *("tab", "tab"))

    graph = tiny_graph(units=512, timesteps=40)
    app = make_app(graph, tiny_data(timesteps=40))
    assert snap_compare(app, terminal_size=size, run_before=keys)
