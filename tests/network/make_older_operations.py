"""`python make_older_operations.py FOLDER`: what TensorFlow computes for the cases, for two samples."""

from __future__ import annotations

import os
import sys

os.environ.update(CUDA_VISIBLE_DEVICES="-1", TF_CPP_MIN_LOG_LEVEL="3")

import numpy as np
import tensorflow as tf
from older_operation_cases import CASES

random = np.random.default_rng(0)
x = random.standard_normal((2, 5, 3)).astype(np.float32)
y = random.standard_normal((2, 3)).astype(np.float32)
arrays = {"x": x, "y": y}
for name, case in CASES.items():
    results = case.meant(tf, tf.constant(x), tf.constant(y))
    results = results if isinstance(results, list | tuple) else [results]
    arrays |= {f"{name}/{number}": result.numpy() for number, result in enumerate(results)}
np.savez(f"{sys.argv[1]}/results.npz", **arrays)
