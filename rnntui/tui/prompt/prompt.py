"""The input line at the bottom of the screen, for a command, a condition or an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Label

from rnntui.debugger.commands.command import Check

if TYPE_CHECKING:
    from rnntui.debugger.commands.completion import Completion


@dataclass(frozen=True)
class Kind:
    """A kind of input.

    label: before the text; verb: the command that the text is the argument of, "" for any
    hint: shown while nothing is typed; stays: whether it stays open after an answer
    """

    name: str
    label: str
    verb: str
    hint: str
    stays: bool = False

    def line(self, text: str) -> str:
        """What is typed, as a whole command."""
        text = text.strip()
        if self.verb == "find" and text and text.split()[0] not in ("max", "min", "first"):
            text = f"first {text}"
        return f"{self.verb} {text}".strip()


KINDS = {
    kind.name: kind
    for kind in (
        Kind("command", ":", "", "a command; tab completes, ↑ brings back, esc leaves", True),
        Kind(
            "break",
            "break ",
            "break",
            "enter: here, on or off; or abs(h_t[0]) > 0.9, t=7, saturated …",
        ),
        Kind("watch", "watch ", "watch", "an expression: h_t[2], norm(h_t), y - target"),
        Kind("until", "until ", "until", "a condition: abs(h_t[0]) > 0.9"),
        Kind(
            "export", "save ", "export", "enter: a new .md; or NAME.md .tex .txt .npz, .svg: screen"
        ),
        Kind("find", "find ", "find", "max abs(h_t), min y, isnan(z): over all samples"),
    )
}


@dataclass(frozen=True)
class Helper:
    """Help with typing.

    checks: errors in a line, or a preview of its effect; complete: possible continuations
    """

    checks: Callable[[str], Iterator[Check]]
    complete: Callable[[str], Completion]
    history: Sequence[str]


class _Ghost(Suggester):
    def __init__(self, suggest: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._suggest = suggest

    async def get_suggestion(self, value: str) -> str | None:
        """A suggested continuation; the right arrow accepts it."""
        return self._suggest(value)


class Prompt(Horizontal):
    """Asks for one line; shown while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", "Leave"),
        ("tab", "complete", "Complete"),
        ("up", "recall(-1)", "Older"),
        ("down", "recall(1)", "Newer"),
    ]
    DEFAULT_CSS = """
    Prompt {
        dock: bottom; height: 1; display: none; background: $background;
        Label { width: auto; padding: 0 0 0 1; text-style: bold; color: $key; }
        Input { width: 1fr; height: 1; border: none; padding: 0; background: $background;
            &:focus { border: none; background: $background; } }
    }
    """

    class Entered(Message):
        """Enter was pressed; line: the whole command."""

        def __init__(self, kind: Kind, text: str) -> None:
            super().__init__()
            self.kind = kind
            self.text = text

    class Said(Message):
        """A message about the text typed so far, or None to remove it."""

        def __init__(self, check: Check | None) -> None:
            super().__init__()
            self.check = check

    class Left(Message):
        """The prompt wants to be closed."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.kind = KINDS["command"]
        self._helper: Helper | None = None
        self._checking: Iterator[Check] | None = None
        self._place = 0

    def compose(self) -> ComposeResult:
        """A label, and the line to type in."""
        yield Label()
        field = Input(suggester=_Ghost(self._suggested), select_on_focus=False)
        field.cursor_blink = False
        yield field

    @property
    def checking(self) -> bool:
        """Whether the line is still being checked."""
        return self._checking is not None

    @property
    def field(self) -> Input:
        """The text field."""
        return self.query_one(Input)

    def open(self, kind: Kind, helper: Helper) -> None:
        """Ask."""
        self.kind, self._helper = kind, helper
        self._place = len(self._past())
        self.query_one(Label).update(kind.label)
        self.display = True
        self.field.placeholder = kind.hint
        self.field.value = ""
        # At once: the next key may already be waiting.
        self.screen.set_focus(self.field)

    def close(self) -> None:
        """Close the prompt."""
        self.display = False
        self._helper = None
        self._checking = None

    def again(self) -> None:
        """Ask for the next line."""
        self.field.value = ""
        self._place = len(self._past())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check the text at once, and continue checking as long as it stays the same."""
        event.stop()
        if self._helper is not None:
            self._checking = self._helper.checks(self._line(event.value))
            self.post_message(self.Said(None))
            self._check(self._checking)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line over."""
        event.stop()
        self._checking = None
        self.post_message(self.Entered(self.kind, event.value.strip()))

    def action_leave(self) -> None:
        """Close it."""
        self.post_message(self.Left())

    def action_complete(self) -> None:
        """Complete the word as far as it is unambiguous; show the alternatives."""
        if self._helper is None:
            return
        field = self.field
        before, after = field.value[: field.cursor_position], field.value[field.cursor_position :]
        whole = self._line(before)
        found = self._helper.complete(whole)
        if not found.candidates:
            return
        kept = before[: len(before) - (len(whole) - found.start)]
        typed = before[len(kept) :]
        more = max(found.common(), typed, key=len)
        if len(found.candidates) == 1 and not more.endswith("("):
            more += " " if not self.kind.verb and " " not in whole else ""
        with self.prevent(Input.Changed):
            field.value = kept + more + after
        field.cursor_position = len(kept + more)
        if len(found.candidates) > 1:
            self.post_message(self.Said(Check("  ".join(found.candidates))))
        else:
            self.on_input_changed(Input.Changed(field, field.value))

    def action_recall(self, by: int) -> None:
        """Restore an earlier line."""
        past = self._past()
        place = min(max(self._place + by, 0), len(past))
        if place != self._place:
            self._place = place
            self.field.value = past[place] if place < len(past) else ""
            self.field.cursor_position = len(self.field.value)

    def _check(self, checking: Iterator[Check]) -> None:
        if checking is not self._checking or not self.display:
            return
        check = next(checking, None)
        if check is None:
            self._checking = None
        else:
            self.post_message(self.Said(check))
            self.set_timer(0.01, lambda: self._check(checking))

    def _line(self, text: str) -> str:
        """The command so far; a trailing space counts."""
        return f"{self.kind.verb} {text}" if self.kind.verb else text

    def _past(self) -> list[str]:
        """What was typed before, of this kind."""
        verb = f"{self.kind.verb} " if self.kind.verb else ""
        past = self._helper.history if self._helper is not None else ()
        return [line.removeprefix(verb) for line in past if line.startswith(verb)]

    def _suggested(self, value: str) -> str | None:
        line = self._line(value)
        if self._helper is None or not line or line.endswith(" "):
            return None
        found = self._helper.complete(line)
        if not found.candidates or found.start == len(line):
            return None
        return value[: len(value) - (len(line) - found.start)] + found.candidates[0]
