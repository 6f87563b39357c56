"""The command that writes what one looks at."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rnntui.debugger.commands.command import Command, Context, Outcome
from rnntui.errors import InputError
from rnntui.trace.export import timesteps, trace_arrays
from rnntui.whole_files import check_writable, whole_file


def _export(context: Context, argument: str) -> Outcome:
    session = context.session
    what, _, name = argument.partition(" ")
    if what not in ("frame", "run") or not name.strip():
        raise InputError("export: give frame or run, and a file: export run values.npz")
    path = Path(name.strip())
    if path.suffix != ".npz":
        raise InputError(f"{path}: the name must end in .npz")
    check_writable(path)
    run = session.run
    t = session.cursor.t
    span = (t, t + 1) if what == "frame" else (0, timesteps(run))
    arrays = trace_arrays(run, *span)
    with whole_file(path) as beside, beside.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    return Outcome(f"{path}: {len(arrays)} arrays of sample {session.cursor.sample}")


EXPORTING = (
    Command(
        "export", (), "frame | run FILE.npz",
        "Write every value of this timestep, or of the whole run, as trace does.",
        "export run values.npz", _export, "command",
    ),
)  # fmt: skip
