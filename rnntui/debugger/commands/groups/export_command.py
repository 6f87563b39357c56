"""The export command: write values, the frame as a document, or a picture of the screen."""

from __future__ import annotations

from pathlib import Path, PurePath

import numpy as np

from rnntui.debugger.commands.arguments.words import words
from rnntui.debugger.commands.command import Command, Context, Outcome
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError
from rnntui.trace.export import timesteps, trace_arrays

DOCUMENTS = (".txt", ".md", ".tex")
_VALUES, _PICTURE = ".npz", ".svg"
_KINDS = ("frame", "run", "screen")


def _export(context: Context, argument: str) -> Outcome:
    session = context.session
    what, name = what_and_where(argument)
    name = name or unused_name(context)
    ending = PurePath(name).suffix
    if what == "screen":
        return _picture(context, name)
    if ending in DOCUMENTS and what == "frame":
        if context.written is None:
            raise InputError(f"{name}: documents can't be written here; use {_VALUES}")
        text = context.written(session.frame(), ending)
        written = context.files.write(name, lambda file: file.write(text.encode()))
        return Outcome(
            f"{written}: the frame at sample {session.cursor.sample}, t={session.cursor.t}"
        )
    if ending != _VALUES:
        endings = ", ".join(DOCUMENTS) if what == "frame" else ""
        also = f"; or {endings} for the frame, {_PICTURE} for the screen" if endings else ""
        raise InputError(f"{name}: values must be saved as {_VALUES}{also}")
    run, t = session.run, session.cursor.t
    span = (t, t + 1) if what == "frame" else (0, timesteps(run))
    arrays = trace_arrays(run, *span)
    written = context.files.write(name, lambda file: np.savez(file, allow_pickle=False, **arrays))
    return Outcome(f"{written}: {len(arrays)} arrays of sample {session.cursor.sample}")


def _picture(context: Context, name: str) -> Outcome:
    if PurePath(name).suffix != _PICTURE:
        raise InputError(f"{name}: the screen must be saved as {_PICTURE}")
    if context.picture is None:
        raise InputError(f"{name}: there is no screen; start rnntui MODEL and press Y")
    picture = context.picture().encode()
    written = context.files.write(name, lambda file: file.write(picture))
    return Outcome(f"{written}: the screen")


def what_and_where(argument: str) -> tuple[str, str]:
    """What to write (frame, run or screen) and the file name; if not given, by its ending."""
    what, _, name = argument.partition(" ")
    if what not in _KINDS:
        what, name = "", argument
    name = name.strip()
    if " " in name and not what:
        # Otherwise a mistyped word would become part of the name.
        raise InputError("export: give frame, run or screen before a file name with spaces")
    if not name and what:
        raise InputError("export: give a file: export run values.npz, export t7.md")
    return what or ("screen" if PurePath(name).suffix == _PICTURE else "frame"), name


def is_of_screen(argument: str) -> bool:
    """Whether it exports the screen, which a script without a screen cannot repeat."""
    try:
        return what_and_where(argument)[0] == "screen"
    except InputError:
        return False


def unused_name(context: Context) -> str:
    """An unused file name for the frame: MODEL-sample0-t7.md, …-2.md."""
    base = base_name(context.session)
    names = (f"{base}{'' if n == 1 else f'-{n}'}.md" for n in range(1, 10_000))
    return next((name for name in names if not context.files.there(name)), f"{base}.md")


def base_name(session: Session) -> str:
    """The model's name, the sample and the timestep as the start of a file name."""
    model = Path(str(session.graph.network.path or "model")).stem
    model = "".join(c if c.isalnum() or c in "-_." else "_" for c in model).lstrip(".") or "model"
    return f"{model[:80]}-sample{session.cursor.sample}-t{session.cursor.t}"


EXPORT = Command(
    "export", (), "[frame | run | screen] FILE",
    "Save this frame (.md, .tex, .txt, .npz), the run's values (.npz) or the screen (.svg).",
    "export run values.npz", _export, "export", (words("frame", "run"),),
    is_recorded=lambda argument: not is_of_screen(argument),
)  # fmt: skip
