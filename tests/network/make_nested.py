"""`python make_nested.py FOLDER`: models within models, and the weights that Keras says.

Run in a process of its own. Beside each NAME.keras and NAME.h5 there is a NAME.npz with the arrays
of `layer.get_weights()` as "outer/inner:number", and what the model computes: input/…, output/….
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
random = np.random.default_rng(3)
Model, Sequential, Input = keras.Model, keras.Sequential, keras.Input


def weights(model, within=""):
    for layer in model.layers:
        inner = layer.layer if isinstance(layer, layers.TimeDistributed) else layer
        if isinstance(inner, Model):
            yield from weights(inner, f"{within}{layer.name}/")
        else:
            for number, array in enumerate(layer.get_weights()):
                yield f"{within}{layer.name}:{number}", array


def keep(name, model):
    """Write a model, all weights of which are different."""
    model.set_weights([0.4 * random.random(array.shape) for array in model.get_weights()])
    record = dict(weights(model))
    size = model.inputs[0].shape[0] or 3
    inputs = [random.standard_normal((size, *tensor.shape[1:])) for tensor in model.inputs]
    for tensor, array in zip(model.inputs, inputs, strict=True):
        record[f"input/{tensor.name}"] = array.astype(np.float32)
    outputs = keras.tree.flatten(model.predict(inputs, batch_size=size, verbose=0))
    for number, output in enumerate(outputs):
        record[f"output/{number}"] = output
    for suffix in (".keras", ".h5"):
        model.save(folder / f"{name}{suffix}")
    np.savez(folder / f"{name}.npz", **record)


def recurrent():
    """Layers with weights that are trained and weights that are not, in between."""
    x = Input((6, 4), name="inside")
    y = layers.BatchNormalization(name="normal")(x)
    y = layers.Bidirectional(layers.LSTM(2, return_sequences=True), name="both")(y)
    return Model(x, layers.LayerNormalization(name="norm")(y), name="inner")


def two_by_two():
    """Two inputs, two outputs, and a state."""
    a, b = Input((6, 4), name="a"), Input((6, 4), name="b")
    y, *_ = layers.LSTM(4, return_state=True, return_sequences=True, name="lstm")(a)
    z = layers.LSTM(3, name="after")(b)
    return Model([a, b], [layers.Add(name="sum")([y, b]), layers.Dense(4, name="d")(z)], name="two")


x = Input((6, 4), name="x")
keep("functional", Model(x, layers.Dense(2, name="end")(recurrent()(x))))
chain = Sequential([Input((6, 4)), layers.GRU(4, return_sequences=True), layers.Dense(4)])
keep("sequential", Sequential([chain, layers.LSTM(3), layers.Dense(2)]))
keep("alone", Sequential([recurrent(), Sequential([layers.SimpleRNN(3), layers.Dense(2)])]))

# Three deep, and shared at two depths.
deep = Sequential([Input((6, 4)), chain, layers.Dense(4)], name="deep")
y = deep(deep(x))
keep("deep", Model(x, [layers.GRU(2, name="gru")(y), layers.Add(name="sum")([y, chain(x)])]))

# Several inputs and outputs, called twice, given by place and by name.
two = two_by_two()
first, state = two([x, deep(x)])
second, again = two({"b": first, "a": x})
keep("two", Model(x, [again, second, state]))
named = Model({"p": two.inputs[0], "q": two.inputs[1]}, dict(zip("vu", two.outputs, strict=True)))
given = named({"q": x, "p": first})
keep("by_name", Model(x, {"z": given["u"], "a": given["v"]}))

# The output of a model that is its input.
through = Model(x, [x, layers.Dense(3, name="dense")(x)], name="through")
same, dense = through(x)
keep("through", Model(x, [layers.LSTM(2, name="lstm")(same), dense]))

# Frozen: before it has weights, and after.
late = Sequential([layers.BatchNormalization(), layers.Dense(3), layers.LSTM(2)])
late.build((None, 6, 4))
late.layers[1].trainable = False
keep("frozen_after", Sequential([Input((6, 4)), late]))
early = [layers.BatchNormalization(), layers.Dense(3, trainable=False), layers.LSTM(2)]
keep("frozen_before", Sequential([Input((6, 4)), Sequential(early)]))
whole = recurrent()
whole.trainable = False
keep("frozen_whole", Sequential([Input((6, 4)), whole, layers.BatchNormalization()]))

# A mask from within one goes into the other, and none beside initial states.
masking = Sequential([Input((6, 4)), layers.Masking(name="masking"), layers.Dense(4)], name="masks")
_, h, c = layers.LSTM(4, return_state=True, name="encoder")(masking(x))
y = layers.LSTM(4, return_sequences=True, name="decoder")(masking(x), initial_state=[h, c])
keep("masks", Model(x, [h, recurrent()(y)]))

# Of four samples at a time, whose states are carried on.
x = Input(batch_shape=(4, 6, 4), name="x")
carried = Sequential([layers.LSTM(3, stateful=True, return_sequences=True), layers.GRU(2)])
keep("stateful", Model(x, carried(x)))

# A model at each timestep.
x = Input((6, 4), name="x")
step = Sequential([Input((4,)), layers.Dense(3), layers.BatchNormalization(), layers.Dense(2)])
each = layers.TimeDistributed(step, name="each")
keep("each", Model(x, layers.LSTM(2, name="lstm")(each(x))))
x = Input((6, 5, 4), name="x")
words = layers.TimeDistributed(
    Sequential([Input((5, 4)), layers.LSTM(3), layers.Dense(2)]), name="w"
)
keep("each_recurrent", Model(x, layers.GRU(2, name="gru")(words(x))))
