"""`python make_layers.py FOLDER SEED ROUNDS`: random layers, each alone, and what Keras gives.

Run in a process of its own. Each layer is written as N.json (its class and config as a model file
holds them) and N.npz: in/0, in/1, … for two samples, mask/0, … where there are masks, weight/0, …
in the order of `layer.weights`, and out.
"""

from __future__ import annotations

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
    lambda: nothing(layers.Identity, below(4)),
    lambda: nothing(lambda: layers.SpatialDropout2D(0.3), 2),
    lambda: nothing(lambda: layers.SpatialDropout3D(0.3), 3),
]


def write(number, layer, shapes, masks=None, call=None):
    """Write a layer with random weights, what it is given, and what it gives."""
    given = [random.standard_normal((2, *shape)).astype(np.float32) for shape in shapes]
    arguments = [keras.ops.convert_to_tensor(array) for array in given]
    call = call or (lambda layer, tensors: layer(*tensors))
    call(layer, arguments)
    layer.set_weights([w + random.uniform(0.05, 0.4, w.shape) for w in layer.get_weights()])
    record = {f"in/{index}": array for index, array in enumerate(given)}
    record |= {f"weight/{index}": w for index, w in enumerate(layer.get_weights())}
    for index, mask in enumerate(masks or ()):
        if mask is not None:
            record[f"mask/{index}"] = mask
            keras.src.backend.set_keras_mask(arguments[index], keras.ops.convert_to_tensor(mask))
    out = record["out"] = np.asarray(call(layer, arguments))
    biased = getattr(layer, "use_bias", False) and layer.data_format == "channels_first"
    if biased and out.shape[1] == out.shape[-1]:
        # TensorFlow's side of `keras.ops.add` then takes the last axis for that of the bias.
        return
    said = keras.saving.serialize_keras_object(layer)
    text = json.dumps({"class_name": said["class_name"], "config": said["config"]})
    (folder / f"{number}.json").write_text(text)
    np.savez(folder / f"{number}.npz", **record)


made = 0
for _ in range(rounds):
    for make in EACH:
        write(made, *make())
        made += 1
