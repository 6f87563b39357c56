"""SimpleRNN: h_t = activation(x_t Wxh + h_prev Whh + Bh).

Source: `keras.layers.SimpleRNNCell.call`; Elman, 1990.
"""

from __future__ import annotations

from rnntui.cells.cell import Cell, RecurrentConfig, State, Symbol, cell

WITH_BIAS = """
    xW  = x_t @ Wxh
    hW  = h_prev @ Whh
    z   = xW + hW + Bh
    h_t = activation(z)
"""

WITHOUT_BIAS = """
    xW  = x_t @ Wxh
    hW  = h_prev @ Whh
    z   = xW + hW
    h_t = activation(z)
"""


class SimpleRNNConfig(RecurrentConfig, frozen=True, kw_only=True):
    """SimpleRNN."""

    def cell(self) -> Cell:
        """The cell with these arguments."""
        return simple_rnn(use_bias=self.use_bias)


def simple_rnn(*, use_bias: bool) -> Cell:
    """The cell of a SimpleRNN layer: kernel Wxh (D, M), recurrent_kernel Whh (M, M), bias Bh (M,)."""
    symbols = [Symbol("Wxh", "kernel"), Symbol("Whh", "recurrent_kernel")]
    if use_bias:
        symbols.append(Symbol("Bh", "bias"))
    return cell(
        WITH_BIAS if use_bias else WITHOUT_BIAS,
        states=(State("h_prev", "h_t"),),
        symbols=tuple(symbols),
    )
