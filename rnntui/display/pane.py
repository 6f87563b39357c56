"""What a pane of the main screen is: its contents for a frame, its keys, and its help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.text import Line


@dataclass(frozen=True)
class Pane:
    """One pane.

    name: as commands give it; title: in capitals, as above the pane
    heading: frame -> the title with what the pane shows now
    lines: frame, width, height -> its lines
    in_view: frame, lines -> the lines that must stay in view when it scrolls
    here: frame -> paragraphs of its help on what it shows at the cursor
    about: paragraphs of its help; signs: each with its meaning
    keys: (action, word in the footer), the most important first
    """

    name: str
    title: str
    heading: Callable[[Frame], str]
    lines: Callable[[Frame, int, int], Sequence[Line]]
    here: Callable[[Frame], list[str]]
    about: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    signs: tuple[tuple[str, str], ...] = ()
    in_view: Callable[[Frame, Sequence[Line]], range] = lambda frame, lines: range(0)
