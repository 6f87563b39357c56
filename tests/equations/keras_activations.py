"""`python keras_activations.py FOLDER NAME…`: what Keras's activations compute, by name, beside `x`."""

from __future__ import annotations

import os
import sys

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")

import keras
import numpy as np

names = sys.argv[2:]
special = [[0.0, -0.0, 0.5, -0.5, 1.0, -1.0], [3.0, -3.0, 6.0, -6.0, 20.0, -20.0]]
random = np.random.default_rng(0).normal(0, 3, (20, 6))
x = np.concatenate([special, random]).astype(np.float32)
results = {name: np.asarray(keras.activations.get(name)(x)) for name in names}
results["relu, with parameters"] = np.asarray(
    keras.activations.relu(x, negative_slope=0.1, max_value=2.0, threshold=0.5)
)
results["every name"] = np.array(
    [n for n, f in vars(keras.activations).items() if callable(f) and not n.startswith("_")]
)
np.savez(f"{sys.argv[1]}/keras.npz", x=x, **results)
