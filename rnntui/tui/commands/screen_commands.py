"""The commands that only a screen can do, and its forms."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rnntui.debugger.commands.command import number_of
from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN
from rnntui.errors import InputError
from rnntui.tui.commands.saving import copy
from rnntui.tui.prompt.prompt import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App

    from rnntui.data.dataset import Dataset
    from rnntui.debugger.session.session import Session
    from rnntui.reference.protocol import Reference
    from rnntui.tui.commands.playback import Playback
    from rnntui.tui.prompt.prompt import Kind
    from rnntui.tui.screens.main import MainScreen
    from rnntui.tui.screens.tour import Tour
    from rnntui.tui.screens.training_form import Trained

NAMES = frozenset(command.name for command in ON_SCREEN)


@dataclass(frozen=True)
class ScreenCommands:
    """Runs the commands of the screen.

    app: Textual's, for its theme, palette, clipboard and stack of screens
    session: the current one; dataset: to train a model on
    reference: the process that trains; open_model: steps through another file
    say: runs a line; show: draws the session, with a text in the status line
    ask: opens the prompt; prefer: stores a preference
    """

    app: App[Any]
    main: MainScreen
    player: Playback
    tour: Tour
    dataset: Dataset
    session: Callable[[], Session]
    reference: Callable[[], Reference]
    open_model: Callable[[Path], None]
    say: Callable[[str], None]
    show: Callable[[str], None]
    ask: Callable[[Kind], None]
    prefer: Callable[..., None]

    def do(self, name: str, argument: str) -> None:
        """Run one.

        Raises:
            InputError: its argument is invalid.
        """
        app, main, arranger = self.app, self.main, self.main.arranger
        match name, argument:
            case "pane", "" | "next" | "previous":
                main.move_focus(-1 if argument == "previous" else 1)
            case "pane", _:
                main.focus_pane(argument)
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
                self.player.toggle(number_of(argument, "timesteps a second") if argument else None)
                self.show("")
            case "faster" | "slower", "":
                self.player.change_speed(1 if name == "faster" else -1)
                self.show(f"plays {self.player.speed} timesteps a second")
            case "copy", _:
                self.show(copy(app, self.session().frame(), argument))
            case "zoom", "":
                main.zoom()
            case "command", "":
                self.ask(KINDS["command"])
            case "help", _:
                self._help(argument)
            case "tour", "":
                self.tour.start()
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
        themes = self.app.available_themes
        if name not in themes:
            near = difflib.get_close_matches(name, themes, 1, 0.5)
            few = self.app.console.color_system == "standard"
            raise InputError(
                f"theme {name}: {'this terminal has 16 colours' if few else 'no such theme'}; "
                + (f"did you mean {near[0]}?" if near else f"one of {', '.join(themes)}")
            )
        self.app.theme = name
        self.show(f"theme {name}")

    def _arranged(self, said: str) -> None:
        """The arrangement of panes changed."""
        self.prefer(**self.main.arranger.liked)
        self.main.set_panes()
        self.show(said)

    def _help(self, pane: str) -> None:
        """Help on a pane: the named one, or the focused one; otherwise all keys."""
        from rnntui.display.help.pane_help import pane_help
        from rnntui.tui.screens.help import HelpScreen

        main, all_keys = self.main, pane == "keys"
        chosen = main.pane_with_keyboard if all_keys or not pane else pane
        page = pane_help(chosen, self.session().frame()) if chosen else None
        self.app.push_screen(HelpScreen(page, everything=all_keys or page is None))

    def _pick(self) -> None:
        from rnntui.tui.screens.samples import SampleScreen

        self.app.push_screen(SampleScreen(self.session()), self._picked)

    def _picked(self, sample: int | None) -> None:
        if sample is not None:
            self.say(f"sample {sample}")

    def _model(self) -> None:
        from rnntui.tui.screens.model import ModelScreen

        self.app.push_screen(ModelScreen(self.session()), self._layer)

    def _layer(self, line: str | None) -> None:
        if line is not None:
            self.say(line)

    def _train(self) -> None:
        from rnntui.tui.screens.training import TrainingScreen

        self.app.push_screen(TrainingScreen(self.dataset, self.reference), self._trained)

    def _trained(self, trained: Trained | None) -> None:
        if trained is not None:
            self.open_model(trained.path)
            self.app.notify(trained.summary, title="Trained", timeout=8)
