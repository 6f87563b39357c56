"""Layer names that every Keras allows, and the mapping back to the file's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def keras_names(names: Iterable[str]) -> dict[str, str]:
    """For each name one that Keras 3 accepts: without "/", not empty, and unique."""
    names = list(names)
    valid = {name: name for name in names if name and "/" not in name}
    for name in names:
        if name in valid:
            continue
        base = name.replace("/", "_") or "layer"
        chosen, number = base, 0
        while chosen in valid.values():
            number += 1
            chosen = f"{base}_{number}"
        valid[name] = chosen
    return valid


def renamed(name: str, names: Mapping[str, str]) -> str:
    """The name of a layer's output, "lstm", "lstm:1" or "both/forward", with the layer renamed."""
    layer, slash, inner = name.partition("/")
    if layer not in names:
        base, colon, number = layer.rpartition(":")
        return f"{names.get(base, base)}{colon}{number}{slash}{inner}"
    return f"{names[layer]}{slash}{inner}"
