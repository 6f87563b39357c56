"""`python make_wrapped.py FOLDER`: models with layers inside layers, and the weights Keras says.

Run in a process of its own. Beside each NAME.keras and NAME.h5 there is a NAME.npz with the arrays
of `layer.get_weights()` as "layer:number".
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


def keep(name, *chain, shape=(6, 4), batch=2):
    """Write a chain of layers, all weights of which are different."""
    x = y = layers.Input(batch_shape=(batch, *shape), name="x")
    for layer in chain:
        y = layer(y)
    record = {}
    for layer in chain:
        new = [random.random(array.shape) for array in layer.get_weights()]
        layer.set_weights(new)
        for number, array in enumerate(layer.get_weights()):
            record[f"{layer.name}:{number}"] = array
    for suffix in (".keras", ".h5"):
        keras.Model(x, y).save(folder / f"{name}{suffix}")
    np.savez(folder / f"{name}.npz", **record)


LSTM, GRU, RNN, Both, Each = (
    layers.LSTM,
    layers.GRU,
    layers.RNN,
    layers.Bidirectional,
    layers.TimeDistributed,
)
lstm_cell, gru_cell, rnn_cell = layers.LSTMCell, layers.GRUCell, layers.SimpleRNNCell

keep("both", Both(LSTM(3, return_sequences=True, use_bias=False)), Both(GRU(2), merge_mode="sum"))
keep("two_kinds", Both(LSTM(3), backward_layer=GRU(3, go_backwards=True)))
keep("stateful", Both(LSTM(3, stateful=True, dropout=0.1, return_sequences=True)), LSTM(2))
keep("cell", RNN(lstm_cell(3), return_sequences=True), RNN(gru_cell(3, reset_after=False)))
cells = [lstm_cell(3), rnn_cell(3), lstm_cell(2, dropout=0.5, recurrent_dropout=0.2), gru_cell(2)]
keep("stack", RNN(cells, stateful=True))
inner = layers.StackedRNNCells([rnn_cell(3), gru_cell(2)])
keep("stacks_in_a_stack", RNN([lstm_cell(3), inner]))
keep("both_over_a_stack", Both(RNN([lstm_cell(3), gru_cell(2)])))
images = layers.Reshape((6, 2, 2))
keep("each", images, Each(layers.Dense(3)), Each(layers.BatchNormalization(), name="normal"))
keep("each_both", images, Each(Both(LSTM(3))), Each(layers.Dropout(0.5)))
keep("each_each", images, Each(Each(layers.LayerNormalization())))
convolution = layers.ConvLSTM1D(2, 2, stateful=True, return_sequences=True)
keep("conv_lstm_1d", convolution, layers.ConvLSTM1D(2, 2, use_bias=False), shape=(6, 5, 1))
keep("conv_lstm_2d", layers.ConvLSTM2D(2, (2, 1)), shape=(6, 5, 4, 1))
keep("conv_lstm_3d", Both(layers.ConvLSTM3D(2, 2)), shape=(6, 3, 4, 3, 1))

# The forward layer frozen, once before it is built and once after: a .h5 file has two orders.
before = Both(LSTM(3, trainable=False), backward_layer=GRU(3, go_backwards=True))
after = Both(LSTM(3), backward_layer=GRU(3, go_backwards=True))
after.build((2, 6, 4))
after.forward_layer.trainable = False
for name, layer in (("frozen_before", before), ("frozen_after", after)):
    keep(name, layer)
