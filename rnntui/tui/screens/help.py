"""The help: every action with its keys, every command, drawn from the lists of them."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from rnntui.debugger.actions import ACTIONS
from rnntui.debugger.commands.registry import COMMANDS

_HEAD = """\
[b]A recurrent layer is a small program; a timestep is one turn of it.[/b]
The cursor stands on one equation of one layer at one timestep. Every
number is one that the network computes there; Keras's own stand beside.
Shift goes backwards. A number typed first is a count, [b]5n[/b], or a place:
[b]42G[/b] goes to t=42. Indices count from 0.
Layers step together, timestep by timestep. Where one needs the whole of
another's output, a stage ends, and the next begins at its own t=0."""

_TAIL = """\
[b]Signs[/b]
  ▶  the current equation, and what it computes     ·  product
  ›  what it reads                                  ⊙  element by element
  *  changed since the last stop                    ▸  the unit written out
  □  a layer without equations                      ░  a masked timestep
  ✗  a layer that is not computed                   ‹ ›  there is more
  ●  a breakpoint; over t: where one would stop     ◐  one with a condition
  ○  one that is disabled"""
_MOUSE = """\
[b]The mouse[/b]
  A click goes to an equation or a timestep, or chooses a unit; a double
  click, or one at the left edge, sets a breakpoint or takes it away."""


class HelpScreen(ModalScreen[None]):
    """All keys; any of esc, q, ? and F1 closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,question_mark,f1,enter", "dismiss", "Close")
    ]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        VerticalScroll {
            width: 94; max-width: 100%; height: auto; max-height: 100%;
            border: round $accent; border-title-align: left; padding: 0 1; background: $surface;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """A heading, the keys by group, the signs."""
        scroll = VerticalScroll(Static(_text()))
        scroll.border_title = "HELP"
        scroll.border_subtitle = "esc closes"
        yield scroll


def _text() -> str:
    parts = [_HEAD]
    for group, actions in groupby(ACTIONS, key=lambda action: action.group):
        rows = [f"[b]{group}[/b]"]
        for action in actions:
            key = action.shown.replace("[", r"\[")
            help_text = action.help.replace("[", r"\[")
            pad = " " * (10 - len(action.shown))
            rows.append(f"  [b $accent]{key}[/]{pad}{help_text}")
        parts.append("\n".join(rows))
    return "\n\n".join([*parts, _MOUSE, _TAIL, _commands()])


def _commands() -> str:
    """Every command with its arguments, as `:help` in words."""
    rows = ["[b]Commands, after : and in scripts[/b]   \\[ ] may be left out"]
    for command in COMMANDS:
        names = ", ".join((command.name, *command.aliases))
        usage = f"{names} {command.usage}".strip().replace("[", r"\[")
        rows.append(f"  [b $accent]{usage}[/]")
        rows.append(f"    {command.help}".replace("[", r"\["))
    return "\n".join(rows)
