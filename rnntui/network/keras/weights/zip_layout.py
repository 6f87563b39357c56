"""The groups of each layer's weights in a `.keras` file, in the layouts of all Keras versions.

A layer's group is its class in snake case, numbered among the layers of that class.

- Keras 3: layers/dense, layers/dense_1, …
- Keras 2.13 to 2.15: the same; 2.12: _layer_checkpoint_dependencies/dense, …/dense_2, …, with two
  numbers per layer. So for old files only the order of the numbers matters.
- Sublayers have a group within the layer's (`weight_paths`): layers/bidirectional/forward_layer.
- The sublayers of MultiHeadAttention: query_dense; in some versions, _query_dense.
- A nested model is a group with such a container: layers/functional/layers/lstm.
- On Windows, some versions wrote a path as a single name: "layers\\dense\\cell".

Sources: `keras.src.saving.saving_lib`; `saving_lib` of keras 2.12 and tf_keras.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rnntui.network.keras.group_names import snake_case
from rnntui.network.keras.models.description import Stored
from rnntui.network.keras.weights.weight_paths import weight_paths

if TYPE_CHECKING:
    import h5py

_OLD_CONTAINERS = ("layers", "_layer_checkpoint_dependencies")


def layer_groups(
    file: h5py.File, tree: Sequence[Stored], *, older: bool, within: str = ""
) -> Iterator[tuple[Stored, str]]:
    """All layers with their groups, including those of nested models.

    Args:
        file: the weights file.
        tree: the layers and models in the order of the config.
        older: whether Keras 2 wrote the file.
        within: the group of the enclosing model, ending in "/"; "" for the outermost model.
    """
    container, names = "layers", set[str]()
    for container in _OLD_CONTAINERS if older else ():
        names = _children(file, f"{within}{container}")
        if names:
            break
    used: dict[str, int] = {}
    for stored in tree:
        base = snake_case(stored.class_name)
        number = used.get(base, 0)
        used[base] = number + 1
        present = sorted(_numbers(names, base)) if older else []
        if number < len(present):
            number = present[number]
        group = f"{within}{container}/{base}_{number}" if number else f"{within}{container}/{base}"
        if stored.parts is None:
            yield stored, group
            continue
        inner = f"{group}/{stored.inner_path}/" if stored.inner_path else f"{group}/"
        yield from layer_groups(file, stored.parts, older=older, within=inner)


def variables_of(file: h5py.File, group: str, stored: Stored) -> Iterator[str]:
    """The groups that contain a layer's arrays "0", "1", …, in the order of Keras's `layer.weights`.

    Args:
        file: the weights file.
        group: the layer's group.
        stored: the layer; its class and config determine its sublayers.
    """
    for owner in weight_paths(stored.class_name, stored.config):
        parent, slash, last = f"{group}/{owner.path}".rstrip("/").rpartition("/")
        for place in (f"{parent}{slash}{last}", f"{parent}{slash}_{last}"):
            paths = (f"{place}/vars", place.replace("/", "\\") + "/vars")
            if found := next((path for path in paths if path in file), None):
                yield found
                break


def _children(file: h5py.File, container: str) -> set[str]:
    """The names in a group, including those whose path is a single name with backslashes."""
    group = file.get(container)
    inside = set(group) if group is not None else set()
    before = container.replace("/", "\\") + "\\"
    return inside | {
        name.removeprefix(before).split("\\")[0] for name in file if name.startswith(before)
    }


def _numbers(names: set[str], base: str) -> Iterator[int]:
    for name in names:
        if found := re.fullmatch(rf"{re.escape(base)}(?:_(\d+))?", name):
            yield int(found[1] or 0)
