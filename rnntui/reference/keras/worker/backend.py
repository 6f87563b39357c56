"""What requests ask for, done by the real Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf

from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.worker.custom_objects import custom_objects_of
from rnntui.reference.keras.worker.loaded_model import LoadedKerasModel
from rnntui.reference.keras.worker.rebuild.model import rebuild
from rnntui.reference.keras.worker.training import train

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rnntui.network.network import TensorRef
    from rnntui.reference.keras.messages.arrays import Array


class KerasBackend:
    """Holds one loaded model and one trained model. Raises what Keras raises, and ValueError."""

    def __init__(self) -> None:
        if keras.__version__.split(".")[0] < "3":
            raise RuntimeError(f"Keras {keras.__version__} is too old; rnntui needs Keras 3")
        # For all of the process's life: XLA, which determinism switches off, rounds differently,
        # and a reference must not depend on whether something was trained before.
        keras.utils.set_random_seed(0)
        tf.config.experimental.enable_op_determinism()
        # Not the settings in the user's ~/.keras/keras.json.
        keras.config.set_floatx("float32")
        keras.config.set_image_data_format("channels_last")
        self._loaded: LoadedKerasModel | None = None
        self._rebuilt: Any = None
        self._trained: Any = None

    def versions(self) -> messages.Welcome:
        """Which Keras, on which TensorFlow."""
        return messages.Welcome(keras.__version__, tf.__version__)

    def load(
        self,
        path: str,
        custom_objects: str | None = None,
        layer_names: Mapping[str, str] | None = None,
    ) -> messages.Loaded:
        """Load a model file, without its optimizer; its Python code runs only if the user passes a
        file with custom objects.
        """
        self._loaded = None
        objects = {} if custom_objects is None else custom_objects_of(custom_objects)
        model = keras.saving.load_model(
            path, custom_objects=objects, compile=False, safe_mode=custom_objects is None
        )
        self._loaded = LoadedKerasModel(model, layer_names)
        return self._loaded.description()

    def rebuild(self, request: messages.Rebuild) -> messages.Loaded:
        """Build a model of Keras's own layers."""
        self._loaded = self._rebuilt = None
        model = rebuild(request)
        names = {layer.keras_name: layer.name for layer in request.layers}
        self._loaded = LoadedKerasModel(model, names, request.output_names)
        self._rebuilt = model
        return self._loaded.description()

    def save_rebuilt(self, path: str) -> messages.Saved:
        """Write the rebuilt model, in the .keras format."""
        if self._rebuilt is None:
            raise ValueError("no model is rebuilt")
        self._rebuilt.save(path)
        return messages.Saved()

    def opaque_shapes(self, places: tuple[TensorRef, ...]) -> messages.OpaqueShapes:
        """The shapes of the outputs of calls of the loaded model's layers."""
        return messages.OpaqueShapes(self._model().opaque_shapes(places))

    def compute(
        self, inputs: Mapping[str, Array], opaque: tuple[TensorRef, ...], alive: Callable[[], None]
    ) -> messages.Computed:
        """Outputs and sequences of the loaded model, and outputs of calls of its layers."""
        return self._model().compute(inputs, alive, opaque)

    def _model(self) -> LoadedKerasModel:
        if self._loaded is None:
            raise ValueError("no model is loaded")
        return self._loaded

    def train(
        self,
        request: messages.Train,
        report: Callable[[messages.Progress], None],
        cancelled: Callable[[], bool],
        alive: Callable[[], None],
    ) -> messages.Trained:
        """Train a new model."""
        self._trained = None
        model, trained = train(request, report, cancelled, alive)
        if trained.saved_epoch is not None:
            self._trained = model
        return trained

    def save(self, path: str) -> messages.Saved:
        """Write the trained model, in the .keras format."""
        if self._trained is None:
            raise ValueError("no model is trained")
        self._trained.save(path)
        return messages.Saved()
