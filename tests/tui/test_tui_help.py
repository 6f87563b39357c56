"""Help: of each pane, with the equation of where one stands; of each screen; of all keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.text import Text
from textual.binding import Binding
from textual.widgets import Static
from tiny_network import tiny_data, tiny_graph

from rnntui import display
from rnntui.debugger.commands.actions import BY_ID
from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.display.help.pane_help import SCROLLING, pane_help, pane_help_text
from rnntui.display.help.screen_texts import SCREEN_TEXTS
from rnntui.display.panes import PANES, PRESENTED
from rnntui.display.primitives.text import plain
from rnntui.tui.panes.line_pane import LineBlock, LinePane
from rnntui.tui.panes.row_list import RowList
from rnntui.tui.screens.help import _TAIL, HelpScreen
from rnntui.tui.screens.model import ModelScreen
from rnntui.tui.screens.sample_rows import SampleRows
from rnntui.tui.screens.samples import SampleScreen
from rnntui.tui.screens.training import TrainingScreen

DISPLAY = Path(display.__file__).parent
ALL_PANES = (*PANE_NAMES, PRESENTED)
SCREENS = {"samples": SampleScreen, "model": ModelScreen, "training": TrainingScreen}
OPENS = {"samples": "o", "model": "m", "training": "t"}
ROWS = {"samples": SampleRows, "model": RowList}


def page_of(app):
    return "\n".join(plain(found) for found in app.screen.query_one("#page", LineBlock).drawn)


def keys_of(bound):
    """Every key of a class's own bindings."""
    keys = set()
    for binding in bound.__dict__.get("BINDINGS", ()):
        text = binding.key if isinstance(binding, Binding) else binding[0]
        keys |= {key.strip() for key in text.split(",")}
    return keys


def test_how_a_pane_scrolls_is_in_its_help(make_app):
    told = {key for keys, _, _ in SCROLLING for key in keys}
    # Panes have nothing to the side, and leave the arrows to the units.
    idle = {"left", "right", "ctrl+pageup", "ctrl+pagedown"}
    bound = {key for one in LinePane.__mro__ for key in keys_of(one)}
    assert bound - idle == told
    text = pane_help_text("variables", make_app().session.frame())
    assert all(f"  {shown}  " in text for _, shown, _ in SCROLLING)


def test_every_sign_that_is_told_of_is_drawn():
    """By its character: what draws is in the display's files."""
    told = {sign for text in PANES.values() for sign, _ in text.signs}
    told |= set(re.findall(r"[^\x00-\x7f]", _TAIL))
    words = ("pane_texts.py", "tour.py", "screen_help.py", "ascii.py")
    files = [file for file in DISPLAY.rglob("*.py") if file.name not in words]
    drawn = "".join(file.read_text("utf-8") for file in files)
    missing = {one for sign in told for one in sign if ord(one) > 127 and one not in drawn}
    # Of braille only the patterns are made, dot by dot.
    assert missing == {"⣀"} - set(drawn)


def test_every_pane_has_its_help_and_its_keys():
    assert set(PANES) == set(ALL_PANES)
    for keys in (pane.keys for pane in PANES.values()):
        assert {name for name, _ in keys} <= set(BY_ID)


@pytest.mark.parametrize("pane", ALL_PANES)
@pytest.mark.parametrize("width", [55, 89])
def test_a_page_fits_its_width_and_has_all_its_parts(make_app, pane, width):
    page = pane_help(pane, make_app().session.frame())
    lines = [plain(found) for found in page.lines(width)]
    assert max(len(found) for found in lines) <= width
    assert lines[0] == PANES[pane].title
    for name, _ in PANES[pane].keys:
        assert any(
            found.split("  ")[1] == BY_ID[name].shown for found in lines if found[:2] == "  "
        )
    for sign, _ in PANES[pane].signs:
        assert any(found.strip().startswith(sign) for found in lines)


@pytest.mark.parametrize("pane", PANE_NAMES)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.exhaustive
async def test_a_question_mark_tells_of_the_pane_and_another_of_all_keys(make_app, pane, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        app.say(f"pane {pane}")
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert page_of(app).startswith(PANES[pane].title)
        assert not app.screen.query_one("#all").display
        await pilot.press("question_mark")
        assert app.screen.query_one("#all").display
        await pilot.press("question_mark")
        assert app.screen is app.main


async def test_f1_shows_all_keys_below_the_pane_and_a_question_mark_without_a_pane(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        assert app.screen.query_one("#all").display
        assert not app.screen.query("#page")
        await pilot.press("f1")
        assert app.screen is app.main
        await pilot.press("tab", "f1")
        await pilot.pause()
        assert page_of(app).startswith("EQUATIONS")
        assert app.screen.query_one("#all").display
        await pilot.press("escape")
        assert app.screen is app.main


@pytest.mark.parametrize(
    ("cell", "equation", "told"),
    [
        ("SimpleRNN", 0, "xW[j] = the sum over i of xₜ[i] × Wxh[i, j]"),
        ("SimpleRNN", 1, "Whh is Keras's recurrent_kernel"),
        ("SimpleRNN", 2, "z[j] = xW[j] + hW[j] + Bh[j]"),
        ("SimpleRNN", 3, "hₜ[j] = tanh(z[j])"),
        ("LSTM", 2, "one per gate"),
        ("LSTM", 5, "g[j] = tanh(z_c[j])"),
        ("GRU", 5, "Element-wise"),
    ],
)
def test_the_equation_is_told_with_its_own_names_and_numbers(make_app, cell, equation, told):
    session = make_app(tiny_graph((cell,))).session
    session.next(2)
    session.step(equation)
    text = " ".join(pane_help_text("worked", session.frame()).split())
    assert told in text
    assert "t=2." in text


def test_every_equation_of_every_cell_is_told(make_app):
    for cell in ("SimpleRNN", "LSTM", "GRU"):
        session = make_app(tiny_graph((cell,))).session
        for _ in range(30):
            page = pane_help("worked", session.frame())
            assert len(page.here) >= 1 + len(session.frame().steps)
            session.step()


def test_the_number_that_is_told_is_the_one_that_is_computed(make_app):
    session = make_app().session
    session.next(3)
    session.step()
    session.next_unit(2)
    value = session.frame().layer.values["hW"][2]
    assert f"hW[2] = {value:+.4f}" in pane_help_text("worked", session.frame())


def test_the_help_of_the_prediction_tells_what_its_value_is(make_app):
    session = make_app().session
    told = " ".join(pane_help("prediction", session.frame()).here)
    assert "if the sequence ended at t=0" in told
    session.last()
    told = " ".join(pane_help("prediction", session.frame()).here)
    assert "is the output of dense at the last timestep, t=5" in told


@pytest.mark.parametrize("name", SCREENS)
def test_every_key_of_a_screen_is_in_its_help(name):
    told = {key for one in SCREEN_TEXTS[name].keys for key in one.keys}
    bound = keys_of(SCREENS[name])
    for rows in ROWS.get(name, RowList).__mro__ if name in ROWS else ():
        bound |= keys_of(rows) if issubclass(rows, RowList) else set()
    assert bound
    assert bound <= told


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_screen_tells_of_itself(make_app, name, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press(OPENS[name])
        await pilot.pause()
        screen = app.screen
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        text = page_of(app)
        for one in SCREEN_TEXTS[name].keys:
            assert f"  {one.shown}" in text
        for column, _ in SCREEN_TEXTS[name].columns:
            assert f"  {column}" in text
        await pilot.press("escape")
        assert app.screen is screen
        await pilot.press("escape")


async def test_all_keys_are_in_the_list_of_all(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f1")
        text = Text.from_markup(str(app.screen.query_one("#all", Static).render())).plain
        assert "Signs" in text


def test_a_script_is_told_of_a_pane_and_of_the_command_of_that_name(make_app):
    console = make_app().driver.console
    (answer,) = console.run("help timeline")
    assert answer.error is None
    assert answer.outcome.text.startswith("TIMELINE\n")
    assert "The command:\ntimeline in | out" in answer.outcome.text
    (answer,) = console.run("help worked")
    assert "Matrix product" in answer.outcome.text
    (answer,) = console.run("help keys")
    assert "F1         " in answer.outcome.text
    (answer,) = console.run("help nothing")
    assert answer.error is not None


@pytest.mark.parametrize("pane", PANE_NAMES)
@pytest.mark.parametrize("width", [80, 120])
async def test_the_foot_shows_the_keys_of_the_pane_that_has_the_keyboard(make_app, pane, width):
    from shown import shown

    app = make_app(tiny_graph(), tiny_data())
    async with app.run_test(size=(width, 24 if width == 80 else 36)) as pilot:
        assert " n next  s step" in shown(app, "hints")
        app.say(f"pane {pane}")
        await pilot.pause()
        hints = shown(app, "hints")
        for name, word in PANES[pane].keys:
            assert f"{BY_ID[name].shown.split()[0]} {word}" in hints
        assert "? help" in hints
        assert "tab pane" in hints
