"""The sample picker: a list to choose from, narrowed by typing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from rnntui.debugger.session import Session
from rnntui.display.text import printable

_MOST = 2000


class SampleScreen(ModalScreen[int | None]):
    """Gives the number of the sample that is chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Close"),
        ("down", "move(1)", "Down"),
        ("up", "move(-1)", "Up"),
    ]
    DEFAULT_CSS = """
    SampleScreen {
        align: center middle;
        Vertical {
            width: 60; max-width: 100%; height: 80%;
            border: round $accent; padding: 0 1; background: $surface;
        }
        OptionList { height: 1fr; border: none; background: $surface; padding: 0; }
        Input { border: none; height: 1; background: $boost; padding: 0 1;
            &:focus { border: none; background: $accent 30%; } }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        names = session.dataset.sample_ids
        self._labels = [
            f"{index:>6}  {printable(str(names[index])) if names else ''}"
            for index in range(session.samples)
        ]
        self._current = session.cursor.sample

    def compose(self) -> ComposeResult:
        """A line to type in, and the samples."""
        box = Vertical(
            Input(placeholder="a number, or part of a name", select_on_focus=False),
            OptionList(),
        )
        box.border_title = "SAMPLES"
        box.border_subtitle = "enter opens · esc closes"
        yield box

    def on_mount(self) -> None:
        """Show all samples, the current one marked."""
        self._fill("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Open the sample that is marked."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self._choose(options.get_option_at_index(options.highlighted))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the sample that was chosen."""
        self._choose(event.option)

    def action_move(self, by: int) -> None:
        """Move in the list while the keyboard is in the line above it."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def _choose(self, option: Option) -> None:
        if option.id is not None:
            self.dismiss(int(option.id))

    def _fill(self, text: str) -> None:
        text = text.strip().lower()
        found = [
            index
            for index, label in enumerate(self._labels)
            if (str(index).startswith(text) if text.isdecimal() else text in label.lower())
        ]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(self._labels[index].replace("[", r"\["), id=str(index))
            for index in found[:_MOST]
        )
        if found:
            here = found.index(self._current) if self._current in found[:_MOST] else 0
            options.highlighted = here if not text else 0
