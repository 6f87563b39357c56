"""Random layers, each alone, give what Keras gives; also under masks."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from covered import ALONE
from keras_session import KerasFiles
from lone import function_of

from rnntui.configs import attention, core, spatial
from rnntui.layers.layer import LayerFunction, WholeFunction
from rnntui.layers.spec import WHOLE
from rnntui.network.layer_classes import (
    CELL_CLASSES,
    LAYER_CLASSES,
    decode_config,
    is_keras_class,
)
from rnntui.network.network import Layer

pytestmark = pytest.mark.keras

HERE = Path(__file__).parent
ROUNDS = 6


@dataclass
class Made:
    """A layer as Keras wrote it; inputs, masks and out are of two samples.

    said: what its call says beside tensors
    """

    what: str
    layer: Layer
    said: dict[str, bool]
    inputs: list[np.ndarray]
    masks: list[np.ndarray | None]
    out: np.ndarray

    def function(self, shapes: tuple[tuple[int | None, ...], ...] | None = None) -> LayerFunction:
        shapes = shapes or tuple(array.shape[1:] for array in self.inputs)
        return function_of(self.layer, *shapes, **self.said)

    def ours(self, function: LayerFunction, sample: int) -> np.ndarray:
        taken = [array[sample] for array in self.inputs]
        masks = tuple(None if mask is None else mask[sample] for mask in self.masks)
        if isinstance(function, WholeFunction):
            return function(*taken, masks=masks)
        return function(*taken)


def read(path: Path) -> Made:
    said = json.loads(path.read_text())
    with np.load(path.with_suffix(".npz")) as arrays:
        found = dict(arrays)
    kinds = {
        kind: [found[name] for name in sorted(found) if name.startswith(kind)]
        for kind in ("in/", "weight/")
    }
    masks = [found.get(f"mask/{index}") for index in range(len(kinds["in/"]))]
    class_name = said["class_name"]
    layer = Layer(
        class_name.lower(),
        class_name,
        decode_config(class_name, said["config"]),
        tuple(kinds["weight/"]),
        (),
    )
    what = f"{path.stem}: {said} of {[array.shape for array in kinds['in/']]}"
    return Made(what, layer, said["said"], kinds["in/"], masks, found["out"])


@pytest.fixture(scope="module")
def folder(keras_files: KerasFiles) -> Path:
    return keras_files(HERE / "make_layers.py", 0, ROUNDS)


@pytest.fixture(scope="module")
def made(folder: Path) -> list[Made]:
    return [read(path) for path in sorted(folder.glob("*.json"))]


def test_outputs_are_those_of_keras(made: list[Made]) -> None:
    seen: Counter[str] = Counter()
    for one in made:
        seen[one.layer.class_name] += 1
        function = one.function()
        for sample in range(2):
            ours, theirs = one.ours(function, sample), one.out[sample]
            assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape), one.what
            assert ours.shape == function.output_shapes[0], one.what
            np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5, err_msg=one.what)
    assert set(seen) == ALONE


def test_a_layer_that_keeps_time_needs_only_the_rows_up_to_t(made: list[Made]) -> None:
    kept: Counter[str] = Counter()
    for one in made:
        function = one.function()
        if not (isinstance(function, WholeFunction) and function.keeps_time):
            continue
        if one.layer.class_name == "Normalization":  # of weights for each t, known from the start
            continue
        if one.said:  # a query all of whose values are masked takes of all alike, later ones too
            one = replace(one, masks=[None] * len(one.inputs))
        kept[one.layer.class_name] += 1
        whole = one.ours(function, 0)
        for t in range(1, len(whole)):
            first = replace(
                one,
                inputs=[array[:, :t] for array in one.inputs],
                masks=[None if mask is None else mask[:, :t] for mask in one.masks],
            )
            ours = first.ours(first.function(), 0)
            np.testing.assert_allclose(ours, whole[:t], rtol=1e-5, atol=1e-6, err_msg=one.what)
    expected = {"Attention", "Conv1D", "Embedding", "Masking", "Maximum", "MultiHeadAttention"}
    assert expected | {"TimeDistributed"} <= set(kept)


def test_lengths_that_are_not_known(made: list[Made]) -> None:
    for one in made:
        shapes = tuple((None, *array.shape[2:]) for array in one.inputs)
        first = getattr(one.layer.config, "data_format", None) == "channels_first"
        parted = one.layer.class_name == "GroupNormalization"  # perhaps along the first axis
        if first or parted or one.layer.class_name not in WHOLE:
            continue
        shape = one.function(shapes).output_shapes[0]
        theirs = one.out[0].shape
        fits = [a is None or a == b for a, b in zip(shape, theirs, strict=True)]
        assert all(fits), (one.what, shape)


def test_a_config_has_keras_arguments(folder: Path) -> None:
    theirs = json.loads((folder / "arguments").read_text())
    for class_name, known in (core.LAYERS | spatial.LAYERS | attention.LAYERS).items():
        # rms_scaling is taken out of the arguments that its signature leaves open.
        ours = set(known.config.__struct_fields__) - {"rms_scaling"}
        assert ours <= set(theirs[class_name]), class_name


def test_keras_has_every_class_so_that_it_can_rebuild_it(folder: Path) -> None:
    theirs = json.loads((folder / "arguments").read_text())
    ours = [name for name in LAYER_CLASSES | CELL_CLASSES if is_keras_class(name)]
    missing = [name for name in ours if name not in theirs and name != "InputLayer"]
    assert not missing, (
        f"keras.layers has no {', '.join(missing)}, so Keras can't rebuild a network with it; a class "
        'that is not Keras\'s goes by its registered name, "package>Name"'
    )
