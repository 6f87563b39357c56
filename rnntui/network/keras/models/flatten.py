"""Models within a model as one flat graph: a layer "inner" of the model "outer" is "outer/inner".

A call of a model is one call of each layer in it. The inputs of an inner model are no layers: what
takes from one takes what the call of the model is given. A TimeDistributed over a model is each of
its layers in a TimeDistributed, which computes the same.
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

# A model called twice within a model called twice … : more than any network has.
_MOST_CALLS = 100_000


def flatten(model: NestedModel, source: str) -> ModelDescription:
    """The description of a model, flat.

    Raises:
        ModelFileError: references to what is not there, or a cycle through models.
        UnknownLayerError: a layer that rnntui does not compute.
    """
    work = _Flattening(source)
    top = _Place(model)
    tree = work.add(top)
    outputs = tuple(work.resolved(top, 0, ref) for ref in model.outputs)
    needed = _needed(work.layers, outputs)
    idle = [layer.name for layer in work.layers if layer.name not in needed | set(model.by_name)]
    return ModelDescription(
        name=model.name,
        stored=tuple(layer for layer in work.layers if layer.name not in idle),
        tree=tree,
        inputs=tuple(work.resolved(top, 0, ref) for ref in model.inputs),
        outputs=outputs,
        notes=tuple(f"layer '{name}' leads to no output, and is left out" for name in idle),
        output_layers=tuple(ref.layer for ref in model.outputs),
        sequential=model.class_name == "Sequential",
    )


@dataclass(frozen=True)
class _Place:
    """A model in the graph.

    around, member: the place of the model around it, and what it is there; None for the outermost
    times: how often it is called in all
    each: how many TimeDistributed layers it is in
    """

    model: NestedModel
    around: _Place | None = None
    member: Member | None = None
    prefix: str = ""
    times: int = 1
    each: int = 0
    trainable: bool = True

    def inside(self, member: Member) -> _Place:
        """The place of a model in this one."""
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


class _Flattening:
    """The layers found so far."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._calls = 0
        self.layers: list[LayerDescription] = []

    def add(self, place: _Place) -> tuple[Stored, ...]:
        """Add the layers of a model, and give them as the file has them."""
        stored = []
        for member in place.model.members:
            name = f"{place.prefix}{member.name}"
            class_name = str(member.entry.get("class_name"))
            if member.model is not None:
                self._check_called(place, member)
                parts = self.add(place.inside(member))
                way = "layer" if member.each else ""
                stored.append(Stored(name, member.name, class_name, parts=parts, way=way))
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
                f"{self._source}: layer '{layer.name}' ({layer.class_name}) is in a model within a "
                "TimeDistributed, where rnntui computes layers of one tensor and without masks"
            )

    def _check_called(self, place: _Place, member: Member) -> None:
        """Refuse tensors by keyword, but for the mask that the model's input has anyway."""
        for key, ref in (item for call in member.calls for item in call.keywords):
            giver = place.model.by_name.get(ref.layer)
            of_operations = giver is not None and is_operation(giver.entry)
            if key != "inputs" and not (key == "mask" and of_operations):
                raise UnknownLayerError(
                    f"{self._source}: the model '{place.prefix}{member.name}' is given a tensor as "
                    f"its {key}, which rnntui does not compute"
                )

    def resolved(self, place: _Place, time: int, reference: TensorRef) -> TensorRef:
        """The tensor of the flat graph that a reference in a model means.

        Args:
            place: the model.
            time: which of the model's calls it is in.
            reference: by the model's own names.
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
                given = _given(place.member.calls[number])
                reference = self._at(given, index, place, reference)
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
            f"'{place.prefix}{reference.layer}', which is not there"
        )


def _needed(layers: list[LayerDescription], outputs: tuple[TensorRef, ...]) -> set[str]:
    """The layers that the outputs are computed from: of an inner model, not all need be."""
    calls = {layer.name: layer.calls for layer in layers}
    waiting, seen = list(outputs), set[TensorRef]()
    while waiting:
        place = waiting.pop().place
        if place not in seen and place.call < len(calls.get(place.layer, ())):
            seen.add(place)
            waiting += references_in(calls[place.layer][place.call])
    return {place.layer for place in seen}


def _given(call: Call) -> tuple[TensorRef, ...]:
    """The tensors that a model is called with; a mask among its keywords is that of its input."""
    return (*call.inputs, *(ref for key, ref in call.keywords if key == "inputs"))
