from __future__ import annotations

import subprocess
import sys

import numpy as np
from shown import shown
from textual.widgets import Input
from tiny_network import tiny_data, tiny_graph
from waiting import until

from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.display.primitives.text import plain
from rnntui.tui.panes.line_pane import LinePane

SIZES = ((60, 18), (80, 24), (110, 32), (120, 36), (200, 60))


async def test_keys_move_the_cursor_and_every_pane_follows(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("n", "n", "s")
        assert (app.session.cursor.t, app.session.cursor.equation) == (2, 1)
        assert "▶ hW = hₜ₋₁ · Whh" in shown(app, "equations")
        assert "WORKED OUT  hW" in str(app.main.query_one("#worked").border_title)
        assert "▶ hW" in shown(app, "variables")
        assert "t 2/5" in shown(app, "head")
        await pilot.press("S", "N")
        assert (app.session.cursor.t, app.session.cursor.equation) == (1, 0)
        assert shown(app, "status").startswith(" stopped at t=1")


async def test_digits_are_a_count_and_escape_forgets_it(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "n")
        assert app.session.cursor.t == 3
        await pilot.press("1", "G")
        assert app.session.cursor.t == 1
        await pilot.press("4")
        assert shown(app, "status").startswith(" 4")
        await pilot.press("escape", "n")
        assert app.session.cursor.t == 2
        await pilot.press("9", "9", "G")
        assert "no timestep 99" in shown(app, "status")


async def test_a_key_with_nothing_to_do_says_why(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("N")
        assert "already at t=0, the first timestep" in shown(app, "status")


async def test_keras_answers_for_each_sample(make_app, settled):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "✓ output  the same" in shown(app, "prediction")
        await pilot.press("right_square_bracket")
        await settled(pilot)
        assert "✓ output  the same" in shown(app, "prediction")
        assert app.session.cursor.sample == 1
        await pilot.press("left_square_bracket")
        assert len(app.reference.asked) == 2
    assert app.reference.closed.is_set()


async def test_what_is_wrong_with_keras_is_said_in_its_pane(make_app, settled):
    app = make_app(refuses="this is no model")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "Keras: this is no model" in shown(app, "prediction")
        await pilot.press("n")
        assert app.session.cursor.t == 1


async def test_a_difference_from_keras_is_said(make_app, settled):
    app = make_app(off=0.5)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "✗ output differs" in shown(app, "prediction")


async def test_on_a_small_screen_tab_brings_up_every_pane(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        seen = set()
        for _ in range(6):
            seen |= {pane.id for pane in app.main.query(LinePane) if pane.display}
            await pilot.press("tab")
        assert seen == set(PANE_NAMES)
        await pilot.press("shift+tab")
        assert app.main.focused is not None


async def test_a_resize_arranges_anew_and_says_when_it_is_too_small(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: app.main.has_class("too-small"))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not app.main.has_class("too-small"))
        assert "xW" in shown(app, "worked")


async def test_help_lists_every_key_and_closes(make_app):
    app = make_app()
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.screen is not app.main
        await pilot.press("n")
        assert app.session.cursor.t == 0
        await pilot.press("f1")
        await pilot.pause()
        assert app.screen is app.main


async def test_the_palette_has_every_action(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert any(title.startswith("Next timestep") for title in titles)
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert app.screen is not app.main
        await pilot.press(*"previous eq")
        await pilot.press("escape")


async def test_at_the_start_each_pane_is_drawn_once(make_app, monkeypatch):
    drawn = []
    for kind in LinePane.__subclasses__():
        original = kind.lines
        monkeypatch.setattr(
            kind,
            "lines",
            lambda self, *given, original=original: drawn.append(self.id) or original(self, *given),
        )
    async with make_app().run_test(size=(120, 36)):
        assert sorted(drawn) == sorted(set(drawn))
        assert "worked" in drawn


async def test_no_step_draws_more_than_what_changed(make_app, settled, monkeypatch):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        drawn = []
        original = LinePane.render_line
        monkeypatch.setattr(
            LinePane, "render_line", lambda self, y: drawn.append(y) or original(self, y)
        )
        await pilot.press("n")
        everything = sum(pane.size.height for pane in app.main.query(LinePane))
        assert 0 < len(drawn) <= everything


async def test_data_with_nan_is_shown_and_said(make_app):
    from tiny_network import tiny_data

    data = tiny_data()
    data.inputs["X"][0, 1, 1] = np.nan
    app = make_app(data=data)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("n")
        assert "NaN" in shown(app, "variables")
        assert "NaN" in shown(app, "status")


def test_the_app_imports_neither_tensorflow_nor_keras():
    code = (
        "import sys, rnntui.tui.app; "
        "assert not {'tensorflow', 'keras', 'polars', 'typer'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


async def test_units_are_chosen_with_the_arrows(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right", "l", "left")
        assert "▸[1]" in shown(app, "worked")
        await pilot.press("tab", "right")
        assert "▸[2]" in shown(app, "worked")
        assert plain(app.main.query_one("#hints")._line).startswith(" s next equation")


async def test_keys_typed_into_a_form_are_text(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("t")
        await pilot.pause()
        units = app.screen.query_one("#units", Input)
        await pilot.press("2", "n", "q")
        assert units.value == "42nq"
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is not app.main
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.main


async def test_the_heading_of_a_matrix_stays_while_its_rows_scroll(make_app):
    app = make_app(tiny_graph(units=64), tiny_data())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("s", "right", "right")
        pane = app.main.query_one("#worked")
        pane.scroll_to(y=30, animate=False, immediate=True)
        await pilot.pause()
        first, second, *_, last = shown(app, "worked").splitlines()
        assert "▸[2]" in first
        assert second.startswith("[21]")
        assert last.startswith("= hW")
        assert "rows 21–" in str(pane.border_title)
        await pilot.press("right")
        assert "▸[3]" in shown(app, "worked").splitlines()[0]
        pane.scroll_to(y=0, animate=False, immediate=True)
        await pilot.pause()
        assert shown(app, "worked").startswith("hW[3] = ")


async def test_every_row_of_a_large_matrix_is_reached_and_come_back_to(make_app):
    app = make_app(tiny_graph(units=512), tiny_data())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        app.main.focus_pane("worked")
        await pilot.press("end")
        assert "\n[511]" in shown(app, "worked")
        await pilot.press("K", "j", "k", "up")
        there = shown(app, "worked")
        assert "\n[511]" not in there
        await pilot.press("s", "S")
        assert shown(app, "worked") == there
        width = app.main.query_one("#worked").region.width
        assert await pilot.click("#worked", offset=(width - 2, 1))
        assert "\n[0]" in shown(app, "worked")
