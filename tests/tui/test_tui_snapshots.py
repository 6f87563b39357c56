from __future__ import annotations

import pytest
from small_networks import (
    bidirectional_graph,
    data_for,
    image_graph,
    masked_data,
    masked_graph,
    tokens_graph,
)
from tiny_network import tiny_data, tiny_graph
from waiting import until_checked

SIZES = ((80, 24), (120, 36), (200, 60))


def named(size):
    return f"{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES[:1], ids=named)
def test_without_colour(snap_compare, make_app, settled, monkeypatch, size):
    app = make_app
    monkeypatch.setenv("NO_COLOR", "1")

    async def keys(pilot):
        await settled(pilot)
        await pilot.press("3", "n", "s", "s")

    assert snap_compare(app(), terminal_size=size, run_before=keys)


@pytest.mark.parametrize("pane", ["variables", "timeline"])
def test_turns_on_a_small_screen(snap_compare, make_app, settled, pane):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("n", "tab", *(["tab"] if pane == "timeline" else []))

    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=keys)


@pytest.mark.parametrize("size", SIZES[:2], ids=named)
def test_help(snap_compare, make_app, settled, size):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("question_mark")

    assert snap_compare(make_app(), terminal_size=size, run_before=keys)


def test_the_smallest_screen(snap_compare, make_app, settled):
    assert snap_compare(make_app(), terminal_size=(60, 18), run_before=settled)


def test_too_small(snap_compare, make_app, settled):
    assert snap_compare(make_app(), terminal_size=(50, 12), run_before=settled)


@pytest.mark.parametrize("size", SIZES[:2], ids=named)
def test_a_masked_timestep(snap_compare, make_app, settled, size):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("2", "n", "9", "s")

    app = make_app(masked_graph(), masked_data())
    assert snap_compare(app, terminal_size=size, run_before=keys)


def test_outside_time(snap_compare, make_app, settled):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("d", "2", "n", "9", "d")

    graph = bidirectional_graph()
    app = make_app(graph, data_for(graph))
    assert snap_compare(app, terminal_size=(120, 36), run_before=keys)


def test_images(snap_compare, make_app, settled):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("n", "2", "1", "right")

    graph = image_graph()
    app = make_app(graph, data_for(graph))
    assert snap_compare(app, terminal_size=(120, 36), run_before=keys)


async def broken_at(pilot):
    """Two breakpoints and two watches, at the first stop."""
    await pilot.press("b", *"abs(h_t[0]) > 0.6", "enter", "s", "b", "enter", "1", "b", "1", "b")
    await pilot.press("w", *"norm(h_t)", "enter", "w", *"h_t[9]", "enter", "c")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_breakpoints_and_watches(snap_compare, make_app, settled, size):
    async def keys(pilot):
        await settled(pilot)
        await broken_at(pilot)

    app = make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20))
    assert snap_compare(app, terminal_size=size, run_before=keys)


@pytest.mark.parametrize("size", SIZES[:2], ids=named)
def test_the_command_line_with_an_error(snap_compare, make_app, settled, size):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("colon", *"next 2", "enter", *"print x_t * 2", "enter")
        await pilot.press(*"break abs(h_q[0]) > 0.6", "enter")

    app = make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20))
    assert snap_compare(app, terminal_size=size, run_before=keys)


def test_a_condition_that_is_being_typed_without_colour(
    snap_compare, make_app, settled, monkeypatch
):
    async def keys(pilot):
        await settled(pilot)
        await broken_at(pilot)
        await pilot.press("b", *"abs(h_t[1]) > 0.9")
        await until_checked(pilot)

    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20))
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys)


@pytest.mark.parametrize("colour", [True, False], ids=["colour", "plain"])
def test_a_curve_on_a_small_screen(snap_compare, make_app, settled, monkeypatch, colour):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("n", "3", "s", "7", "right")

    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(tiny_graph(units=64), tiny_data())
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys)


def test_classes_by_probability(snap_compare, make_app, settled):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press("G", "x")

    graph = tokens_graph()
    app = make_app(graph, data_for(graph))
    assert snap_compare(app, terminal_size=(120, 36), run_before=keys)
