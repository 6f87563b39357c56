"""Every action has a key, a palette entry, a command and a help text; and a test: those here."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.text import Text
from shown import shown
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.actions import ACTIONS, BY_ID
from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN
from rnntui.debugger.commands.registry import COMMANDS, parse_line
from rnntui.tui.commands.screen_commands import NAMES
from rnntui.tui.prompt.prompt import KINDS
from rnntui.tui.screens.help import _text

ROOT = Path(__file__).parents[2]


def at(app):
    cursor = app.session.cursor
    return cursor.sample, cursor.node, cursor.t, cursor.equation


def starts_at(place):
    return lambda app: at(app) == place


def asks(name):
    return lambda app: app.main.prompting and app.screen.query_one("#prompt").kind.name == name


def shows(name):
    return lambda app: type(app.screen).__name__ == name


def said(text):
    return lambda app: text in shown(app, "status")


# What each key does to an app that stands at t=3, equation 1 of the first layer of sample 1.
DOES = {
    "next": starts_at((1, 0, 4, 1)),
    "reverse_next": starts_at((1, 0, 2, 1)),
    "step": starts_at((1, 0, 3, 2)),
    "reverse_step": starts_at((1, 0, 3, 0)),
    "continue": starts_at((1, 0, 5, 2)),
    "reverse_continue": starts_at((1, 0, 1, 2)),
    "finish": starts_at((1, 0, 3, 3)),
    "reverse_finish": starts_at((1, 0, 3, 0)),
    "until": asks("until"),
    "play": lambda app: app.player.playing,
    "faster": lambda app: app.player.speed == 8,
    "slower": lambda app: app.player.speed == 2,
    "break": asks("break"),
    "watch": asks("watch"),
    "command": asks("command"),
    "find": asks("find"),
    "first": starts_at((1, 0, 0, 1)),
    "last": starts_at((1, 0, 5, 1)),
    "layer_below": starts_at((1, 1, 3, 0)),
    "layer_above": lambda app: "the first layer" in app.session.frame().reason,
    "next_unit": lambda app: app.session.unit == 2,
    "previous_unit": lambda app: app.session.unit == 0,
    "next_output": said("the model has only one output, dense"),
    "precision": lambda app: app.session.frame().precision == 8,
    "vectors": lambda app: app.session.frame().reading.opened,
    "next_pane": lambda app: app.main.focused.id == "equations",
    "previous_pane": lambda app: app.main.focused.id == "stops",
    "zoom": lambda app: app.main.layout_kept[1],
    "layout": lambda app: app.main.arranger.layout.name == "narrow",
    "hide": said("hide: no pane is chosen"),
    "unhide": said("no pane is hidden"),
    "swap_next": said("swap: no pane is chosen"),
    "swap_previous": said("swap: no pane is chosen"),
    "theme": shows("CommandPalette"),
    "timeline_out": lambda app: app.session.frame().reason.startswith(
        "timesteps per column: already"
    ),
    "timeline_in": lambda app: app.session.timeline.zoom == -1,
    "timeline_next": lambda app: app.session.frame().timeline.output == "x_t",
    "timeline_previous": lambda app: app.session.frame().timeline.output == "z",
    "export": asks("export"),
    "copy": said("copied "),
    "help": shows("HelpScreen"),
    "keys": shows("HelpScreen"),
    "tour": lambda app: app.tour.number == 0,
    "palette": shows("CommandPalette"),
    "suspend": lambda app: app.slept,
    "quit": lambda app: app._exit,
    "next_sample": starts_at((2, 0, 3, 1)),
    "previous_sample": starts_at((0, 0, 3, 1)),
    "pick_sample": shows("SampleScreen"),
    "model": shows("ModelScreen"),
    "train": shows("TrainingScreen"),
}


@pytest.fixture
def standing(make_app, monkeypatch):
    """An app with two breakpoints, in the midst of a run."""
    app = make_app(tiny_graph(), tiny_data())
    app.slept = False
    monkeypatch.setattr(app, "action_suspend_process", lambda: setattr(app, "slept", True))
    for line in ("sample 1", "goto 3", "step", "unit 1", "break :z t=1", "break :z t=5"):
        (answer,) = app.driver.console.run(line)
        assert answer.error is None
    return app


def test_every_action_is_tested_here():
    assert list(DOES) == [action.id for action in ACTIONS]


@pytest.mark.parametrize("action", DOES)
@pytest.mark.parametrize("way", ["key", "command"])
@pytest.mark.exhaustive
async def test_what_an_action_does(standing, action, way):
    app = standing
    async with app.run_test(size=(120, 36)) as pilot:
        if way == "key":
            await pilot.press(BY_ID[action].keys[0])
        elif action in KINDS:
            app.action_do(action)
        else:
            app.say(BY_ID[action].command)
        await app.workers.wait_for_complete() if app.driver.busy else None
        await pilot.pause()
        assert DOES[action](app)
        if app.screen is not app.main:
            await pilot.press("escape")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
async def test_every_action_has_a_key_a_palette_entry_a_command_and_a_help_text(make_app, action):
    assert action.keys
    assert action.title
    assert action.help.endswith(".")
    for line in (action.command, action.line(2)):
        command, argument = (parsed := parse_line(line)).command, parsed.argument
        assert command.help
        assert not argument or command.usage
    app = make_app()
    titles = {entry.title: entry for entry in app.get_system_commands(app.main)}
    if action.id != "palette":
        assert titles[f"{action.title}  ({action.shown})"].help == action.help


def test_every_command_is_an_actions_and_stands_in_the_help():
    said = Text.from_markup(_text(in_words=False)).plain
    for command in COMMANDS:
        assert command.action in BY_ID, command.name
        assert command.help in said
        assert command.example.partition(" ")[0] == command.name
    for action in ACTIONS:
        assert action.help in said


def test_the_screen_does_all_commands_that_only_it_can_do():
    assert {command.name for command in ON_SCREEN} == NAMES
    assert set(KINDS) <= set(BY_ID)


@pytest.mark.parametrize("command", ON_SCREEN, ids=lambda command: command.name)
def test_a_script_may_say_what_only_a_screen_can_do(standing, command):
    console = standing.driver.console
    before = list(console.history)
    (answer,) = console.run(command.example)
    assert answer.error is None
    assert console.history == before


def test_the_screen_document_names_every_key():
    text = (ROOT / "docs" / "screen.md").read_text("utf-8")
    missing = [action.shown for action in ACTIONS if f"`{action.shown.split()[0]}`" not in text]
    assert missing == []
