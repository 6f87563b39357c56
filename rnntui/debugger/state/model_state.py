"""What is kept of a model from one time to the next: breakpoints, watches, commands, the layout.

One JSON file for each model, under the user's state folder, written whole or not at all. Breakpoints
and watches come back as the commands that set them, so that a recording stays a script.
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
# Of a larger model file its ends and its size stand for all of it.
_HASHED = 32_000_000


class SavedBreakpoint(msgspec.Struct, frozen=True):
    """A breakpoint.

    line: the command that sets it; layer: the one that its names are seen from, "" for its place's
    """

    line: str
    enabled: bool = True
    ignore: int = 0
    layer: str = ""


class SavedWatch(msgspec.Struct, frozen=True):
    """A watch; layer: the one that its names are seen from."""

    layer: str
    expression: str


class Layout(msgspec.Struct, frozen=True):
    """pane: the one that was chosen, "" for none; zoomed: whether it had all of the screen."""

    pane: str = ""
    zoomed: bool = False


class ModelState(msgspec.Struct, frozen=True):
    """All that is kept of a model; commands: those that were typed."""

    schema: int = SCHEMA
    model: str = ""
    breakpoints: tuple[SavedBreakpoint, ...] = ()
    watches: tuple[SavedWatch, ...] = ()
    commands: tuple[str, ...] = ()
    layout: Layout = Layout()


def model_state_file(model: Path) -> Path | None:
    """Where a model's state is, by its path and its bytes; None where nothing is to be kept."""
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
    """What was kept; nothing, where there is no file yet.

    Raises:
        DataError: it is damaged, or of a newer rnntui; it was set aside.
    """
    return read_state(file, ModelState, SCHEMA)


def write_model_state(file: Path, kept: ModelState) -> None:
    """Write it, whole or not at all.

    Raises:
        OutputPathError: it can't be written.
    """
    write_state(file, kept, SCHEMA)


def model_state_of(session: Session, commands: Sequence[str], layout: Layout) -> ModelState:
    """What is to be kept of a session."""
    return ModelState(
        model=str(session.graph.network.path or ""),
        breakpoints=tuple(
            SavedBreakpoint(
                _break_line(session, one), one.enabled, one.ignore, _seen_from(session, one)
            )
            for one in session.breakpoints.all
            if not one.temporary
        ),
        watches=tuple(
            SavedWatch(
                session.schedule.stages[one.stage].nodes[one.node].label, one.expression.text
            )
            for one in session.watches.all
        ),
        commands=tuple(commands[-_COMMANDS:]),
        layout=layout,
    )


def lines_of(kept: ModelState, session: Session) -> list[str]:
    """The commands that bring breakpoints and watches back, and the cursor to where it stands."""
    lines = []
    cursor = session.cursor
    here = session.schedule.stages[cursor.stage].nodes[cursor.node].label
    at = here
    for number, one in enumerate(kept.breakpoints, start=1):
        if one.layer not in ("", at):
            at = one.layer
            lines.append(f"goto {at}")
        lines.append(one.line)
        lines += [] if one.enabled else [f"disable {number}"]
        lines += [f"ignore {number} {one.ignore}"] if one.ignore else []
    for watch in kept.watches:
        if watch.layer != at:
            at = watch.layer
            lines.append(f"goto {at}")
        lines.append(f"watch {watch.expression}")
    if at != here:
        lines.append(f"goto {here}:{cursor.equation} t={cursor.t}")
    return lines


def _break_line(session: Session, one: Breakpoint) -> str:
    from rnntui.debugger.commands.arguments.toggle import spelled_place

    if len(one.sites) != 1 or _seen_from(session, one):
        return f"break {one.text}"
    (site,) = one.sites
    when = "" if site.t is None else f" t={site.t}"
    condition = "" if site.condition is None else f" if {site.condition.text}"
    return f"break {spelled_place(session, site.line)}{when}{condition}"


def _seen_from(session: Session, one: Breakpoint) -> str:
    """The layer that its names are seen from, where that is not the one of its place."""
    site = one.sites[0]
    if site.layer == (site.line.stage, site.line.node):
        return ""
    stage, node = site.layer
    return session.schedule.stages[stage].nodes[node].label
