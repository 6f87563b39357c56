"""`python make_models.py FOLDER`: model files, and what Keras says of them by another way.

Run in a process of its own. Beside each NAME.keras there is a NAME.npz with input/…, output/… (from
model.predict) and sequence/… (from a second layer with the same weights and return_sequences=True,
on the same symbolic input; the worker watches the first layer's own loop instead).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")

import keras
import numpy as np
from keras import layers

folder = Path(sys.argv[1])
keras.utils.set_random_seed(1)
random = np.random.default_rng(1)


def twin(layer, inputs=None, **kwargs):
    config = {**layer.get_config(), "name": layer.name + "_twin"}
    config |= {"return_sequences": True, "return_state": False}
    copy = type(layer).from_config(config)
    result = copy(layer.input if inputs is None else inputs, **kwargs)
    copy.set_weights(layer.get_weights())
    return result


def keep(name, model, arrays, sequences, suffix=".keras"):
    model.save(folder / f"{name}{suffix}")
    size = model.inputs[0].shape[0] or 32
    flat = [arrays[tensor.name] for tensor in model.inputs]
    record = {f"input/{key}": value for key, value in arrays.items()}
    outputs = keras.tree.flatten(model.predict(flat, batch_size=size, verbose=0))
    names = getattr(model, "output_names", None) or [model.layers[-1].name]
    record |= {f"output/{key}": value for key, value in zip(names, outputs, strict=True)}
    for key, tensor in sequences.items():
        probe = keras.Model(model.inputs, tensor)
        record[f"sequence/{key}"] = probe.predict(flat, batch_size=size, verbose=0)
    np.savez(folder / f"{name}.npz", **record)


def normal(*shape):
    return random.standard_normal(shape).astype(np.float32)


# Sequential, return_sequences=False.
model = keras.Sequential([layers.Input((7, 2), name="x"), layers.SimpleRNN(3), layers.Dense(2)])
rnn = model.layers[0]
keep("sequential", model, {"x": normal(40, 7, 2)}, {rnn.name: twin(rnn)})
keep("old", model, {"x": normal(3, 7, 2)}, {rnn.name: twin(rnn)}, ".h5")

# Stacked and functional, any length, backwards, with dropout.
x = layers.Input((None, 2), name="x")
first, second = layers.SimpleRNN(4, return_sequences=True), layers.GRU(3, go_backwards=True)
model = keras.Model(x, layers.Dense(2, name="y")(second(layers.Dropout(0.5)(first(x)))))
keep("stacked", model, {"x": normal(5, 6, 2)}, {r.name: twin(r) for r in (first, second)})

# Masking, and both directions.
x = layers.Input((5, 2), name="x")
masked = layers.Masking()(x)
both = layers.Bidirectional(layers.LSTM(3), name="both")
model = keras.Model(x, both(masked))
array = normal(4, 5, 2)
array[0, 3:] = 0
array[1, 1] = 0
directions = {f"both/{r.name}": r for r in (both.forward_layer, both.backward_layer)}
for r in directions.values():
    r.zero_output_for_mask = False
keep("masked", model, {"x": array}, {n: twin(r, masked) for n, r in directions.items()})

# Two inputs, states handed on, one layer called twice, several outputs.
a, b = layers.Input((4, 2), name="a"), layers.Input((4, 2), name="b")
encoder = layers.LSTM(3, return_state=True, name="encoder")
decoder = layers.LSTM(3, name="decoder")
_, h, c = encoder(a)
shared = layers.SimpleRNN(2, name="shared")
outputs = [decoder(b, initial_state=[h, c]), layers.Add(name="sum")([shared(a), shared(b)])]
model = keras.Model({"a": a, "b": b}, outputs)
keep(
    "states",
    model,
    {"a": normal(3, 4, 2), "b": normal(3, 4, 2)},
    {
        "encoder": twin(encoder, a),
        "decoder": twin(decoder, b, initial_state=[h, c]),
        "shared": twin(shared, a),
        "shared:1": twin(shared, b),
    },
)

# A model within a model.
x = layers.Input((4, 2), name="x")
inner_rnn = layers.GRU(3, name="gru")
inner = keras.Sequential([layers.Input((4, 2)), inner_rnn], name="inner")
model = keras.Model(x, layers.Dense(1, name="y")(inner(x)))
keep("nested", model, {"x": normal(3, 4, 2)}, {"inner/gru": twin(inner_rnn, x)})

# Stateful, for four samples at a time: the second four go on where the first four ended.
x = layers.Input(batch_shape=(4, 5, 2), name="x")
rnn = layers.SimpleRNN(3, stateful=True, name="rnn")
model = keras.Model(x, rnn(x))
keep("stateful", model, {"x": normal(8, 5, 2)}, {"rnn": twin(rnn)})

# Words.
x = layers.Input((4,), name="x", dtype="int32")
rnn = layers.SimpleRNN(3, name="rnn")
model = keras.Model(x, rnn(layers.Embedding(10, 2)(x)))
keep("words", model, {"x": random.integers(0, 10, (3, 4))}, {"rnn": twin(rnn)})
