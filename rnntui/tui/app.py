"""The app: key presses go down to the session as actions, and one new frame comes up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from rnntui.data.dataset import Dataset
from rnntui.debugger.actions import ACTIONS, BY_ID
from rnntui.debugger.frame import KerasValue
from rnntui.debugger.session import Session
from rnntui.errors import RnntuiError
from rnntui.layers.graph import Graph
from rnntui.trace.runs import Boxes
from rnntui.tui.keras_desk import Answer, Keras, KerasDesk, Question, start_keras
from rnntui.tui.opening import open_session
from rnntui.tui.screens.main import MainScreen

if TYPE_CHECKING:
    from rnntui.tui.training_form import Trained

_LONGEST_COUNT = 7


class DebuggerApp(App[None]):
    """Steps through a session.

    Args:
        session: what is stepped through.
        dataset: the data as it was read, for a model that is trained on it.
        start: starts Keras, after the first frame is on the screen.
    """

    TITLE = "rnntui"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            ",".join(action.keys),
            f"do('{action.id}')",
            action.title,
            id=action.id,
            show=False,
            priority=action.id in ("next_pane", "previous_pane", "palette"),
        )
        for action in ACTIONS
    ]

    class KerasSays(Message):
        """Keras's answer, from the desk's thread."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    def __init__(
        self, session: Session, dataset: Dataset, *, start: Callable[[], Keras] = start_keras
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.session = session
        self._dataset = dataset
        self._desk = KerasDesk(start, lambda answer: self._told(answer))
        self._count = ""
        self._main = MainScreen(session.frame())

    def get_default_screen(self) -> Screen[None]:
        """The debugger's screen."""
        return self._main

    def on_ready(self) -> None:
        """The first frame is on the screen: now Keras may start."""
        self._ask_keras()

    def on_unmount(self) -> None:
        """End Keras with the app."""
        self._desk.close()

    def on_key(self, event: events.Key) -> None:
        """A digit begins a count, or goes on with it; escape forgets it."""
        if self.screen is not self._main:
            return
        if event.key.isdecimal() and len(self._count) < _LONGEST_COUNT:
            self._set_count(self._count + event.key)
            event.stop()
        elif event.key == "escape" and self._count:
            self._set_count("")
            event.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the app does is for its own screen: over another, that screen's keys count."""
        if action == "do" and self.screen is not self._main:
            return parameters == ("suspend",)
        return True

    def action_do(self, name: str) -> None:
        """Do one of ACTIONS."""
        count = int(self._count) if self._count else None
        self._set_count("")
        action = BY_ID[name]
        if action.move is None:
            getattr(self, f"_do_{name}")()
            return
        sample = self.session.cursor.sample
        action.move(self.session, count)
        self._main.show(self.session.frame())
        if self.session.cursor.sample != sample:
            self._ask_keras()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: all actions, and the choice of a theme."""
        for action in ACTIONS:
            if action.id != "palette":
                title = f"{action.title}  ({action.shown})"
                yield SystemCommand(title, action.help, lambda name=action.id: self.action_do(name))
        yield SystemCommand("Theme", "Change the colours of the screen.", self.action_change_theme)

    def on_debugger_app_keras_says(self, message: KerasSays) -> None:
        """Draw what Keras says, if it is still about what is on the screen."""
        answer, session = message.answer, self.session
        if answer.question.network is not session.graph.network:
            return
        if answer.reference is None:
            session.keras.status = KerasValue(answer.status, answer.text)
        else:
            outputs = answer.reference.outputs
            name = session.graph.network.output_names[0]
            output = outputs.get(name, next(iter(outputs.values())))
            states = {layer: rows[-1] for layer, rows in answer.reference.sequences.items()}
            session.keras.add(answer.question.sample, output[-1], states, answer.text)
        self._main.show(session.frame())

    def open_model(self, path: Path) -> None:
        """Step through another model, on the same data."""
        try:
            self.session = open_session(path, self._dataset, self.session.cursor.sample)
        except RnntuiError as error:
            self.notify(str(error), title="Not opened", severity="error")
            return
        self._main.show(self.session.frame())
        self._ask_keras()

    def _told(self, answer: Answer) -> None:
        self.post_message(self.KerasSays(answer))

    def _ask_keras(self) -> None:
        session = self.session
        network, sample = session.graph.network, session.cursor.sample
        if not session.has_keras_answer(sample):
            self._desk.ask(Question(network, sample, session.keras_inputs()))

    def _set_count(self, count: str) -> None:
        if count != self._count:
            self._count = count
            self._main.show_count(count)

    def _do_next_pane(self) -> None:
        self._main.move_focus(1)

    def _do_previous_pane(self) -> None:
        self._main.move_focus(-1)

    def _do_help(self) -> None:
        from rnntui.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen())

    def _do_palette(self) -> None:
        self.action_command_palette()

    def _do_suspend(self) -> None:
        self.action_suspend_process()

    def _do_quit(self) -> None:
        self.exit()

    def _do_pick_sample(self) -> None:
        from rnntui.tui.screens.samples import SampleScreen

        self.push_screen(SampleScreen(self.session), self._sample_picked)

    def _sample_picked(self, sample: int | None) -> None:
        if sample is not None:
            self.session.goto_sample(sample)
            self._main.show(self.session.frame())
            self._ask_keras()

    def _do_train(self) -> None:
        from rnntui.tui.screens.training import TrainingScreen

        self.push_screen(TrainingScreen(self._dataset, self._desk.keras), self._trained)

    def _trained(self, trained: Trained | None) -> None:
        if trained is not None:
            self.open_model(trained.path)
            self.notify(trained.summary, title="Trained", timeout=8)


def run_app(
    graph: Graph,
    dataset: Dataset,
    *,
    sample: int = 0,
    time: int = 0,
    boxes: Boxes | None = None,
    custom_objects: Path | None = None,
) -> int:
    """Step through a network on the screen, until the user quits; 0, or 1 after a crash.

    boxes: gives what Keras computes of a sample, where layers of the graph need that
    custom_objects: a Python file that Keras's process runs, for the model's own classes

    Raises:
        TerminalError: there is no terminal to draw on.
        InputError: the data doesn't fit the network, or there is no such sample or timestep.
    """
    from rnntui.tui.terminal import check_terminal, own_stderr

    check_terminal(graph.network.path or "MODEL")
    session = Session.open(graph, dataset, sample=sample, time=time, boxes=boxes)
    with own_stderr():
        app = DebuggerApp(session, dataset, start=partial(start_keras, custom_objects))
        app.run()
    return app.return_code or 0
