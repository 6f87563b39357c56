"""`python make_recurrent.py FOLDER`: recurrent layers of all kinds, and what Keras computes.

Run in a process of its own. Beside each NAME.keras there is a NAME.npz with input/… and output/….
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
keras.utils.set_random_seed(4)
random = np.random.default_rng(4)
LSTM, GRU, Both, RNN = layers.LSTM, layers.GRU, layers.Bidirectional, layers.RNN
Model, Masking = keras.Model, layers.Masking


def keep(name, inputs, outputs, samples=5):
    """Write a model, with the second half of some sequences zero, so that a mask masks them."""
    model = Model(inputs, outputs)
    model.set_weights([0.6 * random.standard_normal(w.shape) for w in model.get_weights()])
    model.save(folder / f"{name}.keras")
    given = []
    for tensor in model.inputs:
        shape = (samples, *(length or 4 for length in tensor.shape[1:]))
        array = random.standard_normal(shape).astype(np.float32)
        array = np.abs(4 * array) if "int" in tensor.dtype else array
        array[1::2, 3:] = 0
        given.append(array.astype(tensor.dtype))
    size = model.inputs[0].shape[0] or 32
    full = [np.concatenate([array, array[-1:].repeat(-samples % size, 0)]) for array in given]
    predicted = keras.tree.flatten(model.predict(full, batch_size=size, verbose=0))
    record = {f"input/{t.name}": a for t, a in zip(model.inputs, given, strict=True)}
    record |= {f"output/{i}": output[:samples] for i, output in enumerate(predicted)}
    np.savez(folder / f"{name}.npz", **record)


def sequence(*shape, **kwargs):
    return layers.Input(shape or (6, 4), name="x", **kwargs)


x = sequence()
ends = []
for mode in ("concat", "sum", "mul", "ave", None):
    y = Both(LSTM(3, return_sequences=True), merge_mode=mode, name=f"both_{mode}")(x)
    y = y if mode else layers.Concatenate(name="joined")(y)
    ends.append(Both(GRU(2), merge_mode=mode, name=f"end_{mode}")(y))
keep("merge_modes", x, ends)
masked = Masking(name="masking")(x)
y = Both(LSTM(3, return_sequences=True), name="both")(masked)
keep("both_masked", x, [y, Both(GRU(2), merge_mode="ave", name="second")(y)])
backward = LSTM(3, go_backwards=True, activation="relu", return_state=True, name="towards")
y = Both(LSTM(3, return_state=True, name="away"), backward_layer=backward, name="both")(x)
keep("both_kinds", x, y)
keep("both_stack", x, Both(RNN([layers.LSTMCell(3), layers.GRUCell(2)]), name="both")(x))
both = Both(GRU(3, name="gru"), name="both")
keep("both_twice", x, layers.Add(name="sum")([both(layers.Dense(4)(both(x)[:, None])), both(x)]))

cell = RNN(layers.GRUCell(3, reset_after=False), return_sequences=True, go_backwards=True)
keep("cell", x, RNN(layers.SimpleRNNCell(2), return_state=True, name="rnn")(cell(x)))
cells = [layers.LSTMCell(3), layers.SimpleRNNCell(4, use_bias=False), layers.LSTMCell(2)]
stack = RNN(cells, return_state=True, return_sequences=True, name="stack")
y, *states = stack(masked)
keep("stack", x, [y, states[0][1]])
again = RNN([layers.LSTMCell(3), layers.SimpleRNNCell(4), layers.LSTMCell(2)], name="again")
keep("stack_states", x, again(x, initial_state=states))

# States handed on: as in a translator; a mask then has no effect; unless it is given.
_, h, c = LSTM(4, return_state=True, name="encoder")(masked)
keep("states_masked", x, LSTM(4, name="decoder")(masked, initial_state=[h, c]))
given = LSTM(4, name="decoder")(masked, initial_state=[h, c], mask=masked._keras_mask)
keep("states_and_mask", x, given)
y = Both(LSTM(4), name="both")(x, initial_state=[h, c, c, h])
keep("states", x, [LSTM(4, name="decoder")(x, initial_state=[h, c]), y])
state = layers.Input((3,), name="state")
mask = layers.Input((6,), name="mask", dtype="bool")
y = GRU(3, name="of_state")(x, initial_state=state)
keep("given", [x, state, mask], [y, GRU(3, name="of_mask")(x, mask=mask)])

y = LSTM(3, return_sequences=True, name="lstm")(x)
y = keras.ops.concatenate([y[:, -1], keras.ops.mean(y, axis=1)], axis=-1)
keep("operations", x, 2 * y * np.arange(6, dtype="float32"))

words = layers.Input((None,), name="words", dtype="int32")
embedded = layers.Embedding(50, 4, mask_zero=True, name="embedding")(words)
y = LSTM(3, return_sequences=True, zero_output_for_mask=True, name="lstm")(embedded)
keep("words", words, [y, Both(GRU(2), name="both")(y)])
y = layers.Add(name="sum")([masked, layers.Dense(4, name="dense")(masked)])
y = layers.Concatenate(name="joined")([y, masked])
keep("merged_masks", x, LSTM(3, name="lstm")(y))

words = layers.Input((6,), name="words", dtype="int32")
embedded = layers.Embedding(50, 4, mask_zero=True, name="embedding")(
    layers.Flatten(name="f")(words)
)
half = layers.Add(name="half")([layers.Dense(4, name="dense")(masked), x])
both = layers.Multiply(name="product")([masked, embedded])
y = layers.Concatenate(name="joined")([half, both])
y = Both(LSTM(3, return_sequences=True), name="both")(y)
keep("unlike_masks", [x, words], GRU(2, name="gru")(layers.Dense(3, name="last")(y)))

images = layers.Input((5, 6, 1), name="x")
y = layers.ConvLSTM1D(2, 3, padding="same", return_sequences=True, name="first")(images)
keep("conv_1", images, layers.ConvLSTM1D(2, 2, strides=2, activation="relu", name="second")(y))
images = layers.Input((4, 5, 6, 1), name="x")
convolution = layers.ConvLSTM2D(2, (2, 3), dilation_rate=(1, 2), use_bias=False, name="conv")
two = Both(layers.ConvLSTM2D(2, 2), merge_mode="sum", name="both")(images)
keep("conv_2", images, [convolution(images), two])
images = layers.Input((3, 4, 4, 4, 1), name="x")
keep("conv_3", images, layers.ConvLSTM3D(2, 2, return_state=True, name="conv")(images))

batch = layers.Input(batch_shape=(4, 6, 4), name="x")
y = Both(LSTM(3, stateful=True, return_sequences=True), name="both")(batch)
keep("stateful", batch, RNN([layers.GRUCell(2), layers.GRUCell(2)], stateful=True, name="r")(y), 11)
batch = layers.Input(batch_shape=(2, 5, 6, 1), name="x")
keep("stateful_conv", batch, layers.ConvLSTM1D(2, 3, stateful=True, name="conv")(batch), 6)

pictures = layers.Input((6, 5, 2), name="x")
each = layers.TimeDistributed(Both(LSTM(2)), name="each_both")(pictures)
dense = layers.TimeDistributed(layers.Dense(3, activation="tanh"), name="each_dense")(each)
keep("each", pictures, GRU(2, name="gru")(dense))
inside = keras.Sequential([layers.Input((5, 2)), LSTM(2, name="lstm"), layers.Dense(3)])
each = layers.TimeDistributed(inside, name="each")(pictures)
keep("each_model", pictures, GRU(2, name="gru")(each))
y = layers.MultiHeadAttention(2, 3, name="heads")(x, x, use_causal_mask=True)
y = layers.Attention(name="attention")([y, x], use_causal_mask=True)
keep("causal", x, LSTM(2, name="lstm")(y))
