"""ConvLSTM: an LSTM whose products are convolutions, over an image or a volume at each timestep.

Source: `keras.src.layers.rnn.conv_lstm.ConvLSTMCell.call`; Shi et al., 2015.
"""

from __future__ import annotations

from rnntui.cells.cell import Cell, State, Symbol, cell

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


def conv_lstm(class_name: str, *, use_bias: bool) -> Cell:
    """The cell of ConvLSTM1D, ConvLSTM2D, ConvLSTM3D, of F filters.

    kernel W (*size, channels, 4F), recurrent_kernel U (*size, F, 4F), bias b (4F,); `conv` has the
    layer's strides and padding, `recurrent_conv` keeps the shape.
    """
    symbols = [Symbol("W", "kernel"), Symbol("U", "recurrent_kernel")]
    if use_bias:
        symbols.append(Symbol("b", "bias"))
    return cell(
        class_name,
        _TEXT.format(b=" + b" if use_bias else ""),
        states=(State("h_prev", "h_t"), State("c_prev", "c_t")),
        symbols=tuple(symbols),
        functions=("activation", "recurrent_activation"),
        products=("conv", "recurrent_conv"),
        gates=4,
    )
