"""The files bundled with rnntui: trained models, and the tracks they were trained on."""

from __future__ import annotations

from pathlib import Path

from rnntui.errors import DataError

DEFAULT_MODEL = "tracks_simple_rnn.keras"
LARGER_MODEL = "tracks_simple_rnn_32.keras"
TRAINING_DATA = "tracks.npz"
HELD_OUT_DATA = "tracks_held_out.npz"

PACKAGE = Path(__file__).parents[1]


def bundled(name: str) -> Path:
    """Path of a bundled file: inside the installed package, or next to it in a checkout.

    Raises:
        DataError: no such file; the installation is incomplete.
    """
    for folder in (PACKAGE / "sample_data", PACKAGE.parent / "sample_data"):
        if (folder / name).is_file():
            return folder / name
    raise DataError(f"{name}: not among the files bundled with rnntui; reinstall rnntui")
