"""What a call tells its layer besides tensors, as the layer's builder takes it."""

from __future__ import annotations

from rnntui.errors import UnknownLayerError
from rnntui.network.network import Call, Layer

_ATTENDING = ("AdditiveAttention", "Attention", "MultiHeadAttention")
# Change nothing where they are False, as they are by default.
_OFF = ("return_attention_scores",)


def told_by(layer: Layer, call: Call) -> dict[str, bool]:
    """The keyword arguments of the layer's builder that a call says: use_causal_mask.

    Raises:
        UnknownLayerError: it says what rnntui does not compute.
    """
    told: dict[str, bool] = {}
    for key, value in call.constants:
        if layer.class_name in _ATTENDING and key == "use_causal_mask":
            told[key] = bool(value)
        elif key not in _OFF or value:
            raise UnknownLayerError(
                f"layer '{layer.name}' ({layer.class_name}) is called with {key}={value}, "
                "which rnntui does not compute"
            )
    return told
