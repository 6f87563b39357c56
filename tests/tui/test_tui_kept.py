from __future__ import annotations

import json
from shutil import rmtree

import pytest
from shown import shown
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.state.preferences import Preferences, preferences_file, write_preferences
from rnntui.debugger.state.state_files import OFF


@pytest.fixture
def app(make_app, tmp_path, monkeypatch):
    """Makes apps that keep what they know of a model, for somebody who has seen the tour."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv(OFF)
    (tmp_path / "tiny.keras").write_bytes(b"a model")
    write_preferences(preferences_file(), Preferences(toured=True))
    return lambda keep=True: make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20), keep=keep)


def files(tmp_path):
    """What is kept of models."""
    every = sorted((tmp_path / "state").rglob("*.*"))
    return [file for file in every if file != preferences_file()]


async def test_breakpoints_watches_commands_and_layout_come_back(app, tmp_path):
    first = app()
    async with first.run_test(size=(120, 36)) as pilot:
        await pilot.press("s", "b", "enter", "b", *"abs(h_t[0]) > 0.6", "enter")
        await pilot.press("w", *"norm(h_t)", "enter", "tab", "tab", "z", "q")
    assert len(files(tmp_path)) == 1
    second = app()
    async with second.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        told = " opened; restored from last time: 2 breakpoints, 1 watch"
        assert shown(second, "status") == told
        assert second.main.layout_kept == ("worked", True)
        await pilot.press("z")
        assert " ●hW" in shown(second, "equations")
        assert (
            "1 norm(h_t)" in shown(second, "stops") or second.main.query_one("#variables").display
        )
        await pilot.press("w", "up")
        assert second.main.query_one("Input").value == "norm(h_t)"


async def test_nothing_is_written_where_nothing_is_to_be_kept(app, tmp_path):
    async with app(keep=False).run_test(size=(120, 36)) as pilot:
        await pilot.press("b", "enter", "q")
    async with app().run_test(size=(120, 36)) as pilot:
        await pilot.press("n", "q")
    assert files(tmp_path) == []


async def test_a_damaged_file_is_said_and_set_aside(app, tmp_path):
    async with app().run_test(size=(120, 36)) as pilot:
        await pilot.press("b", "enter", "q")
    (file,) = files(tmp_path)
    file.write_text("{")
    again = app()
    async with again.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        (notice,) = again._notifications
        assert "set aside as" in notice.message
        await pilot.press("b", "enter", "q")
    assert {one.suffix for one in files(tmp_path)} == {".json", ".damaged"}
    assert json.loads(file.read_text())["breakpoints"]


async def test_a_breakpoint_that_means_nothing_any_more_is_said(app, tmp_path):
    async with app().run_test(size=(120, 36)) as pilot:
        await pilot.press("b", "enter", "q")
    (file,) = files(tmp_path)
    file.write_text(file.read_text().replace("simplernn", "gone"))
    again = app()
    async with again.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        (notice,) = again._notifications
        assert "no layer 'gone'" in notice.message


async def test_a_folder_that_cant_be_written_is_said_once(app, tmp_path):
    rmtree(tmp_path / "state")
    (tmp_path / "state").touch()
    again = app()
    async with again.run_test(size=(120, 36)) as pilot:
        await pilot.press("b", "enter", "b", "enter")
        told = sorted(notice.message for notice in again._notifications)
        assert [text.partition(" not kept: ")[0] for text in told] == [
            "breakpoints and watches are",
            "what you choose is",
        ]


async def test_the_precision_is_remembered_for_every_model(app, tmp_path):
    async with app().run_test(size=(120, 36)) as pilot:
        await pilot.press("e", "x", "q")
    again = app()
    async with again.run_test(size=(120, 36)):
        assert (again.session.reading.precision, again.session.reading.opened) == (8, True)


async def test_damaged_preferences_are_said_and_set_aside(app, tmp_path):
    async with app().run_test(size=(120, 36)) as pilot:
        await pilot.press("e", "q")
    preferences_file().write_text("{")
    again = app()
    async with again.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        (notice,) = again._notifications
        assert "preferences.json" in notice.message
        assert again.session.reading.precision == 4


async def test_the_theme_is_remembered(app):
    async with app().run_test(size=(120, 36)) as pilot:
        first = pilot.app
        first.say("theme nordd")
        assert "did you mean nord?" in shown(first, "status")
        first.say("theme nord")
        await pilot.press("q")
    again = app()
    async with again.run_test(size=(120, 36)):
        assert again.theme == "nord"
