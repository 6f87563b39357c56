"""`python make_around.py FOLDER SEED COUNT`: random models of the layers around a recurrence.

Run in a process of its own. Each model is saved by Keras as N.keras or N.h5 (every second one),
with N.npz beside it: in/NAME and out, what the model gives for two samples.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")

import keras
import numpy as np
from keras import layers

folder, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
keras.utils.set_random_seed(seed)
random = np.random.default_rng(seed)
# Called eagerly, Keras's Add takes a (N, 1) for a bias where N is also the number of features.
SAMPLES = 37
ACTIVATIONS = ("linear", "tanh", "relu", "sigmoid", "elu", "softmax")


def one_of(*choices):
    return choices[random.integers(len(choices))]


def yes():
    return bool(random.integers(2))


def pair():
    return (int(random.integers(3)), int(random.integers(3)))


def number():
    return float(np.round(random.uniform(0.05, 1.5), 3))


# Of one tensor of any rank.
ANY = [
    lambda x: layers.ReLU(
        one_of(None, 0.7), negative_slope=one_of(0.0, 0.2), threshold=one_of(0.0, 0.3)
    ),
    lambda x: layers.LeakyReLU(number()),
    lambda x: layers.ELU(number()),
    lambda x: layers.Softmax(),
    lambda x: layers.Softmax(axis=1),
    lambda x: layers.Activation(one_of(*ACTIVATIONS)),
    lambda x: layers.GaussianDropout(0.3),
    lambda x: layers.GaussianNoise(0.3),
    lambda x: layers.AlphaDropout(0.3),
    lambda x: layers.Dropout(0.3),
    lambda x: layers.ActivityRegularization(l1=0.1),
    lambda x: layers.BatchNormalization(center=yes(), scale=yes(), epsilon=one_of(1e-3, 0.1)),
    lambda x: layers.LayerNormalization(center=yes(), scale=yes(), epsilon=one_of(1e-3, 0.1)),
    lambda x: layers.UnitNormalization(),
    lambda x: layers.Rescaling(number(), offset=number()),
    lambda x: layers.Dense(
        int(random.integers(1, 5)), activation=one_of(*ACTIVATIONS), use_bias=yes()
    ),
    lambda x: layers.Flatten(),
    lambda x: layers.Reshape((-1,)),
    lambda x: layers.PReLU(),
]
# Of a sequence.
SEQUENCE = [
    lambda x: layers.PReLU(shared_axes=[1]),
    lambda x: layers.BatchNormalization(axis=1),
    lambda x: layers.LayerNormalization(axis=1),
    lambda x: layers.LayerNormalization(axis=[1, 2]),
    lambda x: layers.UnitNormalization(axis=1),
    lambda x: layers.SpatialDropout1D(0.3),
    lambda x: layers.Permute((2, 1)),
    lambda x: layers.Permute((1, 2)),
    lambda x: layers.Reshape((x.shape[2], x.shape[1])),
    lambda x: layers.Conv1D(
        int(random.integers(1, 5)),
        int(random.integers(1, min(4, x.shape[1] + 1))),
        strides=int(random.integers(1, 3)),
        padding=one_of("valid", "same", "causal"),
        activation=one_of(*ACTIVATIONS),
        use_bias=yes(),
    ),
    lambda x: layers.Conv1D(3, 2, dilation_rate=2, padding=one_of("same", "causal")),
    lambda x: layers.Conv1D(2 * x.shape[2], 2, groups=x.shape[2], padding="causal"),
    lambda x: layers.MaxPooling1D(
        int(random.integers(1, min(4, x.shape[1] + 1))), one_of(None, 1, 2), one_of("valid", "same")
    ),
    lambda x: layers.AveragePooling1D(
        int(random.integers(1, min(4, x.shape[1] + 1))), one_of(None, 1, 2), one_of("valid", "same")
    ),
    lambda x: layers.GlobalMaxPooling1D(keepdims=yes()),
    lambda x: layers.GlobalAveragePooling1D(keepdims=yes()),
    lambda x: layers.ZeroPadding1D(one_of(1, pair())),
    lambda x: layers.Cropping1D(one_of((0, 1), (1, 0)) if x.shape[1] > 1 else 0),
    lambda x: layers.UpSampling1D(int(random.integers(1, 4))),
    lambda x: layers.TimeDistributed(layers.Dense(3, activation=one_of(*ACTIVATIONS))),
    lambda x: layers.TimeDistributed(layers.BatchNormalization()),
    lambda x: layers.DepthwiseConv1D(2, depth_multiplier=2, padding="same", use_bias=yes()),
    lambda x: layers.SeparableConv1D(3, 2, padding="same", activation=one_of(*ACTIVATIONS)),
    lambda x: layers.GroupNormalization(one_of(1, -1)),
    lambda x: layers.Normalization(mean=0.3, variance=1.7, invert=yes()),
    lambda x: layers.Identity(),
]


def images(x):
    """A sequence as a sequence of images, through layers at each timestep, and back."""
    x = layers.Reshape((*x.shape[1:], 1))(x)
    x = layers.Conv2D(2, (one_of(1, 2), 1), padding="same", activation=one_of(*ACTIVATIONS))(x)
    x = one_of(
        layers.MaxPooling2D((1, x.shape[2])),
        layers.UpSampling2D((1, 2)),
        layers.ZeroPadding2D(((0, 0), (1, 0))),
        layers.TimeDistributed(layers.SeparableConv1D(2, 1)),
    )(x)
    return layers.TimeDistributed(one_of(layers.Flatten(), layers.GlobalAveragePooling1D()))(x)


# The same, where one layer is called on several tensors, or several layers make one step.
STEPS = [
    images,
    lambda x: layers.Attention(use_scale=yes(), score_mode=one_of("dot", "concat"))(
        [x, x], use_causal_mask=yes()
    ),
    lambda x: layers.AdditiveAttention()([x, layers.LeakyReLU()(x)]),
    lambda x: layers.MultiHeadAttention(2, 3, value_dim=one_of(None, 2), use_bias=yes())(
        x, use_causal_mask=yes(), value=x
    ),
    lambda x: layers.MultiHeadAttention(1, 2)(x, layers.Dense(3)(x), layers.Dropout(0.1)(x)),
]
MERGING = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"]


def recurrence(sequences):
    kind = one_of(layers.SimpleRNN, layers.LSTM, layers.GRU)
    return kind(
        int(random.integers(2, 5)),
        return_sequences=sequences,
        go_backwards=bool(random.random() < 0.2),
    )


def around(x, index):
    """The next layer of the lists, so that none is forgotten, on a tensor that it takes."""
    every = ANY + SEQUENCE + STEPS
    make = every[index % len(every)]
    if make not in ANY and len(x.shape) == 2:
        x = layers.RepeatVector(int(random.integers(2, 5)))(x)
    return make(x) if make in STEPS else make(x)(x)


def merged(x, other, name):
    if name == "Dot":
        if len(x.shape) != len(other.shape):
            x, other = layers.Flatten()(x), layers.Flatten()(other)
        x = layers.Dense(3)(x)
        return layers.Dot(axes=-1, normalize=yes())([x, layers.Dense(3)(other)])
    if len(x.shape) == 3 and (len(other.shape) != 3 or x.shape[1] != other.shape[1]):
        x = layers.GlobalAveragePooling1D()(x)
    if len(other.shape) == 3 and len(x.shape) == 2 and (yes() or name == "Concatenate"):
        other = layers.Flatten()(other)
    if name == "Concatenate":
        if x.shape[-1] == other.shape[-1] and len(x.shape) == 3 and yes():
            return layers.Concatenate(axis=1)([x, other])
        return layers.Concatenate()([x, other])
    size = x.shape[-1]
    tensors = [x, layers.Dense(one_of(size, size, 1))(other)]
    if name != "Subtract" and yes():
        tensors.append(layers.Dense(size)(x))
    return getattr(layers, name)()(tensors)


def model(index):
    timesteps = int(random.integers(3, 8))
    inputs = [layers.Input((timesteps, int(random.integers(1, 4))), name="x")]
    x = inputs[0]
    if index % 4 == 1:
        inputs = [layers.Input((timesteps,), dtype=one_of("int32", "float32"), name="words")]
        x = layers.Embedding(9, 3)(inputs[0])
    if yes():
        x = around(x, index * 3)
        x = layers.Reshape((-1, x.shape[-1]))(x) if len(x.shape) == 2 else x
    branch = x
    x = recurrence(yes())(x)
    for step in range(int(random.integers(1, 3))):
        x = around(x, index * 3 + 1 + step)
    if index % 3 == 0:
        other = recurrence(yes())(branch)
        if index % 2:
            inputs.append(layers.Input((3,), name="static"))
            other = inputs[-1]
        x = merged(x, other, MERGING[index // 3 % len(MERGING)])
    if yes() and len(x.shape) == 3:
        x = recurrence(yes())(x)
    if yes():
        x = around(x, int(random.integers(100)))
    if yes():
        x = layers.Dense(2)(x)
    return keras.Model(inputs, x)


for index in range(count):
    made = model(index)
    for layer in made.layers:
        weights = [w + random.uniform(0.05, 0.4, w.shape) for w in layer.get_weights()]
        layer.set_weights(weights)
    arrays = {}
    for tensor in made.inputs:
        shape = (SAMPLES, *tensor.shape[1:])
        array = random.standard_normal(shape).astype(np.float32)
        if tensor.name == "words":
            array = random.integers(0, 9, shape).astype(tensor.dtype)
        arrays[tensor.name] = array
    made.save(folder / f"{index}{'.h5' if index % 2 else '.keras'}")
    output = np.asarray(made(list(arrays.values()), training=False))
    record = {"out": output} | {f"in/{name}": array for name, array in arrays.items()}
    np.savez(folder / f"{index}.npz", **{name: array[:2] for name, array in record.items()})
