"""LSTM as Keras computes it: one product for the four gates i, f, c, o, then a split.

Source: `keras.layers.LSTMCell.call`; Hochreiter & Schmidhuber, 1997.
"""

from __future__ import annotations

from rnntui.cells.cell import Cell, RecurrentConfig, State, Symbol, cell
from rnntui.configs.activation_spec import ActivationSpec

_TEXT = """
    xW  = x_t @ W
    hU  = h_prev @ U
    z_i, z_f, z_c, z_o = split(xW + hU{b}, 4)
    i   = recurrent_activation(z_i)
    f   = recurrent_activation(z_f)
    g   = activation(z_c)
    c_t = f * c_prev + i * g
    o   = recurrent_activation(z_o)
    h_t = o * activation(c_t)
"""

WITH_BIAS = _TEXT.format(b=" + b")
WITHOUT_BIAS = _TEXT.format(b="")


class LSTMConfig(RecurrentConfig, frozen=True, kw_only=True):
    """LSTM."""

    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")

    def cell(self) -> Cell:
        """The cell with these arguments."""
        return lstm(use_bias=self.use_bias)


def lstm(*, use_bias: bool) -> Cell:
    """The cell of an LSTM layer: kernel W (D, 4M), recurrent_kernel U (M, 4M), bias b (4M,)."""
    symbols = [Symbol("W", "kernel"), Symbol("U", "recurrent_kernel")]
    if use_bias:
        symbols.append(Symbol("b", "bias"))
    return cell(
        WITH_BIAS if use_bias else WITHOUT_BIAS,
        states=(State("h_prev", "h_t"), State("c_prev", "c_t")),
        symbols=tuple(symbols),
        functions=("activation", "recurrent_activation"),
        gates=4,
    )
