"""Dtypes together are those of Keras."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from keras_session import KerasFiles

from rnntui.layers.keras_ops.promotion import as_array, promoted, result_type

DTYPES = [
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "float16",
    "float32",
    "float64",
    "int",
    "float",
]


@pytest.mark.keras
def test_every_two_dtypes(keras_files: KerasFiles) -> None:
    folder = keras_files(Path(__file__).with_name("keras_dtypes.py"), json.dumps(DTYPES))
    theirs = json.loads((folder / "results.json").read_text())
    kinds = {"int": int, "float": float}
    for (a, b), result in zip(product(DTYPES, DTYPES), theirs, strict=True):
        first, second = (kinds.get(name) or np.dtype(name) for name in (a, b))
        assert result_type(first, second) == result, (a, b)


def test_numbers_take_the_dtype_beside_them() -> None:
    half = np.ones(3, np.float16)
    assert [array.dtype for array in promoted(half, 2.5)] == [np.float16] * 2
    assert [array.dtype for array in promoted(half, 2)] == [np.float16] * 2
    assert [array.dtype for array in promoted(np.ones(3, np.int32), 2.5)] == [np.float32] * 2
    assert [array.dtype for array in promoted(np.ones(3, np.int64), 2)] == [np.int64] * 2


def test_lists_of_numbers_are_of_32_bits() -> None:
    assert as_array((1, 2)).dtype == np.int32
    assert as_array((1.0, 2)).dtype == np.float32
    assert as_array(((True, False),)).dtype == bool


def test_what_is_no_tensor_is_refused() -> None:
    for value in (None, "x", slice(None), ((1, None),)):
        with pytest.raises((TypeError, ValueError)):
            as_array(value)
