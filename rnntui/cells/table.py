"""The recurrent cells by Keras's class names. A new cell is a file in this folder and a line here."""

from __future__ import annotations

from rnntui.cells.cell import CellConfig
from rnntui.cells.conv_lstm import ConvLSTMConfig
from rnntui.cells.gru import GRUConfig
from rnntui.cells.lstm import LSTMConfig
from rnntui.cells.simple_rnn import SimpleRNNConfig

# Layers with their own cell.
LAYERS: dict[str, type[CellConfig]] = {
    "ConvLSTM1D": ConvLSTMConfig,
    "ConvLSTM2D": ConvLSTMConfig,
    "ConvLSTM3D": ConvLSTMConfig,
    "GRU": GRUConfig,
    "LSTM": LSTMConfig,
    "SimpleRNN": SimpleRNNConfig,
}

# Cells that an RNN layer runs, alone or in StackedRNNCells. A cell that is not Keras's own goes by
# its registered name, "package>Name".
CELLS: dict[str, type[CellConfig]] = {
    "GRUCell": GRUConfig,
    "LSTMCell": LSTMConfig,
    "SimpleRNNCell": SimpleRNNConfig,
}
