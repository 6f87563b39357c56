"""Gates of a product: LSTM's i f c o, GRU's z r h, one block of columns each."""

from __future__ import annotations

from rnntui.equations.expressions import Operation, names_in
from rnntui.equations.parse import Equation


def gates_of(lines: tuple[Equation, ...], equation: Equation) -> tuple[str, ...]:
    """The names of the blocks that an equation's result is split into; () if it is not.

    Taken from the equation that splits it: z_i, z_f, z_c, z_o are the blocks i, f, c, o.
    """
    found = set(equation.targets)
    for line in lines[lines.index(equation) :]:
        match line.expression:
            case Operation("split", _) if line is equation or found & set(
                names_in(line.expression)
            ):
                return tuple(name.rsplit("_", 1)[-1] for name in line.targets)
            case Operation("+", _) if found & set(names_in(line.expression)):
                # A bias may be added first.
                found.update(line.targets)
    return ()
