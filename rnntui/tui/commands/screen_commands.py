"""The commands that only a screen can do, and its forms."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from rnntui.debugger.commands.command import number_of
from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN
from rnntui.errors import InputError
from rnntui.tui.commands.saving import copy
from rnntui.tui.prompt.prompt import KINDS

if TYPE_CHECKING:
    from rnntui.tui.app import DebuggerApp
    from rnntui.tui.screens.training_form import Trained

NAMES = frozenset(command.name for command in ON_SCREEN)


class ScreenCommands:
    """Does them."""

    def __init__(self, app: DebuggerApp) -> None:
        self._app = app

    def do(self, name: str, argument: str) -> None:
        """Do one.

        Raises:
            InputError: its argument means nothing.
        """
        app, arranger = self._app, self._app.main.arranger
        match name, argument:
            case "pane", "" | "next" | "previous":
                app.main.move_focus(-1 if argument == "previous" else 1)
            case "pane", _:
                app.main.focus_pane(argument)
            case "theme", "":
                app.action_change_theme()
            case "theme", _:
                self._theme(argument)
            case "layout", _:
                self._arranged(arranger.choose(argument or "next"))
            case "hide", _:
                self._arranged(arranger.hide(argument))
            case "unhide", _:
                self._arranged(arranger.unhide(argument))
            case "swap", _:
                self._arranged(arranger.swap(argument or "next"))
            case "play", _:
                app.player.toggle(number_of(argument, "timesteps a second") if argument else None)
                app.show()
            case "faster" | "slower", "":
                app.player.change_speed(1 if name == "faster" else -1)
                app.show(f"plays {app.player.speed} timesteps a second")
            case "copy", _:
                app.show(copy(app, app.session.frame(), argument))
            case "zoom", "":
                app.main.zoom()
            case "command", "":
                app.ask(KINDS["command"])
            case "help", _:
                self._help(argument)
            case "tour", "":
                app.tour.start()
            case "palette", "":
                app.action_command_palette()
            case "suspend", "":
                app.action_suspend_process()
            case "pick", "":
                self._pick()
            case "model", "":
                self._model()
            case "train", "" if app.is_web:
                raise InputError("train: not on the web, where it would write the server's files")
            case "train", "":
                self._train()
            case _:
                raise InputError(f"'{argument}': means nothing to {name}")

    def _theme(self, name: str) -> None:
        themes = self._app.available_themes
        if name not in themes:
            near = difflib.get_close_matches(name, themes, 1, 0.5)
            few = self._app.console.color_system == "standard"
            raise InputError(
                f"theme {name}: {'this terminal has 16 colours' if few else 'there is none'}; "
                + (f"did you mean {near[0]}?" if near else f"one of {', '.join(themes)}")
            )
        self._app.theme = name
        self._app.show(f"theme {name}")

    def _arranged(self, said: str) -> None:
        """Panes stand otherwise."""
        app = self._app
        app.prefer(**app.main.arranger.liked)
        app.main.set_panes()
        app.show(said)

    def _help(self, pane: str) -> None:
        """Of a pane: the named one, or the one that has the keyboard; else all keys."""
        from rnntui.display.help.pane_help import pane_help
        from rnntui.tui.screens.help import HelpScreen

        main, all_keys = self._app.main, pane == "keys"
        chosen = main.pane_with_keyboard if all_keys or not pane else pane
        page = pane_help(chosen, self._app.session.frame()) if chosen else None
        self._app.push_screen(HelpScreen(page, everything=all_keys or page is None))

    def _pick(self) -> None:
        from rnntui.tui.screens.samples import SampleScreen

        self._app.push_screen(SampleScreen(self._app.session), self._picked)

    def _picked(self, sample: int | None) -> None:
        if sample is not None:
            self._app.say(f"sample {sample}")

    def _model(self) -> None:
        from rnntui.tui.screens.model import ModelScreen

        self._app.push_screen(ModelScreen(self._app.session), self._layer)

    def _layer(self, line: str | None) -> None:
        if line is not None:
            self._app.say(line)

    def _train(self) -> None:
        from rnntui.tui.screens.training import TrainingScreen

        app = self._app
        app.push_screen(TrainingScreen(app.dataset, app.desk.keras), self._trained)

    def _trained(self, trained: Trained | None) -> None:
        if trained is not None:
            self._app.open_model(trained.path)
            self._app.notify(trained.summary, title="Trained", timeout=8)
