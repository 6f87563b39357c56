"""A recurrent layer's cell with its weights: for one layer class, one config, one input shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.cells.cell import Cell, CellConfig, RecurrentConfig
from rnntui.cells.conv_lstm import ConvLSTMConfig
from rnntui.cells.stacked import stacked
from rnntui.configs.base import LayerConfig
from rnntui.configs.wrappers import InnerLayer, RNNConfig, StackedRNNCellsConfig
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.activations import bind_activations
from rnntui.layers.layer import Shape, named_weights
from rnntui.layers.spatial.windows import convolved, windows_shape
from rnntui.network.inner_layer import inner_layer
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]
Sizes = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class BoundCell:
    """A cell ready to run.

    weights: by symbol, in the layer's dtype
    functions: the functions that its equations call; called: Keras's name of each ("tanh")
    state_shapes: one for each of the cell's states
    split_axis: the axis of the gates, which a split divides
    """

    cell: Cell
    weights: Mapping[str, Shaped[np.ndarray, "..."]]
    functions: Mapping[str, Callable[..., Array]]
    called: Mapping[str, str]
    state_shapes: tuple[Sizes, ...]
    split_axis: int = -1


def bind_cell(layer: Layer, input_shape: Shape) -> BoundCell:
    """The cell of a recurrent layer, or of a cell alone.

    Args:
        layer: all its weights belong to the cell.
        input_shape: of one timestep.

    Raises:
        ModelFileError: weights or shapes that do not fit.
        UnknownLayerError: a cell that rnntui does not compute.
    """
    match layer.config:
        case RNNConfig(cell=entry):
            return bind_cell(inner_layer(layer, entry, layer.weights), input_shape)
        case StackedRNNCellsConfig():
            return _stack(layer, layer.config, input_shape)
        case RecurrentConfig():
            return _of_vectors(layer, layer.config, input_shape)
        case ConvLSTMConfig():
            return _of_images(layer, layer.config, input_shape)
    raise AssertionError(layer.config)


def weight_arrays(inner: InnerLayer) -> int:
    """How many weight arrays a recurrent layer or a cell has, by its config."""
    match inner.config:
        case RNNConfig(cell=cell):
            return weight_arrays(cell)
        case StackedRNNCellsConfig(cells=cells):
            return sum(map(weight_arrays, cells))
        case CellConfig() as config:
            return len(config.cell().weight_names)
    return 0


def state_arrays(config: LayerConfig) -> int:
    """How many states a recurrent layer or a cell has."""
    match config:
        case RNNConfig(cell=cell):
            return state_arrays(cell.config)
        case StackedRNNCellsConfig(cells=cells):
            return sum(state_arrays(cell.config) for cell in cells)
        case CellConfig():
            return len(config.cell().states)
    return 0


def state_entries(config: LayerConfig) -> int:
    """How many of them Keras counts: the states of a stacked cell are one list."""
    match config:
        case RNNConfig(cell=cell):
            return state_entries(cell.config)
        case StackedRNNCellsConfig(cells=cells):
            return len(cells)
    return state_arrays(config)


def _of_vectors(layer: Layer, config: RecurrentConfig, input_shape: Shape) -> BoundCell:
    if len(input_shape) != 1 or input_shape[0] is None:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) takes sequences of vectors (T, D); "
            f"a timestep of its input is {input_shape}"
        )
    cell = config.cell()
    shapes = cell.weight_shapes(input_shape[0], config.units)
    weights = cell.arrange(named_weights(layer, shapes))
    bound, called = bind_activations(layer, cell.equations.functions)
    return BoundCell(cell, weights, bound, called, ((config.units,),) * len(cell.states))


def _of_images(layer: Layer, config: ConvLSTMConfig, input_shape: Shape) -> BoundCell:
    rank = int(layer.class_name.removeprefix("ConvLSTM").removesuffix("D"))
    known = tuple(size for size in input_shape if size is not None)
    if len(known) != rank + 1 or len(input_shape) != rank + 1:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) takes sequences of arrays of {rank} axes "
            f"and channels, all lengths known; a timestep of its input is {input_shape}"
        )
    channels = 0 if config.data_format == "channels_first" else rank
    space = (*known[:channels], *known[channels + 1 :])
    size, strides, dilation = (
        _for_axes(layer, value, rank)
        for value in (config.kernel_size, config.strides, config.dilation_rate)
    )
    filters, padding = config.filters, config.padding
    shapes: dict[str, Sizes] = {
        "kernel": (*size, known[channels], 4 * filters),
        "recurrent_kernel": (*size, filters, 4 * filters),
    }
    if config.use_bias:
        shapes["bias"] = (4 * filters,)
    cell = config.cell()
    named = named_weights(layer, shapes)
    if config.use_bias and channels == 0:
        named["bias"] = named["bias"].reshape(-1, *(1,) * rank)
    bound, called = bind_activations(layer, cell.equations.functions)
    ones = (1,) * rank

    def convolution(strides: Sizes, dilation: Sizes, padding: str) -> Callable[..., Array]:
        def conv(x: Array, kernel: Array) -> Array:
            last = np.moveaxis(x, channels, -1)
            result = convolved(last, kernel, strides=strides, dilation=dilation, padding=padding)
            return np.moveaxis(result, -1, channels)

        return conv

    functions: dict[str, Callable[..., Array]] = {
        **bound,
        "conv": convolution(strides, dilation, padding),
        "recurrent_conv": convolution(ones, ones, "same"),
    }
    called |= {"conv": "conv", "recurrent_conv": "conv"}
    result = windows_shape(space, size, strides, dilation, padding)
    if min(result) < 1:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) has windows of {size}, larger than a "
            f"timestep of its input, {input_shape}"
        )
    state = (*result[:channels], filters, *result[channels:])
    arranged = cell.arrange(named)
    return BoundCell(cell, arranged, functions, called, (state,) * len(cell.states), channels)


def _for_axes(layer: Layer, value: int | list[int], rank: int) -> Sizes:
    """A size for each axis; Keras writes one number for all axes, or a list."""
    sizes = (value,) * rank if isinstance(value, int) else tuple(value)
    if len(sizes) != rank:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) needs {rank} sizes; its config has {value}"
        )
    return sizes


def _stack(layer: Layer, config: StackedRNNCellsConfig, input_shape: Shape) -> BoundCell:
    bound: list[BoundCell] = []
    weights = layer.weights
    for number, inner in enumerate(config.cells):
        count = weight_arrays(inner)
        stacked_cell = inner_layer(layer, inner, weights[:count], name=str(number))
        if not isinstance(stacked_cell.config, RecurrentConfig):
            raise UnknownLayerError(
                f"layer '{layer.name}' stacks a {stacked_cell.class_name}, which rnntui does not compute"
            )
        cell = bind_cell(stacked_cell, input_shape)
        bound.append(cell)
        weights = weights[count:]
        output = [state.after for state in cell.cell.states].index(cell.cell.output)
        input_shape = cell.state_shapes[output]
    if weights or not bound:
        raise ModelFileError(
            f"layer '{layer.name}' (StackedRNNCells) has {len(config.cells)} cells; "
            f"the file holds {len(layer.weights)} weight arrays"
        )
    stack = stacked([cell.cell for cell in bound])
    pairs = list(zip(stack.names, bound, strict=True))
    return BoundCell(
        stack.cell,
        {names[name]: array for names, cell in pairs for name, array in cell.weights.items()},
        {names[name]: f for names, cell in pairs for name, f in cell.functions.items()},
        {names[name]: word for names, cell in pairs for name, word in cell.called.items()},
        tuple(shape for cell in bound for shape in cell.state_shapes),
    )
