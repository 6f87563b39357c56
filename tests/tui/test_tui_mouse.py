from __future__ import annotations

import re

import pytest
from shown import shown
from tiny_network import tiny_data, tiny_graph


@pytest.fixture
def app(make_app):
    return make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20))


def at(app, pane, text, *, right=0):
    """Where a text stands within a pane, its border included."""
    lines = shown(app, pane).splitlines()
    row = next(index for index, line in enumerate(lines) if text in line)
    return lines[row].index(text) + 2 + right, row + 1


async def test_a_click_goes_to_an_equation(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click("#equations", offset=at(app, "equations", "tanh"))
        assert app.session.cursor.equation == 3
        await pilot.click("#equations", offset=at(app, "equations", "Who"))
        assert app.session.cursor.node == 1
        assert app.driver.console.history == ["goto simplernn:3", "goto dense:0"]


async def test_a_double_click_or_one_at_the_edge_toggles_a_breakpoint(app):
    async with app.run_test(size=(120, 36)) as pilot:
        place = at(app, "equations", "tanh")
        await pilot.double_click("#equations", offset=place)
        assert "▶●hₜ" in shown(app, "equations")
        await pilot.click("#equations", offset=(3, place[1] - 2))
        assert " ●hW" in shown(app, "equations")
        assert app.session.cursor.equation == 3
        await pilot.click("#equations", offset=(3, place[1] - 2))
        assert " ●hW" not in shown(app, "equations")


async def test_a_click_goes_to_a_timestep(app):
    async with app.run_test(size=(120, 36)) as pilot:
        x, y = at(app, "timeline", "10", right=1)
        await pilot.click("#timeline", offset=(x, y + 3))
        assert app.session.cursor.t == 10
        await pilot.click("#timeline", offset=(x, y))
        assert app.session.cursor.t == 10


async def test_a_click_chooses_a_unit(app):
    async with app.run_test(size=(120, 36)) as pilot:
        x, y = at(app, "worked", "[2]")
        await pilot.click("#worked", offset=(x, y))
        assert "▸[2]" in shown(app, "worked")
        x, y = at(app, "worked", "[1]", right=1)
        lines = shown(app, "worked").splitlines()
        x = max(line.find("[1]") for line in lines[:1]) + 2
        await pilot.click("#worked", offset=(x, 3))
        assert "▸[1]" in shown(app, "worked")
        x, y = at(app, "timeline", "hₜ[3]")
        await pilot.click("#timeline", offset=(x, y))
        assert "▸[3]" in shown(app, "worked")
        value = f"{app.session.frame().layer.values['xW'][1]:+.4f}"
        x, y = at(app, "variables", value, right=2)
        await pilot.click("#variables", offset=(x, y))
        assert "▸[1]" in shown(app, "worked")


async def test_a_click_beside_everything_changes_nothing(app):
    async with app.run_test(size=(120, 36)) as pilot:
        cursor = app.session.cursor
        await pilot.click("#equations", offset=(5, 15))
        await pilot.click("#prediction", offset=(5, 5))
        await pilot.click("#timeline", offset=(66, 12))
        await pilot.click("#status")
        assert app.session.cursor == cursor


async def test_a_click_on_a_term_brings_its_row_into_view(make_app):
    app = make_app(tiny_graph(units=512), tiny_data())
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("n", "s")
        lines = shown(app, "worked").splitlines()
        found = [re.search(r"\[(\d+)\] +\S+ × ", text) for text in lines]
        far = next(at for at, one in enumerate(found) if one and int(one[1]) > 100)
        row = int(found[far][1])
        assert f"\n[{row}] " not in "\n".join(lines)
        await pilot.click("#worked", offset=(found[far].start() + 4, far + 1))
        await pilot.pause()
        assert f"\n[{row}] " in shown(app, "worked")
