"""Makes the sample data from positions of real aircraft, and the bundled models from the data.

    python sample_data/make.py TRACKS.csv

TRACKS.csv has the columns callsign, unix_time_s, latitude_deg, longitude_deg, altitude_ft and
groundspeed_kt, in order of time for each callsign. The README beside this script says what is
made of it, and why. The same CSV gives the same data files, byte for byte.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float

FOLDER = Path(__file__).parent
COLUMNS = ("unix_time_s", "latitude_deg", "longitude_deg", "altitude_ft", "groundspeed_kt")
NAMES = ("latitude", "longitude", "elevation", "speed")
UNITS = ("°", "°", "ft", "kt")
POSITION = slice(0, 3)  # of the features, those that are predicted
TIMESTEPS = 20
HELD_OUT = 0.27  # of each flight's time, at its end
ABOUT = (
    "Positions of four aircraft, received in 2019, from the sample tracks of the Python package "
    "traffic 2.13 (MIT licence). rnntui's sample_data/README.md says how they were made sequences."
)


@dataclass(frozen=True)
class Flight:
    """How one aircraft's track is cut into sequences.

    spacing: seconds between the points of a sequence
    stride: points between the starts of two sequences
    smoothing: fixes that the running median of elevation and speed looks at; 1: none
    """

    callsign: str
    spacing: int
    stride: int
    smoothing: int


FLIGHTS = (
    Flight("SAMU31", spacing=4, stride=1, smoothing=5),
    Flight("REGA1", spacing=4, stride=1, smoothing=5),
    Flight("DLH4TR", spacing=6, stride=1, smoothing=9),
    Flight("F-CIJO", spacing=15, stride=3, smoothing=1),
)


@dataclass(frozen=True, eq=False)
class Part:
    """Sequences in the columns' own units: T points each, and the one that comes next.

    ids: (N,), the callsign and the time of the first point, UTC
    points: (N, T + 1, D)
    """

    ids: tuple[str, ...]
    points: Float[np.ndarray, "N T+1 D"]

    @property
    def centres(self) -> Float[np.ndarray, "N D"]:
        """Each sequence's own mean position, from its T inputs alone; 0 for the speed."""
        centres: np.ndarray[Any, Any] = self.points[:, :TIMESTEPS].mean(axis=1)
        centres[:, POSITION.stop :] = 0
        return centres


def read_fixes(tracks: Path) -> dict[str, Float[np.ndarray, "fixes 1+D"]]:
    """The fixes by callsign: time and features, without those that only repeat a position.

    Where no new position came in, the source repeats the last one; such a row tells nothing
    about where the aircraft was then.
    """
    rows: dict[str, list[list[float]]] = {}
    with tracks.open(newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["callsign"], []).append([float(row[name]) for name in COLUMNS])
    fixes = {}
    for callsign, values in rows.items():
        track = np.array(values)
        moved = (np.diff(track[:, 1:3], axis=0) != 0).any(axis=1)
        fixes[callsign] = track[np.concatenate([[True], moved])]
    return fixes


def split(
    fixes: Float[np.ndarray, "fixes 1+D"],
) -> tuple[Float[np.ndarray, "early 1+D"], Float[np.ndarray, "late 1+D"]]:
    """A flight's fixes as training part and held-out part: what is earlier, what is later."""
    start, end = fixes[0, 0], fixes[-1, 0]
    late = fixes[:, 0] >= end - HELD_OUT * (end - start)
    return fixes[~late], fixes[late]


def sequences(
    flight: Flight, fixes: Float[np.ndarray, "fixes 1+D"]
) -> Iterator[tuple[str, Float[np.ndarray, "T+1 D"]]]:
    """Sequences of evenly spaced points, with their ids, interpolated between near fixes.

    Two fixes more than twice the spacing apart are a gap, and no sequence reaches across one.
    """
    gaps = np.flatnonzero(np.diff(fixes[:, 0]) > 2 * flight.spacing) + 1
    for piece in np.split(fixes, gaps):
        times = np.arange(piece[0, 0], piece[-1, 0] + 1, flight.spacing)
        times = times[times <= piece[-1, 0]]
        columns = [*piece[:, 1:3].T, *(median(v, flight.smoothing) for v in piece[:, 3:].T)]
        points = np.stack([np.interp(times, piece[:, 0], column) for column in columns], axis=1)
        for first in range(0, len(times) - TIMESTEPS, flight.stride):
            clock = datetime.fromtimestamp(times[first], UTC).strftime("%H:%M:%S")
            yield f"{flight.callsign} {clock}", points[first : first + TIMESTEPS + 1]


def median(values: Float[np.ndarray, " fixes"], width: int) -> Float[np.ndarray, " fixes"]:
    """The running median: it drops single false readings and leaves climbs as they are."""
    padded = np.pad(values, width // 2, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)
    smooth: np.ndarray[Any, Any] = np.median(windows, axis=-1)
    return smooth


def cut(tracks: Path) -> tuple[Part, Part]:
    """The training part and the held-out part, the flights in the order of FLIGHTS."""
    fixes = read_fixes(tracks)
    parts = []
    for index in (0, 1):
        pairs = [
            pair
            for flight in FLIGHTS
            for pair in sequences(flight, split(fixes[flight.callsign])[index])
        ]
        parts.append(Part(tuple(name for name, _ in pairs), np.stack([p for _, p in pairs])))
    return parts[0], parts[1]


def arrays(part: Part, training: Part) -> dict[str, Any]:
    """The arrays of one file, standardised with the constants of the training part.

    A sequence's positions are taken relative to its own centre, so `feature_offset` has a row
    for each sample; what they are divided by, and the mean speed, come from the training part.
    """
    known = (training.points - training.centres[:, np.newaxis])[:, :TIMESTEPS]
    scale = known.std(axis=(0, 1))
    offset = part.centres
    offset[:, POSITION.stop :] = known.mean(axis=(0, 1))[POSITION.stop :]
    values = ((part.points - offset[:, np.newaxis]) / scale).astype(np.float32)
    return {
        "X": values[:, :TIMESTEPS],
        "Y": values[:, TIMESTEPS, POSITION],
        "sample_ids": np.array(part.ids),
        "feature_names": np.array(NAMES),
        "feature_units": np.array(UNITS),
        "feature_offset": offset,
        "feature_scale": scale,
        "target_names": np.array(NAMES[POSITION]),
        "target_units": np.array(UNITS[POSITION]),
        "target_offset": offset[:, POSITION],
        "target_scale": scale[POSITION],
        "about": np.array(ABOUT),
    }


def make_data(tracks: Path, folder: Path = FOLDER) -> list[Path]:
    """Write tracks.npz and tracks_held_out.npz into the folder; returns their paths.

    Not compressed: what a compressor gives depends on its version.
    """
    training, held_out = cut(tracks)
    written = []
    for name, part in (("tracks.npz", training), ("tracks_held_out.npz", held_out)):
        np.savez(folder / name, **arrays(part, training))
        written.append(folder / name)
        print(f"{folder / name}: {len(part.ids)} sequences of {TIMESTEPS} points")
    return written


def train_models(folder: Path = FOLDER) -> None:
    """Train the bundled models on tracks.npz with `rnntui train`, in its defaults and larger."""
    larger = ["--units", "32", "--learning-rate", "0.01", "--epochs", "100"]
    for name, options in (("tracks_simple_rnn", []), ("tracks_simple_rnn_32", larger)):
        command = [sys.executable, "-m", "rnntui", "train", "--data", folder / "tracks.npz"]
        subprocess.run([*command, *options, "--out", folder / f"{name}.keras"], check=True)


def main(arguments: list[str]) -> int:
    """Make everything in this folder from the CSV named in the arguments; returns the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    tracks = Path(arguments[0])
    if not tracks.is_file():
        print(f"{tracks}: no such file; name the CSV of positions", file=sys.stderr)
        return 2
    make_data(tracks)
    train_models()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
