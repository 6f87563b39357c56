"""Layouts are data: what is proved here is proved of every one, in every size."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import shown
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN, PANE_NAMES
from rnntui.debugger.state.preferences import Preferences
from rnntui.debugger.state.state_files import OFF
from rnntui.display.panes import PRESENTED
from rnntui.errors import InputError
from rnntui.tui.layouts.arranger import Arranger
from rnntui.tui.layouts.named import LAYOUTS, NAMES, SMALLEST, too_small

SIZES = ((60, 18), (80, 24), (110, 32), (120, 36), (160, 45), (200, 60))

moves = st.lists(
    st.one_of(
        st.tuples(st.just("choose"), st.sampled_from((*NAMES, "next", "previous", "reset"))),
        st.tuples(
            st.sampled_from(("hide", "unhide")), st.sampled_from(("", *PANE_NAMES, PRESENTED))
        ),
        st.tuples(st.just("swap"), st.sampled_from(("next", "previous", *PANE_NAMES))),
        st.tuples(st.just("bring_up"), st.sampled_from((*PANE_NAMES, PRESENTED))),
        st.tuples(st.just("zoom"), st.none()),
        st.tuples(st.just("press_tab"), st.sampled_from((1, -1))),
    ),
    max_size=12,
)


def press_tab(arranger, by):
    pane = arranger.beside(arranger.chosen, by)
    arranger.bring_up(pane)
    arranger.chosen = pane


def made(arranger, done):
    """An arranger on which some things were done, as far as it lets one."""
    for verb, argument in done:
        with contextlib.suppress(InputError):
            if verb == "press_tab":
                press_tab(arranger, argument)
            elif verb == "zoom":
                arranger.zoom()
            else:
                getattr(arranger, verb)(argument)
                if verb == "bring_up":
                    arranger.chosen = argument
    return arranger


@given(st.integers(SMALLEST[0], 260), st.integers(SMALLEST[1], 90), moves)
def test_panes_fill_the_screen_and_overlap_nowhere(width, height, done):
    arranger = Arranger(Preferences())
    arranger.size = (width, height)
    made(arranger, done)
    places = list(arranger.arranged().regions.values())
    assert sum(place.area for place in places) == width * (height - 3)
    for index, place in enumerate(places):
        assert place.width > 2
        assert place.height > 2
        assert 0 <= place.x < place.right <= width
        assert 1 <= place.y < place.bottom <= height - 2
        assert not any(place.overlaps(other) for other in places[index + 1 :])


@given(st.sampled_from(SIZES), moves)
def test_tab_comes_to_every_pane_that_is_not_hidden(size, done):
    arranger = Arranger(Preferences())
    arranger.size = size
    made(arranger, done)
    seen = set()
    for _ in range(2 * len(PANE_NAMES) + 2):
        press_tab(arranger, 1)
        assert arranger.chosen in arranger.arranged().regions
        seen.add(arranger.chosen)
    assert seen == set(arranger.shown)
    assert set(arranger.shown) - {PRESENTED} == set(PANE_NAMES) - set(arranger.liked["hidden"])


@given(st.sampled_from(SIZES), moves)
def test_what_is_liked_comes_back(size, done):
    before = Arranger(Preferences())
    before.size = size
    made(before, done)
    after = Arranger(Preferences(**before.liked))
    after.size = size
    assert after.liked == before.liked
    assert after.layout == before.layout
    assert after.shown == before.shown


@given(st.sampled_from(SIZES), moves)
def test_reset_brings_everything_back(size, done):
    arranger = Arranger(Preferences())
    arranger.size = size
    made(arranger, done).choose("reset")
    fresh = Arranger(Preferences())
    fresh.size = size
    assert arranger.arranged() == fresh.arranged()


@pytest.mark.parametrize(
    "liked",
    [
        Preferences(layout="none"),
        Preferences(hidden=("none", *PANE_NAMES)),
        Preferences(moved=(("worked", "stops"),)),
        Preferences(moved=(("worked", "none"), ("none", "worked"))),
    ],
)
def test_preferences_that_mean_nothing_are_as_if_there_were_none(liked):
    assert Arranger(liked).arranged() == Arranger(Preferences()).arranged()


@pytest.mark.parametrize(
    ("size", "name"), zip(SIZES[1::2], ("narrow", "wide", "large"), strict=True)
)
def test_the_size_chooses_where_the_user_does_not(size, name):
    arranger = Arranger(Preferences())
    arranger.size = size
    assert arranger.layout.name == name


def test_a_layout_that_does_not_fit_is_not_chosen_and_gives_way_when_the_terminal_shrinks():
    arranger = Arranger(Preferences())
    arranger.size = (80, 24)
    with pytest.raises(InputError, match=r"layout wide: needs 110×32 characters; these are 80×24"):
        arranger.choose("wide")
    arranger.size = (200, 60)
    arranger.choose("large")
    arranger.size = (120, 36)
    assert arranger.layout.name == "wide"
    arranger.size = (80, 24)
    assert arranger.layout.name == "narrow"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("way", ["next", "previous"])
def test_the_next_layout_is_another_and_all_that_fit_come(size, way):
    arranger = Arranger(Preferences())
    arranger.size = size
    seen = set()
    for _ in NAMES:
        before = arranger.layout
        arranger.choose(way)
        assert arranger.layout is not before
        seen.add(arranger.layout.name)
    fits = {name for name, one in LAYOUTS.items() if size >= one.needs and size[1] >= one.needs[1]}
    assert seen == fits


def test_why_not():
    arranger = Arranger(Preferences())
    for act, why in (
        (lambda: arranger.hide(""), "no pane is chosen; tab goes to one"),
        (lambda: arranger.swap("next"), "no pane is chosen"),
        (lambda: arranger.hide("moon"), "one of equations, worked"),
        (lambda: arranger.unhide(""), "no pane is hidden; H hides"),
        (lambda: arranger.choose("moon"), "there are auto, narrow"),
        (lambda: arranger.bring_up("moon"), "one of equations"),
    ):
        with pytest.raises(InputError, match=why):
            act()
    for pane in PANE_NAMES[1:]:
        arranger.hide(pane)
    with pytest.raises(InputError, match="hide equations: it is the last pane"):
        arranger.hide("equations")
    with pytest.raises(InputError, match="pane stops: it is hidden; Z shows it"):
        arranger.bring_up("stops")
    arranger.choose("presenter")
    with pytest.raises(InputError, match="it belongs to this layout"):
        arranger.hide(PRESENTED)


def test_the_commands_name_all_layouts_and_panes():
    usage = {command.name: command.usage for command in ON_SCREEN}
    assert all(name in usage["layout"] for name in NAMES)
    for name in ("pane", "hide", "unhide", "swap"):
        assert all(pane in usage[name] for pane in PANE_NAMES)
    assert not too_small(*SMALLEST)
    assert all(layout.help.endswith(".") for layout in LAYOUTS.values())


async def test_keys_arrange_the_screen(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("L")
        assert shown(app, "status").startswith(" layout narrow: Equations and prediction above")
        assert not app.main.query_one("#timeline").display
        await pilot.press("L", "L")
        assert "layout focus" in shown(app, "status")
        await pilot.press("H")
        assert "no pane is chosen" in shown(app, "status")
        app.say("layout reset")
        await pilot.press("tab", "H")
        await pilot.pause()
        assert not app.main.query_one("#equations").display
        assert app.main.query_one("#worked").region.x == 0
        await pilot.press("Z", "tab", "right_curly_bracket")
        await pilot.pause()
        assert app.main.query_one("#worked").region.x == 0
        assert app.main.focused.id == "equations"


async def test_large_digits_are_those_of_the_result(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        app.say("layout presenter")
        await pilot.press("3", "n", "f")
        await pilot.pause()
        text = shown(app, PRESENTED)
        label = next(line for line in text.splitlines() if "= hₜ" in line)
        assert label.count("•") == 0
        assert text.count("•") >= app.session.frame().layer.values["h_t"].size
        assert "▸[0]" in text


async def test_the_layout_is_remembered_for_every_model(make_app, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv(OFF)
    first = make_app(tiny_graph(), tiny_data(), keep=True)
    async with first.run_test(size=(120, 36)) as pilot:
        first.say("layout narrow")
        first.say("hide stops")
        await pilot.press("q")
    again = make_app(tiny_graph(), tiny_data(), keep=True)
    async with again.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert not again.main.query_one("#timeline").display
        assert "STOPS" not in str(again.main.query_one("#worked").border_subtitle)
