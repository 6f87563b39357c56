"""`python make_minimal_gated_unit.py FOLDER`: models over a custom cell, and what Keras predicts.

The cell is written with keras.ops as its paper has it, without a look at rnntui's equations.
"""

from __future__ import annotations

import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

CELL = """
import keras


@keras.saving.register_keras_serializable("example")
class MinimalGatedUnitCell(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 2 * self.units), name="kernel")
        self.recurrent_kernel = self.add_weight(
            shape=(self.units, 2 * self.units), name="recurrent_kernel"
        )
        self.bias = self.add_weight(shape=(2 * self.units,), name="bias")

    def call(self, x, states, training=False):
        h, m = states[0], self.units
        ops = keras.ops
        w_f, w_h = self.kernel[:, :m], self.kernel[:, m:]
        u_f, u_h = self.recurrent_kernel[:, :m], self.recurrent_kernel[:, m:]
        f = ops.sigmoid(ops.matmul(x, w_f) + ops.matmul(h, u_f) + self.bias[:m])
        new = ops.tanh(ops.matmul(x, w_h) + ops.matmul(f * h, u_h) + self.bias[m:])
        h = (1 - f) * h + f * new
        return h, [h]

    def get_config(self):
        return {**super().get_config(), "units": self.units}
"""

folder = Path(sys.argv[1])
(folder / "mgu.py").write_text(CELL)
namespace: dict = {}
exec(compile(CELL, "mgu.py", "exec"), namespace)
Cell = namespace["MinimalGatedUnitCell"]
random = np.random.default_rng(3)
x = random.standard_normal((4, 6, 3)).astype(np.float32)
x[0, 4:] = 0
x[1, 2] = 0
for name, cell in (
    ("alone", lambda: Cell(5)),
    ("stacked", lambda: [Cell(5), layers.GRUCell(4), Cell(3)]),
):
    inputs = keras.Input((6, 3))
    masked = layers.Masking()(inputs)
    model = keras.Model(inputs, layers.RNN(cell(), return_sequences=True, name="rnn")(masked))
    model.set_weights(
        [random.normal(0, 0.6, w.shape).astype(np.float32) for w in model.get_weights()]
    )
    for suffix in ("keras", "h5"):
        model.save(folder / f"{name}.{suffix}")
    np.savez(folder / f"{name}.npz", x=x, y=model.predict(x, verbose=0))
