"""A convolution's window: the terms that it shows add up to what the convolution gives."""

from __future__ import annotations

import numpy as np
import pytest
from small_networks import small_session


def convolution(name: str, equation: int):
    debugger = small_session(name)
    debugger.next()
    debugger.step(equation)
    return debugger.frame().steps[0]


@pytest.mark.parametrize("equation", [0, 1])
@pytest.mark.parametrize("name", ["images", "channels first"])
def test_the_terms_add_up_to_the_result(name, equation):
    step = convolution(name, equation)
    x, kernel = (operand.value for operand in step.operands)
    result = step.results[0].value
    for unit in range(0, result.size, 7):
        place = tuple(int(part) for part in np.unravel_index(unit, result.shape))
        for most in (3, 1000):
            window = step.sliding.window(x, kernel, place, most)
            total = window.rest
            sizes = [abs(term.value * term.weight) for term in window.terms]
            assert sizes == sorted(sizes, reverse=True)
            for term in window.terms:
                assert term.value == x[term.place]
                assert term.weight == kernel[term.kernel_place]
                total += term.value * term.weight
            assert total == pytest.approx(result[place], abs=1e-5)
            assert len(window.terms) + window.more + window.outside == kernel[..., 0].size
