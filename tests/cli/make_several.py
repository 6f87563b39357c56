"""`python make_several.py FOLDER`: models that Keras saves, with several inputs, or of images.

Run in a process of its own. two.keras takes words and a track over any T, and a pilot without time;
film.keras takes images over any T; masked.keras masks -1 over any T; both.keras is a Bidirectional
GRU over 5 timesteps of 2.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")

import keras
from keras import layers

folder = Path(sys.argv[1])
keras.utils.set_random_seed(1)

words = keras.Input((None,), name="words", dtype="int32")
track = keras.Input((None, 2), name="track")
pilot = keras.Input((1,), name="pilot", dtype="int32")
joined = layers.Concatenate()(
    [
        layers.LSTM(3)(layers.Embedding(10, 4)(words)),
        layers.GRU(2)(track),
        layers.Flatten()(layers.Embedding(9, 2)(pilot)),
    ]
)
keras.Model([words, track, pilot], layers.Dense(2)(joined)).save(folder / "two.keras")

film = keras.Input((None, 4, 6, 3), name="film")
seen = layers.ConvLSTM2D(2, 3)(film)
keras.Model(film, layers.Dense(1)(layers.Flatten()(seen))).save(folder / "film.keras")

masks = keras.Input((None, 2), name="masks")
masked = layers.LSTM(3)(layers.Masking(-1.0)(masks))
keras.Model(masks, layers.Dense(1)(masked)).save(folder / "masked.keras")

both = keras.Input((5, 2), name="both")
two = layers.Bidirectional(layers.GRU(2, name="gru"))(both)
keras.Model(both, layers.Dense(1, activation="tanh")(two)).save(folder / "both.keras")
