"""The help of the screens that stand before the debugger's: samples, model, training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnntui.display.help.page import HelpPage


@dataclass(frozen=True)
class ScreenKey:
    """keys: by Textual's names; shown: as a reader knows them; help: what they do."""

    keys: tuple[str, ...]
    shown: str
    help: str


@dataclass(frozen=True)
class ScreenText:
    """What a screen shows, and all its keys; columns: what stands in them, and `heading` over that."""

    title: str
    about: tuple[str, ...]
    keys: tuple[ScreenKey, ...]
    columns: tuple[tuple[str, str], ...] = ()
    heading: str = "Columns"

    @property
    def page(self) -> HelpPage:
        """As a page."""
        keys = tuple((one.shown, one.help) for one in self.keys)
        return HelpPage(self.title, self.about, (), self.columns, keys, self.heading)


_MOVES = (
    ScreenKey(("up", "down"), "↑ ↓", "The row before, the next one."),
    ScreenKey(("pageup", "pagedown"), "pgup pgdn", "A page up, down."),
    ScreenKey(("home", "end"), "home end", "The first row, the last."),
)
_HELP = ScreenKey(("question_mark", "f1"), "? F1", "This help; F1 while one types too.")

SCREEN_TEXTS: Mapping[str, ScreenText] = {
    "samples": ScreenText(
        "SAMPLES",
        (
            "All samples of the data, a row each. The table fills up while one looks: each sample "
            "is run through the network in the background.",
            "/ takes a condition, abs(output[0]) > 1 or any that b takes, looked at at each "
            "sample's last timestep; a number, or a part of a name, narrows the table at once.",
        ),
        (
            ScreenKey(("enter",), "enter", "Open the sample."),
            ScreenKey(("escape",), "esc", "Back; from the filter, to the table."),
            ScreenKey(("w",), "w", "The largest error first."),
            ScreenKey(("i", "l", "e", "k", "s", "o"), "i l e k s o", "Sort by the column that begins so; again: the other way round."),
            ScreenKey(("slash",), "/", "Filter."),
            ScreenKey(("left", "right"), "← →", "Another output in the last column."),
            *_MOVES,
            _HELP,
        ),
        (
            ("id", "its number, and its name where the data has names; ▶ is the open one"),
            ("length", "its timesteps"),
            ("error", "mean |output - target|"),
            ("keras", "the largest difference from Keras's output, ✓ where it is rounding; Keras is asked when a sample is opened"),
            ("saturated", "share of tanh and sigmoid units in their flat part, over the run"),
            ("output", "one output at the last timestep, and its course over t"),
        ),
    ),
    "model": ScreenText(
        "MODEL",
        (
            "Above, where one stands, as a call stack: model, layer, direction, equation. Below, all "
            "layers as a tree, and more on the marked one.",
        ),
        (
            ScreenKey(("enter",), "enter", "Go to the layer; what can't be gone to says why."),
            ScreenKey(("escape", "m", "q"), "esc m q", "Back."),
            *_MOVES,
            _HELP,
        ),
        (
            ("shapes", "of what the layer gives, without the batch"),
            ("parameters", "how many numbers it learned"),
            ("weights", "how they are spread: a bar for each range of values, least to largest"),
            ("▶", "the layer that one stands in"),
            ("□", "a layer without equations"),
            ("✗", "a layer that is not computed"),
        ),
    ),
    "training": ScreenText(
        "TRAIN A NEW MODEL",
        (
            "Keras trains a model with one recurrent layer and a Dense on the data at hand, in its "
            "own process; then the debugger steps through it. The best epoch is what is saved.",
        ),
        (
            ScreenKey(("enter",), "enter", "Train; on Close, leave."),
            ScreenKey(("escape",), "esc", "Stop a training, the best so far is kept; else back."),
            ScreenKey(("tab", "shift+tab"), "tab shift+tab", "The next field, the one before."),
            ScreenKey(("f1",), "F1", "This help."),
        ),
        (
            ("cell", "SimpleRNN, LSTM or GRU"),
            ("units", "numbers in its state"),
            ("epochs", "times that all samples are seen"),
            ("learning rate", "how far a step of the training goes"),
            ("seed", "of the first weights: the same seed, the same training"),
            ("save as", "a file that is not there yet"),
            ("the curve", "the loss after each epoch: mean squared error"),
        ),
        "Fields",
    ),
}  # fmt: skip
