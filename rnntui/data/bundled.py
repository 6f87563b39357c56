"""The files that come with rnntui: trained models, and the tracks they were trained on."""

from __future__ import annotations

from pathlib import Path

from rnntui.errors import DataError

DEFAULT_MODEL = "tracks_simple_rnn.keras"
LARGER_MODEL = "tracks_simple_rnn_32.keras"
TRAINING_DATA = "tracks.npz"
HELD_OUT_DATA = "tracks_held_out.npz"

PACKAGE = Path(__file__).parents[1]


def bundled(name: str) -> Path:
    """Where the bundled file of this name is: inside the package, or in a checkout beside it.

    Raises:
        DataError: there is none, which means that the installation is damaged.
    """
    for folder in (PACKAGE / "sample_data", PACKAGE.parent / "sample_data"):
        if (folder / name).is_file():
            return folder / name
    raise DataError(f"{name}: not among the files that come with rnntui; install it again")
