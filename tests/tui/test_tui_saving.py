"""Saving and copying: the screen as a picture, the frame as a document, in a browser too."""

from __future__ import annotations

import io
import zipfile

import pytest
from shown import shown

from rnntui.display.saved.document import document


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def web(monkeypatch):
    """The app is in a browser; what it was sent."""
    sent = []

    def deliver(self, file, *, save_filename):
        sent.append((save_filename, file.read()))

    monkeypatch.setattr("rnntui.tui.app.DebuggerApp.is_web", True)
    monkeypatch.setattr("rnntui.tui.app.DebuggerApp.deliver_binary", deliver)
    return sent


async def test_a_key_saves_the_frame_by_the_ending_of_its_name(make_app, here):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "Y", *"two.tex", "enter")
        assert (here / "two.tex").read_text("utf-8") == document(app.session.frame(), ".tex")
        assert "two.tex: the frame at sample 0, t=1" in shown(app, "status")
        assert not app.main.prompting
        await pilot.press("Y", *"two.tex")
        assert "two.tex exists; enter overwrites it" in shown(app, "status")
        await pilot.press("enter")
        assert "two.tex (replaced): " in shown(app, "status")


async def test_enter_on_nothing_takes_a_name_that_is_free(make_app, here):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Y", "enter", "Y", "enter")
        names = {path.name for path in here.iterdir()}
        assert names == {"tiny-sample0-t0.md", "tiny-sample0-t0-2.md"}
        assert "tiny-sample0-t0-2.md: " in shown(app, "status")


async def test_a_picture_is_of_the_screen_without_the_line_one_types_on(make_app, here):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Y", *"screen.svg", "enter")
        await pilot.pause()
        picture = (here / "screen.svg").read_text("utf-8")
        assert "EQUATIONS" in picture
        assert "screen.svg" not in picture
        assert "url(http" not in picture
        assert "enter:&#160;a&#160;new" not in picture
        assert "next&#160;&#160;" in picture, "the keys at the foot are there"
        assert "screen.svg: the screen" in shown(app, "status")
        assert not app.main.prompting


async def test_a_bad_name_is_said_and_can_be_mended(make_app, here):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Y", *"x.doc", "enter")
        assert "x.doc: values must be saved as .npz" in shown(app, "status")
        assert not list(here.iterdir())


async def test_the_frame_is_copied_and_it_is_said_how_much(make_app, settled):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("y")
        text = document(app.session.frame(), ".txt")
        assert app.clipboard == text
        lines = text.count("\n")
        assert f"copied {lines} lines of text, where the terminal allows it" in shown(app, "status")
        await pilot.press("colon", *"copy latex", "enter")
        assert app.clipboard == document(app.session.frame(), ".tex")
        await pilot.press("colon", *"copy html", "enter")
        assert "'html': copy text, markdown or latex" in shown(app, "status")


async def test_in_a_browser_files_are_downloaded_and_none_is_document(make_app, here, web):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Y", *"../two.md", "enter")
        assert "two.md, to the browser" in shown(app, "status")
        await pilot.press("colon", *"export run /etc/all.npz", "enter", "escape")
        await pilot.press("colon", *"save steps.txt", "enter", "escape")
        await pilot.press("Y", *"x.svg", "enter")
        await pilot.pause()
    sent = dict(web)
    assert list(sent) == ["two.md", "all.npz", "steps.txt", "x.svg"]
    assert sent["two.md"].decode() == document(app.session.frame(), ".md")
    assert "simplernn/h_t.npy" in zipfile.ZipFile(io.BytesIO(sent["all.npz"])).namelist()
    assert not list(here.iterdir())


async def test_in_a_browser_no_file_of_the_server_is_read_nor_trained(make_app, here, web):
    (here / "steps.txt").write_text("next 3\n")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"source steps.txt", "enter")
        await app.workers.wait_for_complete()
        await pilot.press("escape")
        assert app.session.cursor.t == 0
        await pilot.press("Y", *"steps.txt")
        assert "is there already" not in shown(app, "status")
        await pilot.press("escape", "t")
        assert "train: not on the web" in shown(app, "status")
        assert app.screen is app.main
