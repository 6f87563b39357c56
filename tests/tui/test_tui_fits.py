"""Nothing is cut off, overlaps or wraps: on every pane, at every equation, in every size."""

from __future__ import annotations

import re

import pytest
from networks_shown import ODD, SHOWN, SIZES, named
from rich.cells import cell_len

from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.debugger.cursor import Cursor
from rnntui.display.primitives.text import plain
from rnntui.tui.layouts.named import LAYOUTS
from rnntui.tui.panes.line_pane import LinePane

# A number that ends in an ellipsis says another number.
CUT = re.compile(r"[\d.]…(\s|$)")
# Frame, blanks around the title.
AROUND_A_TITLE = 4


def check(app):
    """What is drawn fits where it is drawn."""
    for pane in app.main.query(LinePane):
        if not pane.display:
            continue
        where = (pane.id, app.session.frame().equation.targets)
        for line in pane.drawn[:700]:
            text = plain(line)
            assert cell_len(text) <= pane.line_width, (*where, text)
            assert not CUT.search(text), (*where, text)
            assert "\n" not in text
        assert cell_len(str(pane.border_title)) + AROUND_A_TITLE <= pane.size.width + 2, (
            *where,
            pane.border_title,
        )
        assert cell_len(str(pane.border_subtitle)) + AROUND_A_TITLE <= pane.size.width + 2, where


def equations(session):
    """How many equations a timestep has."""
    return sum(
        len(node.function.program.equations.lines)
        for stage in session.schedule.stages
        for node in stage.nodes
    )


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("name", [*SHOWN, *ODD])
@pytest.mark.exhaustive
async def test_every_line_fits_at_every_equation(make_app, settled, name, size):
    app = make_app(*{**SHOWN, **ODD}[name]())
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        seen = set()
        for pane in PANE_NAMES:
            if pane in seen:
                continue
            app.session.go(Cursor(0, 0, 0, 0, 0), "")
            app.main.bring_up(pane)
            app.show()
            await pilot.pause()
            seen |= set(app.main.arranger.arranged().regions)
            for _ in range(equations(app.session) + 1):
                check(app)
                app.say("step")
            app.say("next")
            check(app)


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("name", ["lstm", "outputs", "masked"])
@pytest.mark.exhaustive
async def test_breakpoints_watches_and_another_output_fit(make_app, settled, name, size):
    app = make_app(*{**SHOWN, **ODD}[name]())
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for line in (
            "break abs(h_t[0]) > 0.25 and max(abs(h_t - h_prev)) > 0.01",
            "break saturated",
            "watch norm(h_t - h_prev) * 1000000 + sum(abs(x_t))",
            "watch h_t",
            "watch h_t[99]",
            "output next",
        ):
            app.say(line)
            await app.workers.wait_for_complete()
        for zoom in ("timeline out", "timeline in 3"):
            app.say(zoom)
            for pane in ("prediction", "timeline", "stops"):
                app.main.bring_up(pane)
                app.show()
                await pilot.pause()
                check(app)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.exhaustive
async def test_every_layout_fits(make_app, settled, size, layout):
    app = make_app(*SHOWN["lstm"]())
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.say(f"layout {layout}")
        for pane in PANE_NAMES:
            app.main.bring_up(pane)
            await pilot.pause()
            check(app)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.exhaustive
async def test_at_80x24_the_keyboard_comes_to_every_line_of_every_pane(make_app, settled, name):
    app = make_app(*SHOWN[name]())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s", "n")
        reached = set()
        for _ in PANE_NAMES:
            await pilot.press("tab")
            pane = app.main.focused
            assert pane.display
            assert pane.region.width > 0
            reached.add(pane.id)
            await pilot.press("end")
            await pilot.pause()
            assert pane.scroll_offset.y == pane.max_scroll_y
            await pilot.press("home")
            await pilot.pause()
            assert pane.scroll_offset.y == 0
        assert reached == set(PANE_NAMES)
