from __future__ import annotations

import json
import subprocess
import sys
from functools import partial

import pytest
from shown import shown
from textual import events
from tiny_network import tiny_data, tiny_graph
from waiting import until

from rnntui.data.bundled import DEFAULT_MODEL, TRAINING_DATA, bundled
from rnntui.data.read import read_dataset
from rnntui.debugger.session.open_session import open_session
from rnntui.tui.prompt.prompt import Prompt
from rnntui.tui.prompt.transcript import Transcript


@pytest.fixture
def app(make_app):
    return make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20))


def said(app):
    return app.main.query_one(Transcript).text


async def searched(pilot):
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_answers_and_errors_stand_in_place(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"print h_t[0] * 2", "enter")
        assert said(app).startswith(":print h_t[0] * 2\nh_t[0] * 2 = ")
        await pilot.press(*"prnt h_t", "enter")
        assert said(app).endswith(":prnt h_t\nno command 'prnt'; did you mean 'print'?")
        assert app.main.query_one("Input").value == "prnt h_t"
        await pilot.press("escape", "n")
        assert app.session.cursor.t == 1
        assert not app.main.query_one(Transcript).display


async def test_moves_are_drawn_behind_the_line_and_keys_are_text(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("colon", *"next 3", "enter")
        assert "t 3/19" in shown(app, "head")
        await pilot.press(*"q?", "tab")
        assert app.main.query_one("Input").value == "q?"
        assert app.is_running


async def test_tab_completes_commands_layers_variables_functions_and_names(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("colon")
        field = app.main.query_one("Input")
        for typed, whole in (
            ("unt", "until "),
            ("break satu", "break saturated"),
            ("break simplernn:h", "break simplernn:h"),
            ("print keras_", "print keras_of("),
            ("watch 2*h_p", "watch 2*h_prev"),
            ("goto den", "goto dense"),
            ("info watc", "info watches"),
        ):
            field.value = typed
            field.cursor_position = len(typed)
            await pilot.press("tab")
            assert field.value == whole
        field.value = "re"
        field.cursor_position = 2
        await pilot.press("tab")
        assert shown(app, "status").split() == [
            "reverse-step", "reverse-next", "reverse-finish", "reverse-continue",
        ]  # fmt: skip
        assert field.value == "reverse-"


async def test_up_and_down_bring_back_what_was_typed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", *"t=3", "enter", "colon", *"print t", "enter", "up")
        field = app.main.query_one("Input")
        assert field.value == "print t"
        await pilot.press("up")
        assert field.value == "break t=3"
        await pilot.press("down", "down")
        assert field.value == ""
        await pilot.press("escape", "b", "up")
        assert app.main.query_one("Input").value == "t=3"


async def test_an_empty_line_leaves(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", "enter")
        assert not app.main.prompting


async def test_commands_of_the_screen_can_be_typed(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("colon", *"zoom", "enter")
        assert app.main.layout_kept == ("worked", True)
        await pilot.press("colon", *"play never", "enter")
        assert "give timesteps a second" in said(app)
        await pilot.press("escape", "colon", *"help", "enter")
        await pilot.pause()
        assert app.screen is not app.main
        await pilot.press("escape", "colon", *"help break", "enter")
        assert "example: break" in said(app)
        await pilot.press(*"quit", "enter")
    assert app.return_code == 0


async def test_what_is_done_on_the_screen_is_a_script_that_does_it_again(
    make_app, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    data = read_dataset(bundled(TRAINING_DATA))
    session = open_session(bundled(DEFAULT_MODEL), data, 2, 5)
    app = make_app(session.graph, data, session=session)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("n", "2", "s", "b", *"abs(h_t[0]) > 0.3", "enter", "g", "c")
        await searched(pilot)
        await pilot.press("right", "right_square_bracket", "4", "G", "d", "u", "f", "S", "F")
        await pilot.press("w", *"norm(h_t)", "enter", "tab", "z", "a", *"t >= 6", "enter")
        await searched(pilot)
        await pilot.press("colon", *"save steps.txt", "enter", "escape")
        cursor = app.session.cursor
    lines = (tmp_path / "steps.txt").read_text().splitlines()
    assert lines[0] == "sample 2"
    command = [sys.executable, "-m", "rnntui", "run", str(bundled(DEFAULT_MODEL)), "--json"]
    done = subprocess.run(
        [*command, "--script", "steps.txt"], capture_output=True, text=True, check=True
    )
    last = json.loads(done.stdout.splitlines()[-1])["cursor"]
    assert (last["sample"], last["t"], last["equation"]) == (
        cursor.sample,
        cursor.t,
        cursor.equation,
    )


async def test_a_script_is_run_and_its_error_named(app, tmp_path):
    script = tmp_path / "steps.txt"
    script.write_text("next 2\n# a word\nnonsense\n")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("colon")
        app.main.query_one("Input").value = f"source {script}"
        await pilot.press("enter")
        await searched(pilot)
        assert app.session.cursor.t == 2
        assert "line 3: :nonsense" in said(app)


async def test_a_long_search_tells_how_far_it_is_and_escape_gives_it_up(app, monkeypatch):
    from rnntui.tui.commands import command_runner as driving

    monkeypatch.setattr(driving, "_PATIENCE", 0.02)
    console = app.driver.console
    run = console.run

    def slow(line, progress):
        if getattr(line, "text", line) == "continue":
            while not progress(12_288, 100_000):
                pass
        return run(line)

    monkeypatch.setattr(console, "run", partial(slow, progress=app.driver._progress))
    async with app.run_test(size=(80, 24)) as pilot:
        app.say("continue")
        app.say("next")
        await until(pilot, lambda: "searching: 12,288" in shown(app, "status"))
        assert shown(app, "status") == " searching: 12,288 of 100,000 · esc cancels"
        app.driver.cancel()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not app.driver.busy


async def test_lines_given_during_a_search_wait_for_its_end(app):
    async with app.run_test(size=(80, 24)) as pilot:
        app.say("continue")
        assert app.driver.busy
        app.say("goto 4")
        app.say("reverse-next")
        await searched(pilot)
        assert app.session.cursor.t == 3


async def test_keys_that_come_all_at_once_take_effect_one_after_the_other(app):
    async with app.run_test(size=(80, 24)) as pilot:
        keys = ["b", *"t=4", "enter", "colon", *"next 2", "enter", "escape", "s", "c"]
        for key in keys:
            character = {"colon": ":", "enter": "\r"}.get(key, key if len(key) == 1 else None)
            app.post_message(events.Key(key, character))
        await until(pilot, lambda: app.session.cursor.t == 4)
        assert app.driver.console.history == ["break t=4", "next 2", "step", "continue"]
        assert not app.main.prompting


async def test_tab_knows_the_themes(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("colon", *"theme ansi-l", "tab")
        assert app.main.query_one(Prompt).field.value == "theme ansi-light"
        await pilot.press("enter")
        assert app.theme == "ansi-light"
