"""`python make_layers.py FOLDER SEED ROUNDS`: random layers, each alone, and what Keras gives.

Run in a process of its own. Each layer is written as N.json (its class and config as a model file
holds them, and what its call says besides tensors) and N.npz: in/0, in/1, … for two samples, mask/0, …
where there are masks, weight/0, … in the order of `layer.weights`, and out. The file "arguments" holds
the names of the arguments that each class of keras.layers is made with.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")

import keras
import numpy as np
from keras import layers

folder, seed, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
keras.utils.set_random_seed(seed)
random = np.random.default_rng(seed)
ACTIVATIONS = ("linear", "tanh", "relu", "sigmoid", "softmax")


def one_of(*choices):
    return choices[random.integers(len(choices))]


def yes():
    return bool(random.integers(2))


def below(limit):
    """1 to limit - 1."""
    return int(random.integers(1, limit))


class Shaped:
    """A random sample's shape for a layer of some rank, with its data_format."""

    def __init__(self, rank, *, channels=None, smallest=5):
        self.rank = rank
        self.first = bool(random.random() < 0.3)
        self.channels = channels or below(4)
        self.space = tuple(int(random.integers(smallest, smallest + 4)) for _ in range(rank))

    @property
    def format(self):
        return "channels_first" if self.first else one_of("channels_last", None)

    @property
    def shape(self):
        return (self.channels, *self.space) if self.first else (*self.space, self.channels)


def sliding(rank, *, causal=False, one_stride=False):
    """The arguments that all convolutions take. TensorFlow: strides or dilation, not both."""
    found = {"kernel_size": tuple(below(4) for _ in range(rank)), "use_bias": yes()}
    if yes():
        stride = below(3)
        found["strides"] = tuple(stride if one_stride else below(3) for _ in range(rank))
    elif yes():
        found["dilation_rate"] = tuple(below(3) for _ in range(rank))
    padding = one_of("valid", "same", *(("causal",) if causal else ()))
    return found | {"padding": padding, "activation": one_of(*ACTIVATIONS)}


def conv(rank):
    to = Shaped(rank)
    groups = one_of(1, to.channels)
    make = getattr(layers, f"Conv{rank}D")
    arguments = sliding(rank, causal=rank == 1)
    return make(groups * below(4), groups=groups, data_format=to.format, **arguments), [to.shape]


def depthwise(rank):
    to = Shaped(rank)
    make = getattr(layers, f"DepthwiseConv{rank}D")
    arguments = sliding(rank, one_stride=True)
    return make(depth_multiplier=below(4), data_format=to.format, **arguments), [to.shape]


def separable(rank):
    to = Shaped(rank)
    make = getattr(layers, f"SeparableConv{rank}D")
    arguments = sliding(rank, one_stride=True)
    return make(below(4), depth_multiplier=below(4), data_format=to.format, **arguments), [to.shape]


def pooling(kind, rank):
    to = Shaped(rank)
    make = getattr(layers, f"{kind}Pooling{rank}D")
    size = one_of(below(4), tuple(below(4) for _ in range(rank)))
    strides = one_of(None, below(3), tuple(below(3) for _ in range(rank)))
    return make(size, strides, one_of("valid", "same"), data_format=to.format), [to.shape]


def global_pooling(kind, rank):
    to = Shaped(rank)
    make = getattr(layers, f"Global{kind}Pooling{rank}D")
    return make(data_format=to.format, keepdims=yes()), [to.shape]


def margins(rank):
    pairs = tuple((int(random.integers(3)), int(random.integers(3))) for _ in range(rank))
    return one_of(1, pairs[0] if rank == 1 else pairs, tuple(range(rank)) if rank > 1 else 2)


def zero_padding(rank):
    to = Shaped(rank)
    make = getattr(layers, f"ZeroPadding{rank}D")
    return make(margins(rank), data_format=to.format), [to.shape]


def cropping(rank):
    to = Shaped(rank)
    if rank == 1:
        to.first = False
        return layers.Cropping1D(margins(1)), [to.shape]
    make = getattr(layers, f"Cropping{rank}D")
    return make(margins(rank), data_format=to.format), [to.shape]


def up_sampling(rank):
    to = Shaped(rank)
    if rank == 1:
        to.first = False
        return layers.UpSampling1D(below(4)), [to.shape]
    make = getattr(layers, f"UpSampling{rank}D")
    size = one_of(below(4), tuple(below(3) for _ in range(rank)))
    return make(size, data_format=to.format), [to.shape]


def flatten(rank):
    to = Shaped(rank)
    return layers.Flatten(data_format=to.format), [to.shape]


def nothing(kind, rank):
    to = Shaped(rank)
    return kind(), [to.shape]


def mask_of(length):
    """For two samples, which timesteps count; now and then none does."""
    return random.random((2, length)) < one_of(0.0, 0.5, 0.5, 0.8)


def masked(shapes):
    """A mask for each shape, or none."""
    return [mask_of(shape[0]) if random.random() < 0.6 else None for shape in shapes]


def attended(*, alike):
    """The shapes of query, value and perhaps key."""
    queries, values, features = below(6), below(6), below(4)
    keys = [(values, features if alike else below(4))] if yes() else []
    same = alike and not keys
    return [(queries, features), (values, features if same else below(4)), *keys]


def attention(kind):
    more = {"score_mode": one_of("dot", "concat")} if kind is layers.Attention else {}
    shapes = attended(alike=True)
    return kind(use_scale=yes(), dropout=0.2, **more), shapes, {
        "masks": masked(shapes), "said": {"use_causal_mask": yes()}, "listed": True,
    }  # fmt: skip


def multi_head():
    shapes = attended(alike=False)
    layer = layers.MultiHeadAttention(
        below(4),
        1 + below(4),
        # Not 1: with as many timesteps as heads, TensorFlow's `keras.ops.add` misplaces the bias.
        value_dim=one_of(None, 1 + below(4)),
        dropout=one_of(0.0, 0.2),
        use_bias=yes(),
        output_shape=one_of(None, 3, (2, 3)),
        sliding_window=one_of(None, below(4)),
        use_gate=yes(),
    )
    return layer, shapes, {"masks": masked(shapes), "said": {"use_causal_mask": yes()}}


def multi_head_of_images():
    shapes = [(2, 3, 2), (3, 2, 3)]
    return layers.MultiHeadAttention(2, 2, attention_axes=one_of(None, (1, 2), (-3, -2))), shapes


def merged(kind):
    length = below(6)
    shapes = [(length, 3)] * one_of(2, 3)
    return kind(), shapes, {"masks": masked(shapes), "listed": True}


def mean_over_time():
    to = Shaped(1)
    layer = layers.GlobalAveragePooling1D(data_format=to.format, keepdims=yes())
    return layer, [to.shape], {"masks": [mask_of(to.space[0])]}


def masking():
    shape = (1 + below(6), *one_of((), (2,)), 1 + below(3))
    value = one_of(0.0, 0.5)
    given = random.standard_normal((2, *shape))
    given[random.random(given.shape[:-1]) < 0.5] = value
    given[..., 0][random.random(given.shape[:-1]) < 0.2] = value
    return layers.Masking(value), [shape], {"given": [given]}


def embedding():
    shape = one_of((4,), (2, 3))
    given = [random.integers(0, 5, (2, *shape))]
    return layers.Embedding(5, 3, mask_zero=yes()), [shape], {"given": given}


def normalization():
    shape = (3, 4)
    axis = one_of(-1, 2, 1, (1, 2), (2, 1), None)
    sizes = {-1: (4,), 2: (4,), 1: (3,), None: ()}.get(axis, (3, 4))
    given = one_of({}, {"mean": 0.5, "variance": 2.0})
    if given and axis is not None and yes():
        sizes = one_of(sizes, sizes[-1:])
        given = {"mean": np.arange(np.prod(sizes)).reshape(sizes), "variance": 1 + np.ones(sizes)}
    return layers.Normalization(axis, **given, invert=yes()), [shape]


def group_normalization():
    shape = one_of((6,), (3, 6), (2, 3, 6))
    if len(shape) > 1 and yes():
        shape, axis = (6, *shape[1:]), 1
    else:
        axis = one_of(-1, len(shape))
    return layers.GroupNormalization(
        one_of(-1, 1, 2, 3), axis, one_of(1e-3, 0.1), center=yes(), scale=yes()
    ), [shape]


def time_distributed():
    inner, shape = one_of(
        (layers.Conv2D(2, 2, activation=one_of(*ACTIVATIONS)), (4, 5, 2)),
        (layers.Flatten(), (4, 2)),
        (layers.Dense(3, activation=one_of(*ACTIVATIONS)), (4,)),
        (layers.MaxPooling2D(), (4, 5, 2)),
        (layers.GlobalAveragePooling1D(), (4, 2)),
        (layers.LayerNormalization(axis=1), (4, 2)),
        (layers.BatchNormalization(), (4, 2)),
        (layers.GroupNormalization(2), (3, 4)),
        (layers.Reshape((2, -1)), (4,)),
        (layers.TimeDistributed(layers.Dense(3)), (4, 2)),
        (layers.TimeDistributed(layers.Conv1D(2, 2)), (2, 4, 2)),
        (layers.RepeatVector(2), (3,)),
        (layers.PReLU(), (3, 2)),
    )
    return layers.TimeDistributed(inner), [(below(5), *shape)]


EACH = [
    *(lambda rank=rank: conv(rank) for rank in (1, 2, 3)),
    *(lambda rank=rank: depthwise(rank) for rank in (1, 2)),
    *(lambda rank=rank: separable(rank) for rank in (1, 2)),
    *(
        lambda kind=kind, rank=rank: pooling(kind, rank)
        for kind in ("Max", "Average")
        for rank in (1, 2, 3)
    ),
    *(
        lambda kind=kind, rank=rank: global_pooling(kind, rank)
        for kind in ("Max", "Average")
        for rank in (1, 2, 3)
    ),
    *(lambda rank=rank: zero_padding(rank) for rank in (1, 2, 3)),
    *(lambda rank=rank: cropping(rank) for rank in (1, 2, 3)),
    *(lambda rank=rank: up_sampling(rank) for rank in (1, 2, 3)),
    *(lambda rank=rank: flatten(rank) for rank in (1, 2, 3)),
    *(
        lambda kind=kind: attention(kind)
        for kind in (layers.Attention, layers.AdditiveAttention)
        for _ in range(3)
    ),
    *[multi_head] * 4,
    multi_head_of_images,
    *(lambda kind=kind: merged(kind) for kind in (layers.Maximum, layers.Minimum, layers.Multiply)),
    mean_over_time,
    embedding,
    *[normalization] * 3,
    *[group_normalization] * 2,
    *[masking] * 2,
    *[time_distributed] * 4,
    lambda: nothing(layers.Identity, below(4)),
    lambda: nothing(lambda: layers.SpatialDropout2D(0.3), 2),
    lambda: nothing(lambda: layers.SpatialDropout3D(0.3), 3),
]


def write(number, layer, shapes, more=None):
    """Write a layer with random weights, what it is given, and what it gives."""
    more = more or {}
    given = more.get("given") or [random.standard_normal((2, *shape)) for shape in shapes]
    given = [a if a.dtype.kind == "i" else a.astype(np.float32) for a in given]
    tensors = [keras.ops.convert_to_tensor(array) for array in given]
    arguments = [tensors] if more.get("listed") else tensors
    said = more.get("said", {})
    layer(*arguments, **said)
    layer.set_weights([w + random.uniform(0.05, 0.4, w.shape) for w in layer.get_weights()])
    if isinstance(layer, layers.Normalization):
        layer.finalize_state()
    record = {f"in/{index}": array for index, array in enumerate(given)}
    record |= {f"weight/{index}": w for index, w in enumerate(layer.get_weights())}
    for index, mask in enumerate(more.get("masks", ())):
        if mask is not None:
            record[f"mask/{index}"] = mask
            keras.src.backend.set_keras_mask(tensors[index], keras.ops.convert_to_tensor(mask))
    out = record["out"] = np.asarray(layer(*arguments, **said))
    biased = getattr(layer, "use_bias", False) and hasattr(layer, "data_format")
    if biased and layer.data_format == "channels_first" and out.shape[1] == out.shape[-1]:
        # TensorFlow's side of `keras.ops.add` then takes the last axis for that of the bias.
        return
    written = keras.saving.serialize_keras_object(layer)
    text = {"class_name": written["class_name"], "config": written["config"], "said": said}
    (folder / f"{number}.json").write_text(json.dumps(text))
    np.savez(folder / f"{number}.npz", **record)


arguments = {
    name: list(inspect.signature(getattr(layers, name).__init__).parameters)
    for name in dir(layers)
    if isinstance(getattr(layers, name), type)
}
(folder / "arguments").write_text(json.dumps(arguments))
made = 0
for _ in range(rounds):
    for make in EACH:
        write(made, *make())
        made += 1
