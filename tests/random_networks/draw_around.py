"""Random arguments of the layers around a recurrence, as a plan has them.

Each kind takes tensors of some ranks (without the batch axis): 1 is a vector, 2 a sequence, 3 a
sequence of sequences or an image.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from draw_recurrent import CONVOLVING, RECURRENT, Arguments, Chance, Shape

Kind = Callable[[Chance, Shape], Arguments]
ALL_RANKS = (1, 2, 3)


def _sliding(chance: Chance, length: int | None) -> Arguments:
    found: Arguments = {
        "kernel_size": chance.below(min(4, (length or 3) + 1)),
        "padding": chance.of("valid", "same", "causal"),
        "activation": chance.activation("linear"),
        "use_bias": chance.yes(0.75),
    }
    if chance.yes(0.3):
        found["strides"] = 2
    elif chance.yes(0.3) and found["padding"] != "valid":
        found["dilation_rate"] = 2
    return found


def _pooling(chance: Chance, shape: Shape) -> Arguments:
    size = chance.below(min([4, *((n or 3) + 1 for n in shape[:-1])]))
    strides = chance.of(None, 1, 2)
    return {"pool_size": size, "strides": strides, "padding": chance.of("valid", "same")}


def _sliding_2d(chance: Chance, shape: Shape) -> Arguments:
    size = [chance.below(min(4, (length or 3) + 1)) for length in shape[:-1]]
    return {
        "kernel_size": size,
        "padding": chance.of("valid", "same"),
        "activation": chance.activation("linear"),
    }


def _affine(chance: Chance) -> Arguments:
    return {"center": chance.yes(), "scale": chance.yes(), "epsilon": chance.of(1e-3, 0.1)}


def _axis(chance: Chance, shape: Shape) -> Any:
    """The last axis, or another, or several; only of known length."""
    known = [place + 1 for place, length in enumerate(shape) if length is not None]
    return chance.of(-1, -1, chance.of(*known), known)


def _relu(chance: Chance, shape: Shape) -> Arguments:
    return {
        "max_value": chance.of(None, 0.7),
        "negative_slope": chance.of(0.0, 0.2),
        "threshold": chance.of(0.0, 0.0, 0.3),
    }


def _dense(chance: Chance, shape: Shape) -> Arguments:
    return {
        "units": chance.below(5),
        "activation": chance.activation("linear"),
        "use_bias": chance.yes(0.75),
    }


def _normalization(chance: Chance, shape: Shape) -> Arguments:
    features = shape[-1] or 1
    if chance.yes(0.3):
        return {"axis": None, "mean": chance.number(), "variance": chance.number()}
    return {
        "axis": -1,
        "mean": [chance.number(-1) for _ in range(features)],
        "variance": [chance.number() for _ in range(features)],
        "invert": chance.yes(0.3),
    }


def _groups(chance: Chance, shape: Shape) -> Arguments:
    channels = shape[-1] or 1
    groups = chance.of(*(n for n in range(1, channels + 1) if channels % n == 0), -1)
    return {"groups": groups, **_affine(chance)}


def _permute(chance: Chance, shape: Shape) -> Arguments:
    return {"dims": [int(axis) + 1 for axis in chance.random.permutation(len(shape))]}


def _reshape(chance: Chance, shape: Shape) -> Arguments:
    known = [length for length in shape if length is not None]
    if len(known) < len(shape):
        return {"target_shape": [-1, shape[-1]]}
    total = 1
    for length in known:
        total *= length
    parts = [n for n in range(1, total + 1) if total % n == 0]
    part = int(chance.of(*parts))
    return {"target_shape": chance.of([part, total // part], [part, -1], [total], [-1, part])}


def _distributed(chance: Chance, shape: Shape) -> Arguments:
    inside: list[Any] = ["Dense", "BatchNormalization", "LayerNormalization", "Activation"]
    inside += ["Dropout", "Softmax", "UnitNormalization"]
    if len(shape) == 3:
        inside += ["Flatten", "Conv1D", "GlobalMaxPooling1D", "MaxPooling1D", "Reshape"]
    name = chance.of(*inside)
    return {"layer": {"class_name": name, "arguments": AROUND[name][1](chance, shape[1:])}}


def _none(chance: Chance, shape: Shape) -> Arguments:
    return {}


def _rate(chance: Chance, shape: Shape) -> Arguments:
    return {"rate": 0.3}


def _activation(chance: Chance, shape: Shape) -> Arguments:
    if shape[-1] is not None and shape[-1] % 2 == 0 and chance.yes(0.15):
        return {"activation": "glu"}
    return {"activation": chance.activation("tanh")}


def _margin(chance: Chance) -> Any:
    pair = [int(chance.random.integers(3)), int(chance.random.integers(3))]
    return chance.of(1, pair, pair)


# Class name -> the ranks of what it takes, and its arguments.
AROUND: dict[str, tuple[tuple[int, ...], Kind]] = {
    "Activation": (ALL_RANKS, _activation),
    "ActivityRegularization": (ALL_RANKS, lambda c, s: {"l1": 0.1}),
    "AlphaDropout": (ALL_RANKS, _rate),
    "AveragePooling1D": ((2,), _pooling),
    "AveragePooling2D": ((3,), _pooling),
    "BatchNormalization": (
        ALL_RANKS,
        lambda c, s: {"axis": c.of(-1, -1, 1) if s[0] else -1, **_affine(c)},
    ),
    "Conv1D": ((2,), lambda c, s: {"filters": c.below(5), **_sliding(c, s[0])}),
    "Conv2D": ((3,), lambda c, s: {"filters": c.below(4), **_sliding_2d(c, s)}),
    "Cropping1D": ((2,), lambda c, s: {"cropping": c.of([0, 1], [1, 0], 1)}),
    "Cropping2D": ((3,), lambda c, s: {"cropping": [[0, 1], [1, 0]]}),
    "Dense": (ALL_RANKS, _dense),
    "DepthwiseConv1D": ((2,), lambda c, s: {"depth_multiplier": c.below(3), **_sliding(c, s[0])}),
    "DepthwiseConv2D": ((3,), lambda c, s: {"depth_multiplier": c.below(3), **_sliding_2d(c, s)}),
    "Dropout": (ALL_RANKS, _rate),
    "ELU": (ALL_RANKS, lambda c, s: {"alpha": c.number()}),
    "Flatten": ((2, 3), _none),
    "GaussianDropout": (ALL_RANKS, _rate),
    "GaussianNoise": (ALL_RANKS, lambda c, s: {"stddev": 0.3}),
    "GlobalAveragePooling1D": ((2,), lambda c, s: {"keepdims": c.yes()}),
    "GlobalAveragePooling2D": ((3,), lambda c, s: {"keepdims": c.yes()}),
    "GlobalMaxPooling1D": ((2,), lambda c, s: {"keepdims": c.yes()}),
    "GlobalMaxPooling2D": ((3,), lambda c, s: {"keepdims": c.yes()}),
    "GroupNormalization": ((2, 3), _groups),
    "Identity": (ALL_RANKS, _none),
    "LayerNormalization": (ALL_RANKS, lambda c, s: {"axis": _axis(c, s), **_affine(c)}),
    "LeakyReLU": (ALL_RANKS, lambda c, s: {"negative_slope": c.number()}),
    "Masking": ((2, 3), lambda c, s: {"mask_value": 0.0}),
    "MaxPooling1D": ((2,), _pooling),
    "MaxPooling2D": ((3,), _pooling),
    "Normalization": (ALL_RANKS, _normalization),
    "PReLU": (
        ALL_RANKS,
        lambda c, s: {"shared_axes": [1] if len(s) > 1 and (c.yes() or s[0] is None) else None},
    ),
    "Permute": ((2, 3), _permute),
    "ReLU": (ALL_RANKS, _relu),
    "RepeatVector": ((1,), lambda c, s: {"n": c.below(6)}),
    "Rescaling": (ALL_RANKS, lambda c, s: {"scale": c.number(), "offset": c.number(-1)}),
    "Reshape": (ALL_RANKS, _reshape),
    "SeparableConv1D": (
        (2,),
        lambda c, s: {"filters": c.below(4), "depth_multiplier": c.below(3), **_sliding(c, s[0])},
    ),
    "SeparableConv2D": ((3,), lambda c, s: {"filters": c.below(3), **_sliding_2d(c, s)}),
    "Softmax": (ALL_RANKS, lambda c, s: {"axis": c.of(-1, 1)}),
    "SpatialDropout1D": ((2,), _rate),
    "SpatialDropout2D": ((3,), _rate),
    "TimeDistributed": ((2, 3), _distributed),
    "UnitNormalization": (ALL_RANKS, lambda c, s: {"axis": _axis(c, s)}),
    "UpSampling1D": ((2,), lambda c, s: {"size": c.below(4)}),
    "UpSampling2D": ((3,), lambda c, s: {"size": c.below(3)}),
    "ZeroPadding1D": ((2,), lambda c, s: {"padding": _margin(c)}),
    "ZeroPadding2D": ((3,), lambda c, s: {"padding": c.of(1, [[0, 1], [2, 0]])}),
}
# Of two or three tensors of one shape, or of shapes that go together.
MERGING = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract", "Concatenate", "Dot")
ATTENDING = ("Attention", "AdditiveAttention", "MultiHeadAttention")

# Each network has one of these for certain, by its seed, so that none is forgotten.
FORCED = (*AROUND, *MERGING, *ATTENDING, *RECURRENT, *CONVOLVING, "Embedding", "Model")


def merging_arguments(chance: Chance, name: str, shapes: list[Shape]) -> Arguments:
    if name == "Concatenate":
        return {"axis": chance.of(-1, -1, 1)}
    if name == "Dot":
        return {
            "axes": chance.of(-1, 1, [len(shapes[0]), len(shapes[1])]),
            "normalize": chance.yes(),
        }
    return {}


def attending_arguments(chance: Chance, name: str) -> Arguments:
    if name == "Attention":
        return {"use_scale": chance.yes(), "score_mode": chance.of("dot", "concat")}
    if name == "AdditiveAttention":
        return {"use_scale": chance.yes()}
    # Not of one number: Keras adds a bias (heads, 1) along time where there are as many timesteps.
    return {
        "num_heads": chance.below(4),
        "key_dim": 1 + chance.below(3),
        "value_dim": chance.of(None, 1 + chance.below(3)),
        "use_bias": chance.yes(),
        "output_shape": chance.of(None, chance.below(4)),
    }
