"""The weights that older Keras stored in other forms, brought to the form of today's layers.

As in Keras's own reader (`preprocess_weights_for_loading` of Keras 2), the arrays tell their form:

- Keras 1: three arrays for each gate, W, U and b; LSTM's gates as i, c, f, o, GRU's as z, r, h.
- CuDNN: an array for all gates, each gate's kernel transposed, and two biases in a row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnntui.network.configs import GRUConfig, LayerConfig, LSTMConfig

Array = np.ndarray[Any, Any]
Arrays = tuple[Array, ...]


def present_weights(config: LayerConfig, weights: Arrays) -> Arrays:
    """A layer's arrays as (kernel, recurrent_kernel, bias); other arrays stay as they are."""
    try:
        match config:
            case LSTMConfig() if len(weights) == 12:
                return _joined(weights, (0, 2, 1, 3))  # i, c, f, o -> i, f, c, o
            case GRUConfig() if len(weights) == 9:
                return _joined(weights, (0, 1, 2))
            case LSTMConfig() if _doubled_bias(weights, 4 * config.units):
                bias_x, bias_h = np.split(weights[2], 2)
                return (*_from_cudnn(weights, 4), bias_x + bias_h)
            case GRUConfig() if _doubled_bias(weights, 3 * config.units):
                return (*_from_cudnn(weights, 3), weights[2].reshape(2, -1))
    except ValueError:
        # Arrays that do not fit together: the layer says which shape it needs.
        return weights
    return weights


def _joined(weights: Arrays, order: tuple[int, ...]) -> Arrays:
    """The separate W, U, b of each gate side by side, the gates in another order."""
    return tuple(
        np.concatenate([weights[3 * gate + kind] for gate in order], axis=-1) for kind in range(3)
    )


def _doubled_bias(weights: Arrays, columns: int) -> bool:
    return len(weights) == 3 and weights[2].shape == (2 * columns,)


def _from_cudnn(weights: Arrays, gates: int) -> tuple[Array, Array]:
    """The two kernels out of cuDNN's layout, gate by gate."""
    kernels = [
        gate.T.reshape(gate.shape, order="F") for gate in np.split(weights[0], gates, axis=1)
    ]
    recurrent = [gate.T for gate in np.split(weights[1], gates, axis=1)]
    return np.hstack(kernels), np.hstack(recurrent)
