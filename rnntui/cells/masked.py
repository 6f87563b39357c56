"""A cell under a mask: where m_t is 0, the timestep is skipped and the states are carried over.

A masked timestep is computed all the same, as in Keras, and the result is discarded.
Source: `keras.src.backend.tensorflow.rnn.rnn`, its step with a mask.
"""

from __future__ import annotations

from dataclasses import replace

from rnntui.cells.cell import Cell, State, renamed
from rnntui.equations.parse import parse

MASK = "m_t"
# With unroll and go_backwards, the output is zeroed by the mask of timestep T-1-t.
OTHER_END = "e_t"


def masked(
    cell: Cell, *, zero_output: bool = False, output_apart: bool = False, other_end: bool = False
) -> Cell:
    """The cell, given m_t: h_new = …, and h_t = where(m_t, h_new, h_prev).

    Args:
        cell: without a mask.
        zero_output: whether its output is 0 at masked timesteps (`zero_output_for_mask`).
        output_apart: whether its output can differ from the state h_t: before the first timestep
            that is not masked it is 0, while h_t is the initial state, if there is one.
        other_end: whether `zero_output` uses e_t, the mask of timestep T-1-t. This is so in a layer
            that is unrolled and reads backwards, because Keras reverses the mask for the loop but
            not for the loop's outputs.
    """
    new = {state.after: f"{state.after.removesuffix('_t')}_new" for state in cell.states}
    lines = [renamed(line.text, new) for line in cell.equations.lines]
    lines += [f"{s.after} = where({MASK}, {new[s.after]}, {s.before})" for s in cell.states]
    states, output = cell.states, cell.output
    masks = (MASK, OTHER_END) if zero_output and other_end else (MASK,)
    if zero_output or output_apart:
        otherwise = "0" if zero_output and not other_end else "y_prev"
        lines.append(f"y_t = where({MASK}, {new[output]}, {otherwise})")
        states, output = (*states, State("y_prev", "y_t")), "y_t"
    if OTHER_END in masks:
        lines.append(f"out_t = where({OTHER_END}, y_t, 0)")
        states, output = (*states, State("out_prev", "out_t")), "out_t"
    x, *given = cell.equations.given
    more = [state.before for state in states[len(cell.states) :]]
    equations = parse(
        "\n".join(lines),
        given=(x, *masks, *given, *more),
        functions=cell.equations.functions,
        products=cell.equations.products,
    )
    return replace(cell, equations=equations, states=states, output=output)
