"""Model state: a model's breakpoints, watches, command history and layout between sessions.

One JSON file per model in the user's state folder. Breakpoints and watches are restored by the
commands that set them, so that the recorded history remains a script.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from rnntui.debugger.breakpoints.breakpoints import Breakpoint
from rnntui.debugger.session.session import Session
from rnntui.debugger.state.state_files import read_state, state_folder, write_state

SCHEMA = 1
_COMMANDS = 500
# A larger model file is identified by its size, beginning and end.
_HASHED = 32_000_000


class SavedBreakpoint(msgspec.Struct, frozen=True):
    """A breakpoint.

    line: the command that sets it; layer: the layer of its scope, "" for the layer of its site
    """

    line: str
    enabled: bool = True
    ignore: int = 0
    layer: str = ""


class SavedWatch(msgspec.Struct, frozen=True):
    """A watch; layer: the layer of its scope."""

    layer: str
    expression: str


class Layout(msgspec.Struct, frozen=True):
    """pane: the selected pane, or ""; zoomed: whether it filled the screen."""

    pane: str = ""
    zoomed: bool = False


class ModelState(msgspec.Struct, frozen=True):
    """The stored state of a model; commands: the lines that were typed."""

    schema: int = SCHEMA
    model: str = ""
    breakpoints: tuple[SavedBreakpoint, ...] = ()
    watches: tuple[SavedWatch, ...] = ()
    commands: tuple[str, ...] = ()
    layout: Layout = Layout()


def model_state_file(model: Path) -> Path | None:
    """The state file of a model, by its path and content; None if state is off or the model unreadable."""
    import hashlib

    folder = state_folder()
    if folder is None:
        return None
    try:
        size = model.stat().st_size
        digest = hashlib.sha256(f"{model.resolve()}\n{size}\n".encode())
        with model.open("rb") as file:
            digest.update(file.read(_HASHED))
            if size > _HASHED:
                file.seek(max(_HASHED, size - _HASHED))
                digest.update(file.read())
    except OSError:
        return None
    return folder / f"{model.stem[:40]}-{digest.hexdigest()[:16]}.json"


def read_model_state(file: Path) -> ModelState:
    """Read a model's state; the default if there is no file yet.

    Raises:
        DataError: damaged (and set aside), or of a newer rnntui (and left alone).
    """
    return read_state(file, ModelState, SCHEMA)


def write_model_state(file: Path, state: ModelState) -> None:
    """Write a model's state, completely or not at all.

    Raises:
        OutputPathError: it can't be written, or the file is of a newer rnntui.
    """
    write_state(file, state, SCHEMA)


def model_state_of(session: Session, commands: Sequence[str], layout: Layout) -> ModelState:
    """The state of a session, to be stored."""
    return ModelState(
        model=str(session.graph.network.path or ""),
        breakpoints=tuple(
            SavedBreakpoint(
                _break_line(session, breakpoint_),
                breakpoint_.enabled,
                breakpoint_.ignore,
                _scope_layer(session, breakpoint_),
            )
            for breakpoint_ in session.breakpoints.all
            if not breakpoint_.temporary
        ),
        watches=tuple(
            SavedWatch(
                session.schedule.stages[watch.stage].nodes[watch.node].label, watch.expression.text
            )
            for watch in session.watches.all
        ),
        commands=tuple(commands[-_COMMANDS:]),
        layout=layout,
    )


def lines_of(state: ModelState, session: Session) -> list[str]:
    """The commands that restore breakpoints and watches and return the cursor to its position."""
    lines = []
    cursor = session.cursor
    here = session.schedule.stages[cursor.stage].nodes[cursor.node].label
    at = here
    for number, saved in enumerate(state.breakpoints, start=1):
        if saved.layer not in ("", at):
            at = saved.layer
            lines.append(f"goto {at}")
        lines.append(saved.line)
        lines += [] if saved.enabled else [f"disable {number}"]
        lines += [f"ignore {number} {saved.ignore}"] if saved.ignore else []
    for watch in state.watches:
        if watch.layer != at:
            at = watch.layer
            lines.append(f"goto {at}")
        lines.append(f"watch {watch.expression}")
    if at != here:
        lines.append(f"goto {here}:{cursor.equation} t={cursor.t}")
    return lines


def _break_line(session: Session, breakpoint_: Breakpoint) -> str:
    from rnntui.debugger.commands.arguments.toggle import spelled_place

    if len(breakpoint_.sites) != 1 or _scope_layer(session, breakpoint_):
        return f"break {breakpoint_.text}"
    (site,) = breakpoint_.sites
    when = "" if site.t is None else f" t={site.t}"
    condition = "" if site.condition is None else f" if {site.condition.text}"
    return f"break {spelled_place(session, site.line)}{when}{condition}"


def _scope_layer(session: Session, breakpoint_: Breakpoint) -> str:
    """The layer of a breakpoint's scope, if it is not the layer of its site; else ""."""
    site = breakpoint_.sites[0]
    if site.layer == (site.line.stage, site.line.node):
        return ""
    stage, node = site.layer
    return session.schedule.stages[stage].nodes[node].label
