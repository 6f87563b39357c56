"""The console blocks of a document, run as they are written, and the models that they speak of."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from models import dense, layer, recurrent, write_model

_NUMBER = re.compile(r"[-+]?\d+\.\d+(?:e[-+]\d+)?|[-+]?\d+e[-+]\d+")


@dataclass(frozen=True)
class Example:
    """A command of a console block; arguments: without the program's name; told: what it prints."""

    arguments: tuple[str, ...]
    told: str

    @property
    def asks_keras(self) -> bool:
        """Whether it needs Keras."""
        commands = "\n".join(self.arguments[2:])
        return re.search(r"keras|mismatch", commands) is not None


def examples(text: str) -> list[Example]:
    """Every `$ rnntui …` of a document's console blocks, with what stands below it."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, told = part.replace("\\\n", " ").partition("\n")
            program, *arguments = shlex.split(command)
            if program == "rnntui":
                found.append(Example(tuple(arguments), told.rstrip("\n")))
    return found


def differs(one: str, other: str) -> bool:
    """Whether two texts differ by more than the last digits of their numbers."""
    if _NUMBER.sub("#", one) != _NUMBER.sub("#", other):
        return True
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return not all(np.isclose(float(a), float(b), rtol=1e-4, atol=1e-6) for a, b in pairs)


def make_models(folder: Path) -> None:
    """The small models and data of docs/debugging.md, and its script."""
    write_model(
        folder / "masked.keras",
        [layer("Masking", mask_value=0.0), recurrent("LSTM", 3), dense(1)],
        shape=(6, 2),
    )
    x = np.random.default_rng(1).standard_normal((2, 6, 2)).astype(np.float32)
    x[0, 4:] = 0
    x[1, 4:] = [0, 1e-3]
    np.save(folder / "padded.npy", x)
    grows = [np.ones((1, 2)), np.array([[1e10, 1e10], [1e10, -1e10]]), np.zeros(2)]
    weights = tuple(one.astype(np.float32) for one in grows)
    layers = [recurrent("SimpleRNN", 2, weights, activation="linear")]
    write_model(folder / "grows.keras", layers, shape=(12, 1))
    np.save(folder / "ones.npy", np.ones((1, 12, 1), np.float32))
    random = np.random.default_rng(2)
    stuck = [random.standard_normal((4, 3)), random.standard_normal((3, 3)), [9.0, -8.0, 12.0]]
    weights = tuple(np.asarray(one, np.float32) for one in stuck)
    write_model(folder / "stuck.keras", [recurrent("SimpleRNN", 3, weights), dense(2)])
    (folder / "check.txt").write_text(
        "# What must hold after each training.\n"
        "goto end\n"
        "assert all(isfinite(y))\n"
        "assert all(abs(y - target) < 0.5)\n",
        "utf-8",
    )
