"""`python make_older_files.py FOLDER`: models as older Keras saved them, with what it computed.

Made once; a part of the files is in older_files. To be run with Python 3.7, NumPy 1.18, h5py 2.10, Theano
1.0.5 and one of Keras 1.0.8, 1.2.2, 2.0.9, 2.2.4. Each model is saved as VERSION_NAME.h5, with
VERSION_NAME.npz beside it: in0, … and out0, …, what the model gives for four samples.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.update(KERAS_BACKEND="theano", THEANO_FLAGS="floatX=float32,optimizer=fast_compile")

import keras
import numpy as np
from keras import layers
from keras.models import Model, Sequential

folder, version = Path(sys.argv[1]), keras.__version__
random = np.random.RandomState(0)
SEQUENCE = {"input_shape": (6, 3)}


def chain(*parts):
    model = Sequential()
    for part in parts:
        model.add(part)
    return model


def many(kind, units, **said):
    return kind(units, return_sequences=True, **said)


def merged(left, right, **said):
    return layers.Merge([left, right], **said)


def inner(*more):
    dense = layers.TimeDistributed(layers.Dense(3))
    return chain(many(layers.LSTM, 4, **SEQUENCE), *more, dense)


def side_by_side(joined):
    """A model called on two inputs, a Dense layer called twice."""
    x, y, model, dense = layers.Input((6, 3)), layers.Input((6, 3)), inner(), layers.Dense(2)
    one, other = dense(layers.LSTM(2)(model(x))), dense(layers.GRU(2)(model(y)))
    return [x, y], joined([one, other])


def keras_1():
    yield (
        "masked",
        chain(
            layers.Masking(0.0, **SEQUENCE),
            many(layers.LSTM, 4),
            many(layers.GRU, 3, go_backwards=True),
            layers.Dropout(0.5),
            layers.SimpleRNN(2),
        ),
    )
    yield (
        "embedding",
        chain(
            layers.Embedding(9, 4, mask_zero=True, input_length=7, dropout=0.1),
            many(layers.LSTM, 3),
            layers.TimeDistributed(layers.Dense(2)),
            layers.LSTM(2),
        ),
    )
    yield (
        "joined",
        chain(
            many(layers.LSTM, 4, consume_less="gpu", **SEQUENCE),
            layers.GRU(3, consume_less="gpu"),
            layers.Dense(2),
        ),
    )
    yield (
        "convolution",
        chain(
            layers.Convolution1D(4, 3, border_mode="same", input_shape=(12, 3)),
            layers.LeakyReLU(0.2),
            layers.ELU(0.5),
            layers.PReLU(),
            layers.BatchNormalization(),
            layers.MaxPooling1D(2),
            layers.ZeroPadding1D(2),
            layers.AveragePooling1D(3, stride=2),
            layers.UpSampling1D(2),
            layers.GRU(2),
        ),
    )
    branch = chain(
        merged(chain(layers.LSTM(4, **SEQUENCE)), chain(layers.Dense(4, input_dim=3)), mode="mul"),
        layers.Dense(4),
    )
    other = chain(layers.GRU(4, input_shape=(5, 2)))
    yield "branches", chain(merged(branch, other, mode="ave"), layers.Dense(3))
    yield "nested", chain(inner(), layers.GRU(2))
    if version >= "1.2":
        yield (
            "directions",
            chain(
                layers.Masking(0.0, **SEQUENCE),
                layers.Bidirectional(many(layers.LSTM, 4)),
                layers.Bidirectional(layers.GRU(3), merge_mode="ave"),
            ),
        )
        yield (
            "images",
            chain(
                layers.ConvLSTM2D(
                    2, 3, 3, border_mode="same", dim_ordering="th", input_shape=(4, 2, 5, 6)
                ),
                layers.Convolution2D(2, 3, 2, dim_ordering="th"),
                layers.UpSampling2D((2, 1), dim_ordering="th"),
                layers.BatchNormalization(axis=1),
                layers.Flatten(),
                layers.Dense(2),
            ),
        )
        inputs, output = side_by_side(lambda pair: layers.merge(pair, mode="concat"))
        yield "shared", Model(input=inputs, output=output)


def keras_2():
    yield (
        "masked",
        chain(
            layers.Masking(0.0, **SEQUENCE),
            layers.Bidirectional(many(layers.LSTM, 4)),
            layers.Bidirectional(layers.GRU(3), merge_mode="ave"),
        ),
    )
    yield (
        "activations",
        chain(
            layers.Dense(4, **SEQUENCE),
            layers.LeakyReLU(0.2),
            layers.ELU(0.5),
            layers.ThresholdedReLU(0.1),
            layers.PReLU(shared_axes=[1]),
            layers.BatchNormalization(),
            layers.SpatialDropout1D(0.1),
            layers.GRU(2),
        ),
    )
    yield (
        "convolution",
        chain(
            layers.Conv1D(4, 3, padding="same", activation="relu", input_shape=(12, 3)),
            layers.MaxPooling1D(2),
            layers.Conv1D(3, 2, padding="causal", dilation_rate=2),
            layers.LSTM(2),
        ),
    )
    yield (
        "images",
        chain(
            layers.TimeDistributed(layers.Conv2D(2, (3, 2)), input_shape=(4, 8, 7, 1)),
            layers.TimeDistributed(layers.MaxPooling2D((2, 2))),
            layers.ConvLSTM2D(2, 3, padding="same", return_sequences=True),
            layers.TimeDistributed(layers.Flatten()),
            layers.LSTM(3),
        ),
    )
    inputs, output = side_by_side(layers.concatenate)
    yield "shared", Model(inputs=inputs, outputs=output)
    if version >= "2.2":
        yield (
            "averaged",
            chain(
                layers.Masking(0.0, **SEQUENCE),
                many(layers.GRU, 4, reset_after=True),
                layers.GlobalAveragePooling1D(),
            ),
        )


for name, model in keras_1() if version < "2" else keras_2():
    for layer in getattr(model, "flattened_layers", model.layers):
        arrays = [0.4 * random.randn(*array.shape) for array in layer.get_weights()]
        if "BatchNormalization" in type(layer).__name__:
            arrays[3] = np.abs(arrays[3]) + 0.5
        layer.set_weights(arrays)
    inputs = [random.randn(4, *tensor._keras_shape[1:]).astype("f4") for tensor in model.inputs]
    if name == "embedding":
        inputs = [random.randint(0, 9, array.shape).astype("f4") for array in inputs]
        inputs[0][:, :2] = inputs[0][0, -1] = 0
    elif name in ("masked", "directions", "averaged"):
        inputs[0][0, -2:] = inputs[0][1, 0] = inputs[0][2, 3] = 0
    outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], batch_size=4)
    found = {f"in{number}": array for number, array in enumerate(inputs)}
    found.update(
        (f"out{number}", array)
        for number, array in enumerate(outputs if isinstance(outputs, list) else [outputs])
    )
    path = folder / f"{version}_{name}"
    np.savez_compressed(str(path) + ".npz", **found)
    model.save(str(path) + ".h5", overwrite=True)
