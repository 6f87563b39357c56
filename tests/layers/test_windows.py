"""Windows and convolutions against sums written out place by place."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from rnntui.layers.spatial.windows import convolved, windows_shape


def written_out(x, kernel, strides, dilation, padding):
    """The convolution as its definition says, over an array with room around it."""
    *size, _, filters = kernel.shape
    counts, starts = [], []
    for n, k, s, d in zip(x.shape, size, strides, dilation, strict=False):
        reach = (k - 1) * d + 1
        count = (n - reach) // s + 1 if padding == "valid" else (n + s - 1) // s
        outside = {
            "valid": 0,
            "causal": reach - 1,
            "same": max((count - 1) * s + reach - n, 0) // 2,
        }[padding]
        counts.append(count)
        starts.append(-outside)
    result = np.zeros((*counts, filters))
    for place in product(*map(range, counts)):
        for offset in product(*map(range, size)):
            at = tuple(
                b + p * s + o * d
                for b, p, s, o, d in zip(starts, place, strides, offset, dilation, strict=True)
            )
            if all(0 <= a < n for a, n in zip(at, x.shape, strict=False)):
                result[place] += x[at] @ kernel[offset]
    return result


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("padding", ["valid", "same", "causal"])
def test_a_convolution_is_the_sum_that_defines_it(rank: int, padding: str) -> None:
    random = np.random.default_rng(rank)
    for _ in range(12):
        size, strides, dilation = (tuple(random.integers(1, 4, rank)) for _ in range(3))
        space = tuple(
            (k - 1) * d + int(random.integers(1, 5)) for k, d in zip(size, dilation, strict=True)
        )
        x = random.standard_normal((*space, 2))
        kernel = random.standard_normal((*size, 2, 3))
        ours = convolved(x, kernel, strides=strides, dilation=dilation, padding=padding)
        assert ours.shape[:-1] == windows_shape(space, size, strides, dilation, padding)
        theirs = written_out(x, kernel, strides, dilation, padding)
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_an_array_that_is_no_block_of_memory() -> None:
    x = np.arange(60.0).reshape(3, 5, 4).transpose(2, 1, 0)
    kernel = np.arange(36.0).reshape(2, 3, 3, 2)
    ones = (1, 1)
    ours = convolved(x, kernel, strides=ones, dilation=ones, padding="valid")
    np.testing.assert_allclose(ours, written_out(x, kernel, ones, ones, "valid"))


def test_windows_larger_than_the_array_are_fewer_than_one() -> None:
    assert windows_shape((2, 9), (3, 3), (1, 1), (1, 1), "valid") == (0, 7)
