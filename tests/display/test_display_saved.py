"""A frame as text, Markdown and LaTeX: it says what the frame says, and names can't break it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from small_networks import GRAPHS, small_session
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.number_format import NumberFormat
from rnntui.debugger.session.session import Session
from rnntui.display.primitives.numbers import short
from rnntui.display.saved.document import document
from rnntui.display.saved.latex import escaped as latex_escaped
from rnntui.display.saved.latex import math_equation, math_name, number_text
from rnntui.display.saved.markdown import cell, code, escaped
from rnntui.equations.parse import parse

MARKDOWN = MarkdownIt("commonmark").enable("table")
NASTY = "a&b%c$d#e_f{g}h~i^j\\k|l`m*n[o]p<q>r"
NAMES = st.text(st.sampled_from("&%$#_{}~^\\|`*[]<>!-+=.()1 ab\n\t"), max_size=12)


def frame(cells=("SimpleRNN",), *lines, **sizes):
    debugger = Session.open(tiny_graph(cells, **sizes), tiny_data())
    debugger.last()
    debugger.step()
    run = debugger.run
    debugger.reference.add(0, run.outputs["dense"].copy(), {}, "keras 3.0.0, loaded")
    return debugger.frame()


def named(frame, name):
    """The frame, with a name in every place that a file gives one."""
    layers = tuple(replace(layer, label=name, class_name=name) for layer in frame.layers)
    columns = replace(frame.prediction.columns, names=(name,) * 3, units=(name,) * 3)
    prediction = replace(frame.prediction, columns=columns)
    return replace(
        frame, model=name, sample_name=name, layers=layers, prediction=prediction, notes=(name,)
    )


def tables(text):
    """Each table of a Markdown text as it renders: rows of cells."""
    found, row = [], []
    tokens = MARKDOWN.parse(text)
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            row = []
        elif token.type in ("th_open", "td_open"):
            row.append(spoken(tokens[index + 1]))
        elif token.type == "tr_close":
            found[-1].append(row)
    return found


def spoken(inline):
    return "".join(child.content for child in inline.children)


def rendered(text):
    """What a paragraph says; it must be one paragraph."""
    tokens = MARKDOWN.parse(text)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert all(child.type == "text" for child in tokens[1].children)
    return spoken(tokens[1])


def check_latex(text):
    """Brackets in pairs, dollars in pairs, as many cells in each row as its table has columns."""
    bare = re.sub(r"\\[\\&%$#_{}]", "", text)
    assert bare.count("$") % 2 == 0
    assert "$$" not in bare
    depth = 0
    for character in bare:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert not set(bare) & set('#%~`|<>"')
    for columns, body in re.findall(
        r"\\begin\{tabular\}\{([lr]+(?:p\{0\.6\\linewidth\})?)\}\n(.*?)\\end\{tabular\}",
        text,
        re.DOTALL,
    ):
        count = len(re.sub(r"p\{[^}]*\}", "p", columns))
        for row in body.removesuffix("\n").split("\n"):
            if row != r"\hline":
                assert row.endswith(r" \\")
                assert len(re.findall(r"(?<!\\)&", row)) == count - 1, row
    assert text.count(r"\begin{tabular}") == text.count(r"\end{tabular}") > 0
    outside = re.sub(r"\$[^$]*\$|\\\[.*?\\\]", "", bare)
    assert "^" not in outside
    assert "_" not in outside


@pytest.mark.parametrize("ending", [".txt", ".md", ".tex"])
@pytest.mark.parametrize("name", [*GRAPHS])
def test_every_kind_of_network_in_every_form(name, ending):
    debugger = small_session(name)
    for _ in range(12):
        text = document(debugger.frame(), ending)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        if ending == ".txt":
            assert max(map(len, text.splitlines())) <= 80
            assert not [line for line in text.splitlines() if line != line.rstrip()]
        elif ending == ".tex":
            check_latex(text)
        else:
            assert tables(text)
        debugger.step()


def test_the_worked_out_terms_are_those_of_the_selected_unit():
    found = replace(frame(), unit=2)
    step = found.steps[-1]
    x, weights = step.operands
    products = x.value * weights.value[:, 2]
    head, *rows = tables(document(found, ".md"))[0]
    assert head == ["term", "hₜ₋₁", "Whh", "product"]
    order = np.argsort(-np.abs(products), kind="stable")
    assert [row[0] for row in rows] == [f"[{index}]" for index in order]
    for row, index in zip(rows, order, strict=True):
        assert row[1:3] == [short(float(x.value[index])), short(float(weights.value[index, 2]))]
        assert row[3] == short(float(np.float64(x.value[index]) * weights.value[index, 2]))
    assert f"`hW[2]` = **{short(float(step.results[0].value[2]))}**" in document(found, ".md")


def test_of_many_terms_the_largest_and_the_rest():
    rows = tables(document(frame(units=40), ".md"))[0]
    assert len(rows) == 18
    assert rows[-1][0] == "and 24 more"
    assert re.search(r"… and \d\d more lines\n", document(frame(units=96), ".txt"))


def test_the_prediction_is_beside_keras_and_the_target_with_floats_apart():
    found = frame()
    head, first, *_ = tables(document(found, ".md"))[-2]
    assert head == ["output", "yₜ", "Keras", "Δ Keras", "ulp", "target", "error"]
    y, target = (float(values[0]) for values in (found.prediction.y, found.prediction.target))
    assert first[:6] == ["latitude", short(y), short(y), "+0.0000", "0", short(target)]
    head, first, *_ = tables(document(found, ".md"))[-1]
    assert head == ["in its unit", "y", "target", "error"]
    assert first[1] in document(found, ".txt")
    for ending in (".txt", ".md", ".tex"):
        assert "off the target" in document(found, ending)


def test_numbers_have_the_frames_precision_and_long_vectors_its_summary():
    found = frame(units=12)
    eight = replace(found, reading=NumberFormat(precision=8))
    value = float(found.layer.values["x_t"][0])
    for ending in (".txt", ".md", ".tex"):
        assert short(value, 4) in document(found, ending)
        assert short(value, 8) in document(eight, ending)
    row = next(row for row in tables(document(found, ".md"))[1] if row[0] == "z")
    assert row[1] == "(12,)"
    assert re.fullmatch(r"min \S+ max \S+ mean \S+ norm \S+", row[2])
    opened = replace(found, reading=NumberFormat(opened=True))
    row = next(row for row in tables(document(opened, ".md"))[1] if row[0] == "z")
    assert len(row[2].split()) == 12


def test_what_is_no_number_is_spelled():
    found = frame()
    y = np.array([np.nan, np.inf, -np.inf], np.float32)
    found = replace(found, prediction=replace(found.prediction, y=y))
    assert [row[1] for row in tables(document(found, ".md"))[-2][1:]] == ["NaN", "+∞", "-∞"]
    text = document(found, ".tex")
    check_latex(text)
    assert "NaN & " in text
    assert r"$-\infty$ & " in text
    assert "NaN" in document(found, ".txt")


@pytest.mark.parametrize(
    ("equation", "told"),
    [
        ("h_t = activation(z)", r"\mathbf{h}_{t} = \tanh(\mathbf{z})"),
        ("xW = x_t @ Wxh", r"\mathbf{xW} = \mathbf{x}_{t}\,W_{xh}"),
        ("h_t = o * activation(c_t)", r"\mathbf{h}_{t} = \mathbf{o} \odot \tanh(\mathbf{c}_{t})"),
        ("z_i, z_f = split(xW + b, 2)",
         r"\mathbf{z}_{i}, \mathbf{z}_{f} = \mathrm{split}(\mathbf{xW} + \mathbf{b}, 2)"),
        ("a = (b + c) * d", r"\mathbf{a} = (\mathbf{b} + \mathbf{c}) \odot \mathbf{d}"),
    ],
)  # fmt: skip
def test_equations_as_mathematics(equation, told):
    given = {"z", "x_t", "Wxh", "o", "c_t", "xW", "b", "c", "d"} - {equation.split()[0]}
    (line,) = parse(equation, given=given, functions=("activation",)).lines
    assert math_equation(line, {"activation": "tanh"}) == told


def test_states_and_weights_as_mathematics():
    assert math_name("h_prev") == r"\mathbf{h}_{t-1}"
    assert math_name("h0_t") == r"\mathbf{h0}_{t}"
    assert math_name("W") == "W"
    assert math_name("Bo") == r"\mathbf{B}_{o}"


def test_numbers_as_mathematics():
    assert number_text("-3.1e-7") == r"$-3.1\times10^{-7}$"
    assert number_text("+0.3300") == "$+0.3300$"
    assert number_text("latitude_1") == r"latitude\_1"


@given(NAMES)
def test_a_name_is_read_back_from_markdown_as_it_is(name):
    plain = " ".join(name.split())
    if plain:
        assert rendered(escaped(plain)) == plain
        (_, row) = tables(f"| a | b |\n| --- | --- |\n| {cell(plain)} | 1 |\n")[0]
        assert row == [plain, "1"]
        (inline,) = (token for token in MARKDOWN.parse(code(plain)) if token.type == "inline")
        assert [child.type for child in inline.children] == ["code_inline"]
        assert inline.children[0].content == plain


@given(NAMES)
def test_a_name_does_not_break_a_document(name):
    found = named(FRAME, name or "x")
    check_latex(document(found, ".tex"))
    assert [len(rows) for rows in tables(document(found, ".md"))] == [5, 7, 3, 4, 4]


def test_what_latex_takes_for_its_own_is_escaped():
    assert latex_escaped("a_b") == r"a\_b"
    text = document(named(FRAME, NASTY), ".tex")
    check_latex(text)
    assert latex_escaped(NASTY) in text
    with pytest.raises(AssertionError):
        check_latex(text.replace(latex_escaped(NASTY), NASTY))


def test_a_name_can_neither_move_the_cursor_nor_begin_a_line():
    text = document(named(FRAME, "a\x1b[2Jb\nc"), ".txt")
    assert "\x1b" not in text
    assert "a�[2Jb" in text


FRAME = frame()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here")
def test_latex_sets_it(tmp_path):
    frames = [named(FRAME, NASTY), named(FRAME, "[x] *y 'q' -- \"d\" é"), frame(("LSTM", "GRU"))]
    frames += [small_session(name).frame() for name in GRAPHS]
    parts = "\n\\newpage\n".join(document(found, ".tex") for found in frames)
    document = f"\\documentclass{{article}}\n\\begin{{document}}\n{parts}\\end{{document}}\n"
    (tmp_path / "all.tex").write_text(document, "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:].decode("utf-8", "replace")
