"""`python make_operations.py FOLDER`: a model for each way to use keras.ops, and what Keras gives.

Run in a process of its own. Each model is written as NAME.keras and NAME.h5, with NAME.npz: its
inputs for three samples (in/0, in/1, …) and what Keras makes of them (out/0, …).
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")

import keras
import numpy as np
from keras import ops
from operation_cases import CASES

folder = Path(sys.argv[1])
random = np.random.default_rng(0)
BATCH, LENGTH = 3, 6
warnings.filterwarnings("ignore")


def values(shape, dtype):
    if dtype == "bool":
        return random.random(shape) < 0.5
    if dtype.startswith("int"):
        return random.integers(0, 4, shape).astype(dtype)
    return (2 * random.standard_normal(shape)).astype(dtype)


def make(name, case):
    keras.backend.clear_session()
    symbols = [keras.Input(shape, dtype=dtype) for shape, dtype in case.inputs]
    result = case.build(ops, *symbols)
    outputs = list(result) if isinstance(result, tuple | list) else [result]
    model = keras.Model(symbols, outputs)
    for kind in ("keras", "h5"):
        model.save(folder / f"{name}.{kind}")
    given = [
        values((BATCH, *(LENGTH if size is None else size for size in shape)), dtype)
        for shape, dtype in case.inputs
    ]
    # What predict gives, without its compiling of a function for each model.
    results = keras.tree.flatten(model(given, training=False))
    arrays = {f"in/{i}": array for i, array in enumerate(given)}
    arrays |= {f"out/{i}": np.asarray(array) for i, array in enumerate(results)}
    np.savez(folder / f"{name}.npz", **arrays)


for name, case in CASES.items():
    try:
        make(name, case)
    except Exception as error:
        sys.exit(f"{name}: {error}")
