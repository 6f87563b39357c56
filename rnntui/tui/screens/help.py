"""The help screen: a page on a pane or a screen, and all keys and commands, from their tables."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from rnntui.debugger.commands.actions import ACTIONS
from rnntui.debugger.commands.registry import COMMANDS
from rnntui.display.help.page import HelpPage
from rnntui.display.primitives.ascii import keys_in_ascii
from rnntui.tui.panes.line_pane import LineBlock
from rnntui.tui.theme.ascii_filter import in_ascii

_HEAD = """\
[b]A recurrent layer is a small program; a timestep is one turn of its loop.[/b]
The cursor is on one equation of one layer at one timestep. Every number
is one that the network computes there, next to Keras's.
Shift goes backwards. A number typed first is a count, [b]5n[/b], or a place:
[b]42G[/b] goes to t=42. Indices count from 0.
Layers step together, timestep by timestep. If one needs another's whole
output, a stage ends, and the next one starts at its own t=0."""

_TAIL = """\
[b]Signs[/b]
  ▶  the current equation and its result            ·  matrix product
  ›  a variable that it reads                       ⊙  element-wise product
  ▲▼ changed since the last stop: up, down          ▸  the selected unit
  □  a layer without equations                      ░  a masked timestep
  ✗  a layer that is not computed                   ‹ ›  there is more
  ●  a breakpoint; over t: it would stop here       ◐  a conditional one
  ○  a disabled one                                 ▼  over t: the cursor
  ⣀ ┄ ◆  over t: yₜ, the target, Keras's value      ▒  where a curve is flat"""
_MOUSE = """\
[b]Scrolling[/b]
  If a pane has more than fits: j k or ↓ ↑; J K or pgdn pgup by a page.

[b]The mouse[/b]
  Click an equation, a timestep or a unit to go there; double-click an
  equation, or click its left edge, to set or delete a breakpoint."""


class HelpScreen(ModalScreen[None]):
    """Help: a page, and all keys; esc, q or enter closes it.

    Args:
        page: the page to show first, or None.
        everything: whether all keys and commands follow; ? shows them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,enter", "dismiss", "Close"),
        ("question_mark,f1", "more", "All keys, or close"),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        VerticalScroll {
            width: 94; max-width: 100%; height: auto; max-height: 100%;
            border: round $key; border-title-align: left; padding: 0 1; background: $surface;
            scrollbar-size-vertical: 1;
        }
        LineBlock { background: $surface; }
        #all.below { margin-top: 1; }
    }
    """

    def __init__(self, page: HelpPage | None = None, *, everything: bool = True) -> None:
        super().__init__()
        self._page = page
        self._everything = everything

    def compose(self) -> ComposeResult:
        """The page; a heading, the keys by group, the signs."""
        with VerticalScroll() as scroll:
            scroll.border_title = "HELP"
            if self._page is not None:
                yield LineBlock(id="page")
            yield Static(
                _text(in_words=in_ascii(self)), id="all", classes="below" if self._page else ""
            )

    def on_mount(self) -> None:
        """Show the page, and all keys if requested."""
        self._show()

    def on_resize(self) -> None:
        """The page is broken into lines of another width."""
        if self._page is not None:
            # The box is as wide as its style or the screen allows, minus border, padding and scrollbar.
            width = min(94, self.app.size.width) - 5
            self.query_one("#page", LineBlock).show_lines(self._page.lines(width))

    def action_more(self) -> None:
        """Show all keys; close if they are shown already."""
        if self._everything:
            self.dismiss()
            return
        self._everything = True
        self._show()
        if self._page is None:
            return
        # Where the list begins; the page is above it.
        self.query_one("#all").scroll_visible(top=True, animate=False)

    def _show(self) -> None:
        self.query_one("#all").display = self._everything
        hint = "esc closes" if self._everything else "esc closes · ? all keys and commands"
        self.query_one(VerticalScroll).border_subtitle = hint


def _text(*, in_words: bool = False) -> str:
    """in_words: whether arrows have no signs."""
    parts = [_HEAD]
    for group, actions in groupby(ACTIONS, key=lambda action: action.group):
        rows = [f"[b]{group}[/b]"]
        for action in actions:
            shown = keys_in_ascii(action.shown) if in_words else action.shown
            key = shown.replace("[", r"\[")
            help_text = action.help.replace("[", r"\[")
            pad = " " * (10 - len(shown))
            rows.append(f"  [b $key]{key}[/]{pad}{help_text}")
        parts.append("\n".join(rows))
    return "\n\n".join([*parts, _MOUSE, _TAIL, _commands()])


def _commands() -> str:
    """Every command with its arguments, as text of `:help`."""
    rows = ["[b]Commands, after : and in scripts[/b]   \\[ ] may be left out"]
    for command in COMMANDS:
        names = ", ".join((command.name, *command.aliases))
        usage = f"{names} {command.usage}".strip().replace("[", r"\[")
        rows.append(f"  [b $key]{usage}[/]")
        rows.append(f"    {command.help}".replace("[", r"\["))
    return "\n".join(rows)
