"""GRU in Keras's two forms: the reset gate applied after the recurrent product, or before it.

The gates are in Keras's order z, r, h; z weights the old state.
Source: `keras.layers.GRUCell.call`; Cho et al., 2014 (before), and cuDNN's variant (after).
"""

from __future__ import annotations

from rnntui.cells.cell import Cell, RecurrentConfig, State, Symbol, Weights, cell
from rnntui.configs.activation_spec import ActivationSpec

RESET_AFTER = """
    xW  = x_t @ W + b
    x_z, x_r, x_h = split(xW, 3)
    hU  = h_prev @ U + b_r
    h_z, h_r, h_h = split(hU, 3)
    z   = recurrent_activation(x_z + h_z)
    r   = recurrent_activation(x_r + h_r)
    g   = activation(x_h + r * h_h)
    h_t = z * h_prev + (1 - z) * g
"""

RESET_BEFORE = """
    xW  = x_t @ W + b
    x_z, x_r, x_h = split(xW, 3)
    hU  = h_prev @ U_zr
    h_z, h_r = split(hU, 2)
    z   = recurrent_activation(x_z + h_z)
    r   = recurrent_activation(x_r + h_r)
    g   = activation(x_h + (r * h_prev) @ U_h)
    h_t = z * h_prev + (1 - z) * g
"""


class GRUConfig(RecurrentConfig, frozen=True, kw_only=True):
    """GRU; reset_after is Keras 3's default."""

    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")
    reset_after: bool = True

    def cell(self) -> Cell:
        """The cell with these arguments."""
        return gru(use_bias=self.use_bias, reset_after=self.reset_after)


def gru(*, use_bias: bool, reset_after: bool) -> Cell:
    """The cell of a GRU layer: kernel W (D, 3M), recurrent_kernel U (M, 3M).

    The bias is (2, 3M) with reset_after (input's row b, recurrence's row b_r), else (3M,).
    """
    text = RESET_AFTER if reset_after else RESET_BEFORE
    if not use_bias:
        text = text.replace(" + b_r", "").replace(" + b\n", "\n")
    symbols = [Symbol("W", "kernel")]
    if reset_after:
        symbols.append(Symbol("U", "recurrent_kernel"))
    else:
        symbols += [Symbol("U_zr", "recurrent_kernel"), Symbol("U_h", "recurrent_kernel")]
    if use_bias:
        symbols.append(Symbol("b", "bias"))
        if reset_after:
            symbols.append(Symbol("b_r", "bias"))

    def arrange(weights: Weights) -> Weights:
        kernel, recurrent = weights["kernel"], weights["recurrent_kernel"]
        units = recurrent.shape[0]
        arranged = {"W": kernel}
        if reset_after:
            arranged["U"] = recurrent
        else:
            # Separate products, so each gets its own contiguous array.
            arranged["U_zr"] = recurrent[:, : 2 * units].copy()
            arranged["U_h"] = recurrent[:, 2 * units :].copy()
        if use_bias:
            bias = weights["bias"]
            arranged |= {"b": bias[0], "b_r": bias[1]} if reset_after else {"b": bias}
        return arranged

    return cell(
        text,
        states=(State("h_prev", "h_t"),),
        symbols=tuple(symbols),
        functions=("activation", "recurrent_activation"),
        arrange=arrange,
        gates=3,
        bias_rows=2 if reset_after else 1,
    )
