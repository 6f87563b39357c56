"""Random arguments of the recurrent layers, as a plan has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Shape = tuple[int | None, ...]
Arguments = dict[str, Any]

ACTIVATIONS = """
    celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear
    log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign
    sparse_plus sparse_sigmoid sparsemax squareplus tanh tanh_shrink
""".split()  # noqa: SIM905
RECURRENT = ("SimpleRNN", "LSTM", "GRU", "RNN", "Bidirectional")
CONVOLVING = ("ConvLSTM1D", "ConvLSTM2D")
STATES = {"SimpleRNN": 1, "LSTM": 2, "GRU": 1}


@dataclass(frozen=True)
class Chance:
    """Random choices."""

    random: np.random.Generator

    def of(self, *choices: Any) -> Any:
        return choices[self.random.integers(len(choices))]

    def yes(self, probability: float = 0.5) -> bool:
        return bool(self.random.random() < probability)

    def below(self, limit: int) -> int:
        """1 to limit - 1, or 1."""
        return int(self.random.integers(1, max(2, limit)))

    def number(self, low: float = 0.1, high: float = 1.5) -> float:
        return float(np.round(self.random.uniform(low, high), 3))

    def activation(self, usual: str) -> Any:
        """Half the time the usual one, else any; sometimes a layer, with parameters."""
        if self.yes(0.4):
            return usual
        if self.yes(0.1):
            return self.of(
                {"class_name": "LeakyReLU", "arguments": {"negative_slope": self.number()}},
                {"class_name": "ELU", "arguments": {"alpha": self.number()}},
                {"class_name": "ReLU", "arguments": {"max_value": self.number()}},
            )
        return self.of(*ACTIVATIONS)


def cell_arguments(chance: Chance, kind: str, units: int | None = None) -> Arguments:
    """What a layer has in common with its cell."""
    found: Arguments = {
        "units": units or chance.below(5),
        "activation": chance.activation("tanh"),
        "use_bias": chance.yes(0.75),
    }
    if kind != "SimpleRNN":
        found["recurrent_activation"] = chance.activation("sigmoid")
    if kind == "GRU":
        found["reset_after"] = chance.yes()
    if kind == "LSTM" and chance.yes(0.2):
        found["unit_forget_bias"] = False
    if chance.yes(0.2):
        found |= {"dropout": 0.2, "recurrent_dropout": 0.1}
    return found


def loop_arguments(chance: Chance, *, sequences: bool, stateful: bool, unroll: bool) -> Arguments:
    """How a layer runs its cell."""
    return {
        "return_sequences": sequences,
        "return_state": chance.yes(0.2),
        "go_backwards": chance.yes(0.25),
        "stateful": stateful,
        "zero_output_for_mask": chance.yes(0.25),
        "unroll": unroll,
    }


def layer_entry(chance: Chance, kind: str, loop: Arguments, units: int | None = None) -> Arguments:
    """A SimpleRNN, LSTM, GRU, or RNN over one cell or several."""
    if kind != "RNN":
        arguments = {**cell_arguments(chance, kind, units), **loop}
        return {"class_name": kind, "arguments": arguments}
    kinds = [chance.of(*STATES) for _ in range(chance.of(1, 1, 2, 2, 3))]
    cells = []
    for number, name in enumerate(kinds):
        last = units if number == len(kinds) - 1 else None
        cells.append({"class_name": f"{name}Cell", "arguments": cell_arguments(chance, name, last)})
    cell = cells[0] if len(cells) == 1 and chance.yes(0.7) else cells
    return {"class_name": "RNN", "arguments": {"cell": cell, **loop}}


def bidirectional_entry(chance: Chance, loop: Arguments) -> Arguments:
    """A Bidirectional layer, with or without a backward layer of its own."""
    kind = chance.of("SimpleRNN", "LSTM", "GRU", "RNN")
    layer = layer_entry(chance, kind, {**loop, "go_backwards": False})
    arguments: Arguments = {
        "layer": layer,
        "merge_mode": chance.of("concat", "concat", "sum", "mul", "ave", None),
    }
    if chance.yes(0.35):
        # Keras takes the backward layer's results to be like the forward layer's.
        other = kind if loop["return_state"] else chance.of("SimpleRNN", "LSTM", "GRU", "RNN")
        backward = {**loop, "go_backwards": True, "zero_output_for_mask": chance.yes()}
        units = units_of(layer)
        if kind == "RNN" and loop["return_state"]:
            arguments["layer"]["arguments"]["cell"] = _one_cell(chance, units)
            entry = {
                "class_name": "RNN",
                "arguments": {"cell": _one_cell(chance, units), **backward},
            }
        else:
            entry = layer_entry(chance, other, backward, units)
        entry["arguments"]["name"] = "own_backward"
        arguments["backward_layer"] = entry
    return {"class_name": "Bidirectional", "arguments": arguments}


def _one_cell(chance: Chance, units: int) -> Arguments:
    return {"class_name": "GRUCell", "arguments": cell_arguments(chance, "GRU", units)}


def units_of(entry: Arguments) -> int:
    """Of what leaves a layer."""
    arguments = entry["arguments"]
    if "cell" in arguments:
        cell = arguments["cell"]
        return units_of(cell[-1] if isinstance(cell, list) else cell)
    units: int = arguments["units"]
    return units


def state_shapes(entry: Arguments) -> list[Shape]:
    """Of the states of a layer or cell; of Bidirectional those of both its layers."""
    name, arguments = entry["class_name"], entry["arguments"]
    if name == "Bidirectional":
        backward = arguments.get("backward_layer") or arguments["layer"]
        return [*state_shapes(arguments["layer"]), *state_shapes(backward)]
    if name == "RNN":
        cell = arguments["cell"]
        cells = cell if isinstance(cell, list) else [cell]
        return [shape for one in cells for shape in state_shapes(one)]
    return [(arguments["units"],)] * STATES[name.removesuffix("Cell")]


def states_in_a_row(entry: Arguments) -> list[int]:
    """How many states Keras counts in a layer, a list of a stacked cell as one; of both directions."""
    arguments = entry["arguments"]
    if entry["class_name"] == "Bidirectional":
        both = arguments["layer"], arguments.get("backward_layer") or arguments["layer"]
        return [count for one in both for count in states_in_a_row(one)]
    if isinstance(arguments.get("cell"), list):
        return [len(arguments["cell"])]
    return [2 if "filters" in arguments else len(state_shapes(entry))]


def conv_lstm_entry(chance: Chance, rank: int, shape: Shape, loop: Arguments) -> Arguments:
    """A ConvLSTM over arrays of one axis or two, and channels; `shape` is a timestep's."""
    first = chance.yes(0.2)
    lengths = shape[1:] if first else shape[:-1]
    size = [chance.below(min(4, (length or 1) + 1)) for length in lengths]
    spread: Arguments = {}
    if chance.yes(0.25):
        spread = {"strides": 2}
    elif chance.yes(0.2) and all(
        2 * (s - 1) < (n or 0) for s, n in zip(size, lengths, strict=True)
    ):
        spread = {"dilation_rate": 2}
    return {
        "class_name": f"ConvLSTM{rank}D",
        "arguments": {
            "filters": chance.below(3),
            "kernel_size": size if chance.yes() else size[0] if len(set(size)) == 1 else size,
            **spread,
            "padding": chance.of("valid", "same"),
            "data_format": "channels_first" if first else "channels_last",
            "activation": chance.activation("tanh"),
            "recurrent_activation": chance.activation("sigmoid"),
            "use_bias": chance.yes(0.75),
            **{key: value for key, value in loop.items() if key != "unroll"},
        },
    }
