"""rnntui's values compared with the reference's: every sample, every timestep, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnntui.errors import ReferenceRefusedError, UnknownLayerError
from rnntui.layers.graph.graph import build_graph
from rnntui.layers.graph.upstream import upstream
from rnntui.reference.factory import changed_meaning, start_reference
from rnntui.trace.verify import Tolerance, Verification, difference
from rnntui.trace.verify import verify as verify_batch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from jaxtyping import Shaped

    from rnntui.data.dataset import Dataset
    from rnntui.layers.graph.graph import Graph
    from rnntui.network.network import Network
    from rnntui.reference.protocol import Reference, ReferenceRun

    _Arrays = Mapping[str, Shaped[np.ndarray, "N ..."]]

_BATCH = 256


def compare_with_reference(
    graph: Graph, dataset: Dataset, tolerance: Tolerance, custom_objects: Path | None = None
) -> tuple[str, Verification, str | None]:
    """Start the reference and compare all samples with it.

    A network with opaque layers is compared up to those layers.

    custom_objects: a Python file that only the reference's process runs

    Returns the reference's label, the comparison, and a note where the file, loaded by the
    reference as it is, would compute something else than the Keras that saved it.

    Raises:
        UnknownLayerError: every output depends on an opaque layer.
        ReferenceProcessError: the reference can't answer.
    """
    network = upstream(graph) if graph.foreign else graph.network
    if network is None:
        raise UnknownLayerError(f"{graph.network.path}: nothing to compare; {graph.notes[-1]}")
    with_file = not graph.foreign
    drift = VersionDrift(network) if with_file and changed_meaning(network) else None
    reference = start_reference(custom_objects)
    try:
        loaded = reference.load_network(network) if with_file else reference.rebuild(network)
        comparable = graph if with_file else build_graph(network)
        verification = compare(comparable, reference, dataset, tolerance, drift)
        return loaded.label, verification, None if drift is None else drift.note(reference)
    finally:
        reference.close()


def compare(
    graph: Graph,
    reference: Reference,
    dataset: Dataset,
    tolerance: Tolerance,
    drift: VersionDrift | None = None,
) -> Verification:
    """Compare all samples with the model that the reference holds, batch by batch.

    The reference takes arrays, so samples of different lengths are sent to it one length at a time.

    drift: records every batch
    """
    whole: Verification | None = None
    opaque = [node.place for node in graph.foreign]
    # A stateful layer carries its state from batch to batch, so all samples are one request.
    for inputs in dataset.batches(dataset.samples if graph.stateful else _BATCH):
        run = reference.compute(inputs, opaque)
        if drift is not None:
            drift.record(inputs, run)
        batch = verify_batch(
            graph,
            inputs,
            run.outputs,
            run.sequences,
            tolerance,
            states=run.states,
            opaque=run.opaque,
        )
        whole = batch if whole is None else whole.joined(batch)
    assert whole is not None
    return whole


class VersionDrift:
    """How far a model's output moves when today's library loads a file that an older one saved.

    `record` what the model computes as saved, then `note` compares.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._recorded: list[tuple[_Arrays, _Arrays]] = []

    def record(self, inputs: _Arrays, run: ReferenceRun) -> None:
        """Keep a batch of samples and the outputs the model was saved to compute."""
        self._recorded.append((inputs, run.outputs))

    def note(self, reference: Reference) -> str | None:
        """One line for the reader; None if the library can't load or run the file, or agrees.

        The reference then holds the file as it loads it.
        """
        if self._network.path is None:
            return None
        try:
            reference.load(self._network.path)
            largest = max(self._errors(reference))
        except ReferenceRefusedError:
            return None
        if not largest:
            return None
        version = reference.version()
        today = ".".join(version.number.split(".")[:2])
        return (
            f"saved by Keras {self._network.keras_version}, whose {changed_meaning(self._network)}; "
            f"loaded by {version.name} {today} this model's output moves by up to {largest:.3g}"
        )

    def _errors(self, reference: Reference) -> list[float]:
        return [
            difference(now, saved, Tolerance()).max_abs_error
            for inputs, outputs in self._recorded
            for now, saved in zip(
                reference.compute(inputs).outputs.values(), outputs.values(), strict=True
            )
        ]
