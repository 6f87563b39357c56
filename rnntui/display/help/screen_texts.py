"""Help for the screens opened from the debugger: samples, model, training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnntui.display.help.page import HelpPage


@dataclass(frozen=True)
class ScreenKey:
    """keys: Textual's names; shown: as on the keyboard; help: what they do."""

    keys: tuple[str, ...]
    shown: str
    help: str


@dataclass(frozen=True)
class ScreenText:
    """What a screen shows and all its keys; columns: each with its meaning, under `heading`."""

    title: str
    about: tuple[str, ...]
    keys: tuple[ScreenKey, ...]
    columns: tuple[tuple[str, str], ...] = ()
    heading: str = "Columns"

    @property
    def page(self) -> HelpPage:
        """The text as a help page."""
        keys = tuple((key.shown, key.help) for key in self.keys)
        return HelpPage(self.title, self.about, (), self.columns, keys, self.heading)


_MOVES = (
    ScreenKey(("up", "down"), "↑ ↓", "Previous row, next row."),
    ScreenKey(("pageup", "pagedown"), "pgup pgdn", "A page up, down."),
    ScreenKey(("home", "end"), "home end", "The first row, the last."),
)
_HELP = ScreenKey(("question_mark", "f1"), "? F1", "This help; F1 also works while typing.")

SCREEN_TEXTS: Mapping[str, ScreenText] = {
    "samples": ScreenText(
        "SAMPLES",
        (
            "All samples of the data, one per row. Rows appear as they are computed: each sample is "
            "run through the network in the background.",
            "/ takes a condition, such as abs(output[0]) > 1 or any that b takes, evaluated at each "
            "sample's last timestep; a number or part of a name filters the table as you type.",
        ),
        (
            ScreenKey(("enter",), "enter", "Open the sample."),
            ScreenKey(("escape",), "esc", "Back; from the filter, back to the table."),
            ScreenKey(("w",), "w", "The largest error first."),
            ScreenKey(("i", "l", "e", "k", "s", "o"), "i l e k s o", "Sort by the column with that initial; again: reverse the order."),
            ScreenKey(("slash",), "/", "Filter."),
            ScreenKey(("left", "right"), "← →", "Show another output in the last column."),
            *_MOVES,
            _HELP,
        ),
        (
            ("id", "number, and name if the data has names; ▶ marks the open sample"),
            ("length", "number of timesteps"),
            ("error", "mean |output - target|"),
            ("keras", "largest difference from Keras's output, ✓ if it is rounding; checked when a sample is opened"),
            ("saturated", "share of tanh and sigmoid units in the flat part of their curve, over the run"),
            ("output", "one output at the last timestep, and over t"),
        ),
    ),
    "model": ScreenText(
        "MODEL",
        (
            "Above, the cursor as a call stack: model, layer, direction, equation. Below, all layers as "
            "a tree, with details of the selected one.",
        ),
        (
            ScreenKey(("enter",), "enter", "Go to the layer, or see why you cannot."),
            ScreenKey(("escape", "m", "q"), "esc m q", "Back."),
            *_MOVES,
            _HELP,
        ),
        (
            ("shapes", "the layer's output shape, without the batch axis"),
            ("parameters", "number of trained weights"),
            ("weights", "histogram of their values, smallest to largest"),
            ("▶", "the current layer"),
            ("□", "a layer without equations"),
            ("✗", "a layer that is not computed"),
        ),
    ),
    "training": ScreenText(
        "TRAIN A NEW MODEL",
        (
            "Keras trains a model with one recurrent layer and a Dense layer on the open data, in a "
            "separate process; then the debugger opens it. The best epoch is saved.",
        ),
        (
            ScreenKey(("enter",), "enter", "Train; on Close, close."),
            ScreenKey(("escape",), "esc", "Stop training and keep the best epoch; otherwise back."),
            ScreenKey(("tab", "shift+tab"), "tab shift+tab", "Next field, previous field."),
            ScreenKey(("f1",), "F1", "This help."),
        ),
        (
            ("cell", "SimpleRNN, LSTM or GRU"),
            ("units", "size of the state"),
            ("epochs", "passes over all samples"),
            ("learning rate", "size of a training step"),
            ("seed", "for the initial weights; the same seed gives the same training"),
            ("save as", "a file that does not exist yet"),
            ("the curve", "loss after each epoch: mean squared error"),
        ),
        "Fields",
    ),
}  # fmt: skip
