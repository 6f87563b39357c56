"""The tour: five steps by doing; on the first start ever, after the first frame, and by T."""

from __future__ import annotations

import pytest
from shown import shown
from textual.geometry import Region, Size
from tiny_network import tiny_data, tiny_graph
from waiting import until

from rnntui.debugger.commands.actions import BY_ID
from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.debugger.state.preferences import preferences_file, read_preferences
from rnntui.debugger.state.state_files import OFF
from rnntui.display.help.tour import TOUR, tour_lines
from rnntui.display.primitives.text import plain
from rnntui.tui.layouts.named import LAYOUTS
from rnntui.tui.screens.tour import WIDTH, TourBox, beside

SIZES = [(80, 24), (120, 36), (200, 60)]


@pytest.fixture
def first_start(make_app, tmp_path, monkeypatch):
    """Makes apps that keep what they know, in a state folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv(OFF)
    (tmp_path / "tiny.keras").write_bytes(b"a model")
    return lambda: make_app(tiny_graph(), tiny_data(), keep=True)


def box_of(app):
    return app.main.query_one(TourBox)


def told(app):
    return "\n".join(plain(found) for found in box_of(app).drawn)


def test_there_are_five_steps_each_with_a_pane_and_a_key():
    assert len(TOUR) == 5
    for number, step in enumerate(TOUR):
        assert step.pane in PANE_NAMES
        assert step.action in BY_ID
        lines = [plain(found) for found in tour_lines(number, WIDTH - 4)]
        assert max(len(found) for found in lines) <= WIDTH - 4
        assert len(lines) <= 6
    assert len({step.pane for step in TOUR}) == 5


@pytest.mark.parametrize("size", SIZES)
async def test_each_key_does_what_it_does_and_leads_on(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("T")
        await pilot.pause()
        for number, step in enumerate(TOUR):
            assert app.tour.number == number
            await pilot.pause()
            pane = app.main.query_one(f"#{step.pane}")
            assert pane.display
            assert pane.has_class("pointed")
            assert app.main.focused is pane
            assert f"Press  {BY_ID[step.action].shown.split()[0]} " in told(app)
            box = box_of(app)
            assert not box.region.overlaps(pane.region)
            assert Region(0, 1, size[0], size[1] - 3).contains_region(box.region)
            before = app.session.cursor, app.session.unit
            await pilot.press(BY_ID[step.action].keys[0])
            if step.action != "help":
                assert (app.session.cursor, app.session.unit) != before
        assert type(app.screen).__name__ == "HelpScreen"
        assert not app.tour.on
        await pilot.press("escape")
        assert not app.main.query(".pointed")
        assert not app.main.query(TourBox)


async def test_enter_and_right_lead_on_without_doing_anything(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("T", "enter", "right")
        assert app.tour.number == 2
        assert (app.session.cursor.t, app.session.cursor.equation, app.session.unit) == (0, 0, 0)
        await pilot.press("right")
        assert (app.tour.number, app.session.unit) == (3, 1)
        await pilot.press("enter", "enter")
        assert not app.tour.on


async def test_a_click_leads_on_and_the_command_begins_anew(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("T")
        await pilot.pause()
        await pilot.click("#tour")
        assert app.tour.number == 1
        await pilot.press("colon", *"tour", "enter")
        await pilot.pause()
        assert app.tour.number == 0
        assert not app.main.prompting
        assert app.main.focused.id == "equations"


async def test_every_other_key_works_as_ever(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("T", "3", "n", "d", "b", "enter", "z", "z")
        assert app.tour.number == 0
        assert (app.session.cursor.t, app.session.cursor.node) == (3, 1)
        assert len(app.session.breakpoints.all) == 1
        await pilot.press("4", "escape")
        assert app.tour.on, "escape forgot the count"
        await pilot.press("colon", "escape")
        assert app.tour.on, "escape closed the line"
        await pilot.press("escape")
        assert not app.tour.on
        await pilot.press("right")
        assert app.session.unit == 1


async def test_it_comes_on_the_first_start_and_never_again(first_start):
    app = first_start()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert app.tour.number == 0
        assert app.main.focused is None, "it takes no keyboard that nobody gave it"
        await pilot.press("n")
        assert "t=1" in shown(app, "status")
        await pilot.press("escape")
        assert not app.tour.on
        await pilot.press("q")
    assert read_preferences(preferences_file()).toured
    app = first_start()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert not app.tour.on
        await pilot.press("T")
        assert app.tour.number == 0


async def test_it_does_not_come_where_it_cant_be_remembered(first_start, tmp_path):
    (tmp_path / "state").touch()
    app = first_start()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not app.tour.on


async def test_one_who_leaves_at_once_is_not_in_its_way(first_start):
    app = first_start()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
    assert app.return_code == 0


async def test_it_does_not_come_where_nothing_is_kept(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not app.tour.on


async def test_a_pane_that_has_all_of_the_screen_is_put_back(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "z", "T")
        await pilot.pause()
        assert not app.main.arranger.zoomed
        assert not box_of(app).region.overlaps(app.main.query_one("#equations").region)


async def test_a_hidden_pane_is_spoken_of_all_the_same(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for pane in ("variables", "timeline"):
            app.say(f"hide {pane}")
        await pilot.press("T", "enter")
        assert app.tour.number == 1
        assert not app.main.query_one("#variables").display
        await pilot.press("enter", "enter", "enter", "enter")
        assert not app.tour.on


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.exhaustive
async def test_the_box_is_on_the_screen_in_every_layout_and_stays_there(make_app, layout):
    app = make_app()
    async with app.run_test(size=(200, 60)) as pilot:
        app.say(f"layout {layout}")
        await pilot.press("T")
        for _ in TOUR:
            await pilot.pause()
            assert Region(0, 1, 200, 57).contains_region(box_of(app).region)
            await pilot.press("enter")
        await pilot.press("T")
        await pilot.resize_terminal(60, 18)
        await until(pilot, lambda: Region(0, 1, 60, 15).contains_region(box_of(app).region))


def test_a_box_stands_beside_a_pane_wherever_there_is_room():
    whole, box = Region(0, 1, 80, 21), Size(50, 7)
    for pane in (Region(0, 1, 30, 10), Region(30, 1, 50, 10), Region(0, 11, 80, 11)):
        place = Region.from_offset(beside(pane, box, whole), box)
        assert whole.contains_region(place)
        assert not place.overlaps(pane)
    place = Region.from_offset(beside(whole, box, whole), box)
    assert (place.right, place.bottom) == (80, 22)
