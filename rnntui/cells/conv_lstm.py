"""ConvLSTM: an LSTM whose products are convolutions, over an image or a volume at each timestep.

Source: `keras.src.layers.rnn.conv_lstm.ConvLSTMCell.call`; Shi et al., 2015.
"""

from __future__ import annotations

from rnntui.cells.cell import Cell, CellConfig, State, Symbol, cell
from rnntui.configs.activation_spec import ActivationSpec
from rnntui.configs.base import Count, Sizes

_TEXT = """
    xW  = conv(x_t, W){b}
    hU  = recurrent_conv(h_prev, U)
    z_i, z_f, z_c, z_o = split(xW + hU, 4)
    i   = recurrent_activation(z_i)
    f   = recurrent_activation(z_f)
    g   = activation(z_c)
    c_t = f * c_prev + i * g
    o   = recurrent_activation(z_o)
    h_t = o * activation(c_t)
"""


class ConvLSTMConfig(CellConfig, frozen=True, kw_only=True):
    """ConvLSTM1D, ConvLSTM2D, ConvLSTM3D."""

    filters: Count
    kernel_size: Sizes
    strides: Sizes = 1
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: Sizes = 1
    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")

    def cell(self) -> Cell:
        """The cell with these arguments."""
        return conv_lstm(use_bias=self.use_bias)


def conv_lstm(*, use_bias: bool) -> Cell:
    """The cell of ConvLSTM1D, ConvLSTM2D, ConvLSTM3D, of F filters.

    kernel W (*size, channels, 4F), recurrent_kernel U (*size, F, 4F), bias b (4F,); `conv` has the
    layer's strides and padding, `recurrent_conv` keeps the shape.
    """
    symbols = [Symbol("W", "kernel"), Symbol("U", "recurrent_kernel")]
    if use_bias:
        symbols.append(Symbol("b", "bias"))
    return cell(
        _TEXT.format(b=" + b" if use_bias else ""),
        states=(State("h_prev", "h_t"), State("c_prev", "c_t")),
        symbols=tuple(symbols),
        functions=("activation", "recurrent_activation"),
        products=("conv", "recurrent_conv"),
        gates=4,
    )
