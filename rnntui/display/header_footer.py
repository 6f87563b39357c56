"""The header of the main screen, its footer, and the keys in the footer of any screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rnntui.debugger.commands.actions import Action
from rnntui.debugger.frame.frame import Frame
from rnntui.display.panes import PANES
from rnntui.display.primitives.notation import spell_equation
from rnntui.display.primitives.text import Line, Span, line, printable, shortened


def head_line(frame: Frame, width: int) -> Line:
    """The header: model, layers, sample and timestep."""
    cursor = frame.cursor
    name = f" ({printable(frame.sample_name)})" if frame.sample_name else ""
    time = "no timesteps" if frame.outside_time else f"t {cursor.t}/{frame.timesteps - 1}"
    masked = " masked" if frame.layer.skipped else ""
    right = f"sample {cursor.sample}/{frame.samples - 1}{name}   {time}{masked} "
    right = shortened(right, width - 10)
    left = shortened(f" {frame.model}  {frame.architecture}", width - len(right) - 2)
    return line(Span(left.ljust(width - len(right)), "heading"), Span(right, "heading"))


def status_line(frame: Frame, width: int, count: str = "") -> Line:
    """Why the debugger stopped and the current equation; or the count being typed."""
    if count:
        return line(Span(f" {count}", "key"), Span("  then n, s or G; esc cancels", "dim"))
    where = spell_equation(frame.equation, frame.layer.functions)
    reason = f" {shortened(frame.reason, width - 2)} "
    if frame.layer.label not in reason:
        where = f"{frame.layer.label}: {where}"
    spans = [Span(reason, "text")]
    if frame.notes and len(reason) + len(where) + 12 < width:
        where += f"   ⚠ {frame.notes[0]}"
    if (room := width - len(reason)) > 2:
        spans.append(Span(shortened(f"· {where}", room), "dim"))
    return tuple(spans)


def hint_line(actions: Sequence[Action], width: int, pane: str = "") -> Line:
    """The most important keys: those of the focused pane, then those of all panes."""
    by_id = {action.id: action for action in actions}
    own = [(by_id[name], word) for name, word in (PANES[pane].keys if pane else ())]
    named = {action.id for action, _ in own}
    rest = [(action, action.hint) for action in actions if action.hint and action.id not in named]
    if own:
        # Help and the next pane are always shown, however many keys a pane has.
        first = [found for found in rest if found[0].id in ("help", "next_pane")]
        own += first
        rest = [found for found in rest if found not in first]
    spans: list[Span] = [Span(" ")]
    used = 1
    for action, word in [*own, *rest]:
        key = action.shown.split(maxsplit=1)[0]
        size = len(key) + len(word) + 3
        if used + size > width:
            break
        spans.extend((Span(key, "key"), Span(f" {word}  ", "dim")))
        used += size
    note = "shift: backwards"
    if used + len(note) <= width:
        spans.append(Span(note, "dim"))
    return tuple(spans)


def message_line(text: str, width: int, *, good: bool = True) -> Line:
    """The result of a command, or the error in one being typed."""
    return line(Span(shortened(f" {text}", width), "text" if good else "bad"))


def key_line(keys: Iterable[tuple[str, str]], width: int) -> Line:
    """Keys and what they do, as many as fit."""
    spans: list[Span] = [Span(" ")]
    used = 1
    for key, word in keys:
        size = len(key) + len(word) + 3
        if used + size - 2 > width:
            break
        spans.extend((Span(key, "key"), Span(f" {word}  ", "dim")))
        used += size
    return tuple(spans)
