"""The command that writes what one looks at: its values, or the frame as a document."""

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
            raise InputError(f"{name}: there is nothing here that writes it")
        text = context.written(session.frame(), ending)
        told = context.files.write(name, lambda file: file.write(text.encode()))
        return Outcome(f"{told}: the frame at sample {session.cursor.sample}, t={session.cursor.t}")
    if ending != _VALUES:
        endings = ", ".join(DOCUMENTS) if what == "frame" else ""
        also = f", of the frame in {endings} too, of the screen in {_PICTURE}" if endings else ""
        raise InputError(f"{name}: the name must end in {_VALUES}{also}")
    run, t = session.run, session.cursor.t
    span = (t, t + 1) if what == "frame" else (0, timesteps(run))
    arrays = trace_arrays(run, *span)
    told = context.files.write(name, lambda file: np.savez(file, allow_pickle=False, **arrays))
    return Outcome(f"{told}: {len(arrays)} arrays of sample {session.cursor.sample}")


def _picture(context: Context, name: str) -> Outcome:
    if PurePath(name).suffix != _PICTURE:
        raise InputError(f"{name}: a picture of the screen must end in {_PICTURE}")
    if context.picture is None:
        raise InputError(f"{name}: a picture needs the screen: rnntui MODEL, then Y")
    picture = context.picture().encode()
    told = context.files.write(name, lambda file: file.write(picture))
    return Outcome(f"{told}: the screen")


def what_and_where(argument: str) -> tuple[str, str]:
    """What is to be written, and into which file: by its ending, if it is not said."""
    what, _, name = argument.partition(" ")
    if what not in _KINDS:
        what, name = "", argument
    name = name.strip()
    if " " in name and not what:
        # A word too many would become a part of the name.
        raise InputError("export: give frame, run or screen before a name with blanks")
    if not name and what:
        raise InputError("export: give a file: export run values.npz, export t7.md")
    return what or ("screen" if PurePath(name).suffix == _PICTURE else "frame"), name


def is_of_screen(argument: str) -> bool:
    """Whether it is an export of the screen, which a script without a screen cannot repeat."""
    try:
        return what_and_where(argument)[0] == "screen"
    except InputError:
        return False


def unused_name(context: Context) -> str:
    """A name for the frame that no file has yet: MODEL-sample0-t7.md, …-2.md."""
    base = base_name(context.session)
    names = (f"{base}{'' if n == 1 else f'-{n}'}.md" for n in range(1, 10_000))
    return next((name for name in names if not context.files.there(name)), f"{base}.md")


def base_name(session: Session) -> str:
    """The model's name, the sample and the timestep, as a part of a file's name."""
    model = Path(str(session.graph.network.path or "model")).stem
    model = "".join(c if c.isalnum() or c in "-_." else "_" for c in model).lstrip(".") or "model"
    return f"{model[:80]}-sample{session.cursor.sample}-t{session.cursor.t}"


EXPORT = Command(
    "export", (), "[frame | run | screen] FILE",
    "Write this frame (.md, .tex, .txt, .npz), the run's values (.npz) or the screen (.svg).",
    "export run values.npz", _export, "export", (words("frame", "run"),),
    is_recorded=lambda argument: not is_of_screen(argument),
)  # fmt: skip
