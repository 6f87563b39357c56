"""The training screen: a form, a live loss curve, progress, and a button to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, ProgressBar, Select, Sparkline

from rnntui.data.dataset import Dataset
from rnntui.errors import InputError, RnntuiError
from rnntui.tui.screens.training_form import (
    CELLS,
    FIELDS,
    Trained,
    new_file,
    settings_of,
    training_data,
    unused_name,
)
from rnntui.tui.theme.ascii_filter import AsciiFilter

if TYPE_CHECKING:
    import numpy as np

    from rnntui.reference.protocol import Reference
    from rnntui.reference.training import EpochProgress, TrainResult, TrainSettings

Data = tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]


class LossCurve(Sparkline):
    """The loss of each epoch; in ASCII as levels, as in panes."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Those of the app."""
        return [
            AsciiFilter(levels=True) if isinstance(line_filter, AsciiFilter) else line_filter
            for line_filter in super().get_line_filters()
        ]


class TrainingScreen(ModalScreen[Trained | None]):
    """Trains a model on the current data; returns it, or None.

    Args:
        dataset: the data; its first input and first target are trained on.
        reference: returns the running reference; called in the training's thread.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Cancel"), ("f1", "about", "Help")]
    DEFAULT_CSS = """
    TrainingScreen {
        align: center middle;
        #form {
            width: 70; max-width: 100%; height: auto; max-height: 100%;
            border: round $key; padding: 0 1; background: $surface;
        }
        Horizontal { height: 1; }
        Label { width: 16; }
        Input { border: none; height: 1; width: 1fr; padding: 0 1; background: $boost;
            &:focus { border: none; background: $key 10%; }
            &:nocolor:focus { text-style: underline; } }
        Select { width: 1fr; }
        Select:nocolor:focus SelectCurrent { text-style: reverse; }
        Sparkline { height: 3; margin-top: 1; }
        #said { width: 100%; height: auto; min-height: 1; }
        #buttons { margin-top: 1; }
        Button { margin-right: 2; }
        ProgressBar { width: 100%; }
        ProgressBar Bar { width: 1fr; }
    }
    """

    class Epoch(Message):
        """An epoch is done; from the training's thread."""

        def __init__(self, progress: EpochProgress) -> None:
            super().__init__()
            self.progress = progress

    class Ended(Message):
        """The training ended, with a result or an error; from its thread."""

        def __init__(self, result: TrainResult | None, error: str = "") -> None:
            super().__init__()
            self.result = result
            self.error = error

    def __init__(self, dataset: Dataset, reference: Callable[[], Reference]) -> None:
        super().__init__()
        self._dataset = dataset
        self._reference = reference
        self._stop = threading.Event()
        self._losses: list[float] = []
        self._at_work = False

    def compose(self) -> ComposeResult:
        """The form, the curve, the bar, the buttons."""
        with Vertical(id="form") as form:
            form.border_title = "TRAIN A NEW MODEL"
            form.border_subtitle = "tab: next field · enter: train · esc: cancel · F1: help"
            with Horizontal():
                yield Label("cell")
                yield Select(CELLS, value="simple_rnn", allow_blank=False, compact=True, id="cell")
            for name, value in FIELDS:
                with Horizontal():
                    yield Label(name.replace("_", " "))
                    yield Input(value, id=name, select_on_focus=False)
            with Horizontal():
                yield Label("save as")
                yield Input(str(unused_name(Path(), "simple_rnn")), id="out", select_on_focus=False)
            yield LossCurve([], summary_function=min)
            yield ProgressBar(show_eta=True)
            yield Label(self._subject(), id="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Train", variant="primary", id="train", compact=True)
                yield Button("Close", id="leave", compact=True)

    def on_mount(self) -> None:
        """Begin at the first number."""
        self.query_one("#units", Input).focus()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Name the file after the cell, unless it has a name already."""
        out = self.query_one("#out", Input)
        if Path(out.value).name.startswith("trained_"):
            out.value = str(unused_name(Path(out.value).parent, str(event.value)))

    def on_input_submitted(self) -> None:
        """Enter in any field trains."""
        self._train()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Train, or leave."""
        if event.button.id == "train":
            self._train()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Stop a running training; else close the screen."""
        if self._at_work:
            self._stop.set()
            self._say("stopping after this batch; the best model so far is kept…")
        else:
            self.dismiss(None)

    def action_about(self) -> None:
        """What this screen shows, and its keys."""
        from rnntui.display.help.screen_texts import SCREEN_TEXTS
        from rnntui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(SCREEN_TEXTS["training"].page, everything=False))

    def on_training_screen_epoch(self, message: Epoch) -> None:
        """Add a point to the curve."""
        progress = message.progress
        self._losses.append(progress.loss)
        self.query_one(Sparkline).data = list(self._losses)
        self.query_one(ProgressBar).update(total=progress.epochs, progress=progress.epoch)
        self._say(f"epoch {progress.epoch} of {progress.epochs}, loss {progress.loss:.6f}")

    def on_training_screen_ended(self, message: Ended) -> None:
        """Step through the trained model, or show the error."""
        self._at_work = False
        self.query_one("#train", Button).disabled = False
        self.query_one("#leave", Button).label = "Close"
        result = message.result
        if result is None:
            self._say(message.error)
        elif result.path is None:
            self._say(result.summary)
        else:
            self.dismiss(Trained(result.path, f"{result.summary}; saved as {result.path}"))

    def _train(self) -> None:
        if self._at_work:
            return
        try:
            settings, data, out = self._settings(), training_data(self._dataset), self._out()
        except InputError as error:
            self._say(str(error))
            return
        self._at_work = True
        self._losses.clear()
        self._stop.clear()
        self.query_one("#train", Button).disabled = True
        self.query_one("#leave", Button).label = "Stop"
        self.query_one(ProgressBar).update(total=settings.epochs, progress=0)
        self._say("starting Keras…")
        self._work(settings, data, out)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _work(self, settings: TrainSettings, data: Data, out: Path) -> None:
        """The training, in a thread; it ends early when stopped."""
        try:
            result = self._reference().train(
                settings,
                *data,
                out,
                on_progress=lambda progress: self._tell(self.Epoch(progress)),
                should_stop=self._stop.is_set,
            )
            self._tell(self.Ended(result))
        except RnntuiError as error:
            self._tell(self.Ended(None, str(error)))
        except Exception as error:
            self._tell(self.Ended(None, f"{type(error).__name__}: {error}"))

    def _tell(self, message: Message) -> None:
        self.post_message(message)

    def _settings(self) -> TrainSettings:
        texts = {name: self.query_one(f"#{name}", Input).value.strip() for name, _ in FIELDS}
        return settings_of(str(self.query_one("#cell", Select).value), texts)

    def _out(self) -> Path:
        return new_file(self.query_one("#out", Input).value)

    def _say(self, text: str) -> None:
        self.query_one("#said", Label).update(text)

    def _subject(self) -> str:
        dataset = self._dataset
        if not dataset.targets:
            return f"{dataset.name} has no targets to train on."
        return f"on {dataset.name}: {dataset.samples} samples"
