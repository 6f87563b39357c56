"""Flattens nested models into one graph: layer "inner" of model "outer" becomes "outer/inner".

A call of a model becomes one call of each of its layers. The input layers of a nested model are
removed: references to them become references to the tensors that the model is called with. A
TimeDistributed over a model becomes a TimeDistributed over each of its layers, which computes the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from rnntui.configs.core import EmbeddingConfig, MaskingConfig
from rnntui.configs.opaque import OperationConfig
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.network.keras.models.calls import references_in, with_references
from rnntui.network.keras.models.description import LayerDescription, ModelDescription, Stored
from rnntui.network.keras.models.members import Member, NestedModel
from rnntui.network.keras.models.operations import is_operation
from rnntui.network.keras.models.parse_layer import read_layer
from rnntui.network.network import Call, TensorRef

# Models nested and called several times can multiply the calls; no real network has as many.
_MOST_CALLS = 100_000


def flatten(model: NestedModel, source: str) -> ModelDescription:
    """The description of a model, with nested models flattened.

    Raises:
        ModelFileError: a reference to a missing layer or tensor, or a cycle through models.
        UnknownLayerError: a layer that rnntui does not compute.
    """
    graph = _FlatGraph(source)
    top = _Place(model)
    tree = graph.add(top)
    outputs = tuple(graph.resolved(top, 0, ref) for ref in model.outputs)
    needed = _needed(graph.layers, outputs)
    unused = [layer.name for layer in graph.layers if layer.name not in needed | set(model.by_name)]
    return ModelDescription(
        name=model.name,
        stored=tuple(layer for layer in graph.layers if layer.name not in unused),
        tree=tree,
        inputs=tuple(graph.resolved(top, 0, ref) for ref in model.inputs),
        outputs=outputs,
        notes=tuple(f"layer '{name}' leads to no output; ignored" for name in unused),
        output_layers=tuple(ref.layer for ref in model.outputs),
        sequential=model.class_name == "Sequential",
    )


@dataclass(frozen=True)
class _Place:
    """A model at its position in the nesting.

    around, member: the place of the enclosing model, and its member that is this model; None for
        the outermost model
    times: how often it is called in total
    each: the number of TimeDistributed layers around it
    """

    model: NestedModel
    around: _Place | None = None
    member: Member | None = None
    prefix: str = ""
    times: int = 1
    each: int = 0
    trainable: bool = True

    def inside(self, member: Member) -> _Place:
        """The place of a model nested in this one."""
        assert member.model is not None
        return _Place(
            member.model,
            around=self,
            member=member,
            prefix=f"{self.prefix}{member.name}/",
            times=self.times * len(member.calls),
            each=self.each + member.each,
            trainable=self.trainable and self.model.trainable,
        )


class _FlatGraph:
    """The flat graph under construction: the layers added so far."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._calls = 0
        self.layers: list[LayerDescription] = []

    def add(self, place: _Place) -> tuple[Stored, ...]:
        """Add the layers of a model; return them as nested in the file."""
        stored = []
        for member in place.model.members:
            name = f"{place.prefix}{member.name}"
            class_name = str(member.entry.get("class_name"))
            if member.model is not None:
                self._check_called(place, member)
                parts = self.add(place.inside(member))
                inner_path = "layer" if member.each else ""
                stored.append(
                    Stored(name, member.name, class_name, parts=parts, inner_path=inner_path)
                )
            elif not member.is_input or place.around is None:
                layer = self._layer(place, member, name)
                trainable = place.trainable and place.model.trainable
                own = Stored(
                    name, member.name, class_name, member.entry.get("config"), trainable=trainable
                )
                self.layers.append(layer)
                if not is_operation(member.entry):
                    stored.append(own)
        return tuple(stored)

    def _layer(self, place: _Place, member: Member, name: str) -> LayerDescription:
        self._calls += place.times * len(member.calls)
        if self._calls > _MOST_CALLS:
            raise ModelFileError(f"{self._source}: its config calls layers {self._calls} times")
        calls = tuple(
            with_references(call, partial(self.resolved, place, time))
            for time in range(place.times)
            for call in member.calls
        )
        layer = read_layer(member.entry, name, calls, self._source)
        if not place.each:
            return layer
        self._check_each_timestep(layer)
        entry = dict(member.entry)
        for _ in range(place.each):
            inner = {"class_name": entry.get("class_name"), "config": entry["config"]}
            body = {"name": name, "dtype": entry["config"].get("dtype"), "layer": inner}
            entry = {"class_name": "TimeDistributed", "config": body}
        return read_layer(entry, name, calls, self._source)

    def _check_each_timestep(self, layer: LayerDescription) -> None:
        config = layer.config
        makes_mask = isinstance(config, MaskingConfig) or (
            isinstance(config, EmbeddingConfig) and config.mask_zero
        )
        alone = all(len(call.inputs) == 1 and not call.keywords for call in layer.calls)
        if makes_mask or not alone or isinstance(config, OperationConfig):
            raise UnknownLayerError(
                f"{self._source}: layer '{layer.name}' ({layer.class_name}) is in a model inside a "
                "TimeDistributed, where rnntui computes only layers of one tensor, without masks"
            )

    def _check_called(self, place: _Place, member: Member) -> None:
        """Refuse tensors as keyword arguments, except a mask that the model's input has anyway."""
        for key, ref in (item for call in member.calls for item in call.keywords):
            source = place.model.by_name.get(ref.layer)
            from_operation = source is not None and is_operation(source.entry)
            if key != "inputs" and not (key == "mask" and from_operation):
                raise UnknownLayerError(
                    f"{self._source}: the model '{place.prefix}{member.name}' is given a tensor as "
                    f"its {key}, which rnntui does not compute"
                )

    def resolved(self, place: _Place, time: int, reference: TensorRef) -> TensorRef:
        """The tensor of the flat graph that a reference inside a model resolves to.

        Args:
            place: the model.
            time: index of the model's call.
            reference: in the model's own names.

        Raises:
            ModelFileError: a missing layer, call or tensor, or a cycle.
        """
        seen: set[tuple[str, int, TensorRef]] = set()
        while (place.prefix, time, reference) not in seen:
            seen.add((place.prefix, time, reference))
            member = place.model.by_name.get(reference.layer)
            if member is None or not 0 <= reference.call < len(member.calls):
                raise self._missing(place, reference)
            if member.model is not None:
                time = time * len(member.calls) + reference.call
                place = place.inside(member)
                reference = self._at(place.model.outputs, reference.index, place, reference)
            elif member.is_input and place.around is not None:
                assert place.member is not None
                time, number = divmod(time, len(place.member.calls))
                index = next(
                    (i for i, ref in enumerate(place.model.inputs) if ref.layer == member.name), -1
                )
                arguments = _arguments(place.member.calls[number])
                reference = self._at(arguments, index, place, reference)
                place = place.around
            else:
                call = time * len(member.calls) + reference.call
                return TensorRef(f"{place.prefix}{member.name}", call, reference.index)
        raise ModelFileError(
            f"{self._source}: its config has a cycle through {place.prefix}{reference.layer}"
        )

    def _at(
        self, tensors: tuple[TensorRef, ...], index: int, place: _Place, reference: TensorRef
    ) -> TensorRef:
        if not 0 <= index < len(tensors):
            raise ModelFileError(
                f"{self._source}: its config takes tensor {index} of '{reference.layer}' in "
                f"'{place.prefix.rstrip('/')}', which has {len(tensors)}"
            )
        return tensors[index]

    def _missing(self, place: _Place, reference: TensorRef) -> ModelFileError:
        return ModelFileError(
            f"{self._source}: its config refers to call {reference.call} of layer "
            f"'{place.prefix}{reference.layer}', which does not exist"
        )


def _needed(layers: list[LayerDescription], outputs: tuple[TensorRef, ...]) -> set[str]:
    """The layers that the outputs depend on, which need not be all layers of a nested model."""
    calls = {layer.name: layer.calls for layer in layers}
    waiting, seen = list(outputs), set[TensorRef]()
    while waiting:
        place = waiting.pop().place
        if place not in seen and place.call < len(calls.get(place.layer, ())):
            seen.add(place)
            waiting += references_in(calls[place.layer][place.call])
    return {place.layer for place in seen}


def _arguments(call: Call) -> tuple[TensorRef, ...]:
    """The tensors that a model is called with, except a mask, which its input has anyway."""
    return (*call.inputs, *(ref for key, ref in call.keywords if key == "inputs"))
