"""An activation as a model file spells it: a name, or an object with parameters of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OLD_HARD_SIGMOID = "hard_sigmoid_keras2"
"""clip(0.2 x + 0.5, 0, 1): what Keras 1 and 2 call hard_sigmoid, and Keras 3 has no name for."""

# The activation layers that may stand in an `activation=` argument, each with the function it
# is and its arguments (Keras 2's names beside Keras 3's).
_OBJECTS: dict[str, tuple[str, dict[str, str]]] = {
    "ELU": ("elu", {"alpha": "alpha"}),
    "LeakyReLU": ("leaky_relu", {"negative_slope": "negative_slope", "alpha": "negative_slope"}),
    "ReLU": (
        "relu",
        {
            "max_value": "max_value",
            "negative_slope": "negative_slope",
            "threshold": "threshold",
        },
    ),
    "Softmax": ("softmax", {}),
}


@dataclass(frozen=True)
class ActivationSpec:
    """An activation: its function's name, and the parameters that differ from the defaults."""

    name: str = "linear"
    parameters: dict[str, float | None] = field(default_factory=dict)

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={value:g}" for key, value in self.parameters.items() if value)
        return f"{self.name}({inside})" if inside else self.name


def read_activation(value: Any) -> ActivationSpec:
    """Decode the `activation` of a config: "tanh", None, or a serialised function or layer.

    Raises:
        ValueError: it is of another form, or an object that carries code.
    """
    if value is None:
        return ActivationSpec("linear")
    if isinstance(value, str):
        return ActivationSpec(value)
    if isinstance(value, dict):
        class_name, config = value.get("class_name"), value.get("config")
        if class_name == "function" and isinstance(config, str):
            return ActivationSpec(config)
        if class_name in _OBJECTS and isinstance(config, dict):
            function, arguments = _OBJECTS[class_name]
            parameters = {
                name: _number(config[key]) for key, name in arguments.items() if key in config
            }
            return ActivationSpec(function, parameters)
        if class_name == "Sequential" and _is_old_hard_sigmoid(config):
            return ActivationSpec(OLD_HARD_SIGMOID)
        raise ValueError(f"an activation of class {class_name}")
    raise ValueError(f"an activation written as {value!r}")


def _is_old_hard_sigmoid(config: Any) -> bool:
    """Whether it is Rescaling(0.2, 0.5) and ReLU(max_value=1): clip(0.2 x + 0.5, 0, 1), as
    `rnntui convert` writes it, since Keras 3 has no name for it.
    """
    match config:
        case {
            "layers": [
                *before,
                {"class_name": "Rescaling", "config": {"scale": 0.2, "offset": 0.5}},
                {"class_name": "ReLU", "config": {"max_value": 1.0, **relu}},
            ]
        }:
            plain = not relu.get("negative_slope") and not relu.get("threshold")
            return plain and all(
                isinstance(item, dict) and item.get("class_name") == "InputLayer" for item in before
            )
    return False


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, dict):  # Keras 2 wrote NumPy scalars as {"class_name", "config"}
        value = value.get("config", {}).get("value")
    if isinstance(value, int | float):
        return float(value)
    raise ValueError(f"an activation parameter written as {value!r}")
