"""A layer as a function of one sample, without the batch axis.

Four kinds, by how they treat time:

- a recurrent layer is stepped: its cell's equations, timestep by timestep, with states;
- a pointwise layer treats every vector of the last axis alike, so it can be applied at any one
  timestep: its equations are shown below the cell's;
- a whole layer is one function of whole tensors, without equations;
- an input is the sample itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnntui.equations.program import Program
from rnntui.errors import ModelFileError
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

Shape = tuple[int | None, ...]


class LayerFunction:
    """What every layer has.

    layer: its description
    dtype: the dtype it computes in
    output_shapes: one per result, without the batch axis
    output_dtypes: one per result
    sequences: how many of the results are outputs; the others are last states
    """

    sequences = 1

    def __init__(self, layer: Layer, output_shapes: tuple[Shape, ...]) -> None:
        self.layer = layer
        self.dtype = np.dtype(layer.dtype)
        self.output_shapes = output_shapes
        self.output_dtypes = (self.dtype,) * len(output_shapes)


class SteppedFunction(LayerFunction):
    """A layer with equations, which the equations pane shows.

    program: its equations with weights bound
    functions: the name of each function of the equations in this layer: activation -> tanh
    weight_names: symbol -> Keras's name of the weight: Wxh -> kernel
    input_name: the variable of its input: x_t
    output_name: the variable of its output: h_t, y
    """

    program: Program
    functions: dict[str, str]
    weight_names: dict[str, str]
    input_name: str
    output_name: str


class PointwiseFunction(SteppedFunction):
    """A layer that treats every vector of the last axis alike."""

    def __init__(
        self,
        layer: Layer,
        output_shapes: tuple[Shape, ...],
        program: Program,
        *,
        functions: dict[str, str] | None = None,
        weight_names: dict[str, str] | None = None,
        input_name: str,
        output_name: str = "y",
    ) -> None:
        super().__init__(layer, output_shapes)
        self.program = program
        self.functions = functions or {}
        self.weight_names = weight_names or {}
        self.input_name = input_name
        self.output_name = output_name

    def at(self, x: Shaped[np.ndarray, " D"]) -> dict[str, Shaped[np.ndarray, "..."]]:
        """Every named value for one vector, which is cast to the layer's dtype as in Keras."""
        if x.dtype != self.dtype:
            x = x.astype(self.dtype)
        return self.program.at(**{self.input_name: x})

    def __call__(self, x: Shaped[np.ndarray, "... D"]) -> Shaped[np.ndarray, "... K"]:
        """The output for one vector, or for each vector of the last axis.

        Each row is computed separately, so that recomputing a row gives the same bits.
        """
        if x.ndim == 1:
            return self.at(x)[self.output_name]
        rows = [self.at(row)[self.output_name] for row in x.reshape(-1, x.shape[-1])]
        return np.stack(rows).reshape(*x.shape[:-1], rows[0].shape[-1])


class WholeFunction(LayerFunction):
    """A layer as one function of whole tensors, without the batch axis.

    compute: tensors -> tensor
    keeps_time: whether row t of its output sequence needs only the rows up to t of its input
        sequences, so that it stays in step with them
    casts: whether its inputs are cast to the layer's dtype first, as Keras casts floats
    uses_masks: whether `compute` takes the masks of its inputs: `masks=(mask or None, …)`
    takes_last: whether it reads the last row of a sequence, so that it has a value at each t: its
        result for the rows up to t
    """

    takes_last = False

    def __init__(
        self,
        layer: Layer,
        output_shape: Shape,
        compute: Callable[..., Shaped[np.ndarray, "..."]],
        *,
        keeps_time: bool = False,
        casts: bool = True,
        uses_masks: bool = False,
    ) -> None:
        super().__init__(layer, (output_shape,))
        self.compute = compute
        self.keeps_time = keeps_time
        self.casts = casts
        self.uses_masks = uses_masks

    def __call__(
        self,
        *tensors: Shaped[np.ndarray, "..."],
        masks: Sequence[Bool[np.ndarray, " T"] | None] = (),
    ) -> Shaped[np.ndarray, "..."]:
        """The output for whole tensors, and for their masks where it uses them."""
        keywords = {"masks": masks} if self.uses_masks else {}
        if not self.casts:
            return self.compute(*tensors, **keywords)
        cast = (tensor.astype(self.dtype, copy=False) for tensor in tensors)
        result = self.compute(*cast, **keywords)
        return result.astype(self.dtype, copy=False)

    def results(
        self,
        *tensors: Shaped[np.ndarray, "..."],
        masks: Sequence[Bool[np.ndarray, " T"] | None] = (),
    ) -> tuple[Shaped[np.ndarray, "..."], ...]:
        """All results: one output, or several for some operations."""
        return (self(*tensors, masks=masks),)


def named_weights(
    layer: Layer, shapes: dict[str, tuple[int, ...]]
) -> dict[str, Shaped[np.ndarray, "..."]]:
    """The layer's arrays by Keras's names, in the layer's dtype.

    Args:
        layer: the description, its arrays in Keras's order.
        shapes: name -> the shape it must have, in that order.

    Raises:
        ModelFileError: weights missing, too many, or of the wrong shape.
    """
    place = f"layer '{layer.name}' ({layer.class_name})"
    if len(layer.weights) != len(shapes):
        raise ModelFileError(
            f"{place} needs {len(shapes)} weight arrays ({', '.join(shapes)}); "
            f"the file holds {len(layer.weights) or 'none'}"
        )
    named = {}
    for (name, shape), array in zip(shapes.items(), layer.weights, strict=True):
        if array.shape != shape:
            raise ModelFileError(
                f"{place}: its {name} has the shape {array.shape} in the file; "
                f"by its config it must be {shape}"
            )
        named[name] = np.ascontiguousarray(array, dtype=layer.dtype)
    return named
