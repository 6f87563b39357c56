"""What it costs to say what a model file holds, beside importing TensorFlow."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import h5py
import numpy as np

UNITS, FEATURES = 480, 40


@dataclass(frozen=True)
class InfoCosts:
    """Seconds, medians: of `rnntui info`, and of `import tensorflow`; megabytes: of the file."""

    info: float
    tensorflow: float
    megabytes: float


def measure(times: int = 5) -> InfoCosts:
    """Run both by turns, on a file of Keras 2, for which it also says how much its age matters."""
    with TemporaryDirectory() as folder:
        path = write_model(Path(folder) / "model.h5")
        info = [sys.executable, "-m", "rnntui", "info", str(path)]
        tensorflow = [sys.executable, "-c", "import tensorflow"]
        found = [(_seconds(info), _seconds(tensorflow)) for _ in range(times)]
        size = path.stat().st_size / 1e6
    return InfoCosts(median(f[0] for f in found), median(f[1] for f in found), size)


def write_model(path: Path) -> Path:
    """LSTM(480) → Dense(3) as Keras 2.2.4 saved it, 4 MB of random weights."""
    random = np.random.default_rng(0)
    weights = {
        "lstm": {
            "kernel": (FEATURES, 4 * UNITS),
            "recurrent_kernel": (UNITS, 4 * UNITS),
            "bias": (4 * UNITS,),
        },
        "dense": {"kernel": (UNITS, 3), "bias": (3,)},
    }
    shape = [None, 20, FEATURES]
    layers = [
        {
            "class_name": "LSTM",
            "config": {"name": "lstm", "units": UNITS, "batch_input_shape": shape},
        },
        {"class_name": "Dense", "config": {"name": "dense", "units": 3}},
    ]
    config = {"class_name": "Sequential", "config": {"name": "big", "layers": layers}}
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = "2.2.4"
        file.attrs["model_config"] = json.dumps(config)
        for layer, shapes in weights.items():
            group = file.create_group(f"model_weights/{layer}")
            group.attrs["weight_names"] = [f"{layer}/{name}:0" for name in shapes]
            for name, size in shapes.items():
                array = 0.05 * random.standard_normal(size).astype(np.float32)
                group.create_dataset(f"{layer}/{name}:0", data=array)
    return path


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started
