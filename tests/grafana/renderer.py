"""The dashboards in a real browser, drawn by Grafana's own libraries."""

import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "e2e"), str(HERE.parent / "browser")]

from chromium import Browser  # noqa: E402
from process import Process, wait_for  # noqa: E402

SOURCE = HERE.parents[1]

# What a panel shows, by its title; two of one title are told apart by order.
PANELS = """return [...document.querySelectorAll('section')].map((section) => {
  const title = section.querySelector('h2')?.innerText ?? '';
  const text = section.innerText.replace(title, '').trim();
  return [title, text.split(/\\s*\\n\\s*/).join(' ')];
})"""
TABLES = """const name = arguments[0];
const section = [...document.querySelectorAll('section')].find(
  (one) => one.querySelector('h2')?.innerText === name);
const cells = (row) => [...row.querySelectorAll(
  '[role=columnheader], [role=gridcell]')].map((cell) => cell.innerText.trim());
const [header, ...rows] = [...section.querySelectorAll('[role=row]')]
  .map(cells);
return rows.map((row) => Object.fromEntries(
  row.map((text, i) => [header[i], text])));"""
# Twice, for what one frame measures the next one draws.
DRAWN = """const done = arguments[arguments.length - 1];
document.fonts.ready.then(() => requestAnimationFrame(
  () => requestAnimationFrame(() => requestAnimationFrame(done))));"""


def modules():
    """Where npm put Grafana's libraries."""
    folder = pathlib.Path(os.environ.get("GRAFANA_MODULES")
                          or SOURCE / "build/render/node_modules")
    if not folder.is_dir():
        raise AssertionError(
            f"Grafana's libraries are missing in {folder}: tests/run "
            "--stage=pictures installs them, or set GRAFANA_MODULES")
    return folder


def node():
    path = shutil.which("node")
    if not path:
        raise AssertionError("node is missing: tests/run --stage=pictures "
                             "installs it")
    return path


class Server(Process):
    """tests/grafana/render/serve.mjs"""

    def __init__(self, prometheus, *arguments):
        super().__init__([node(), HERE / "render/serve.mjs",
                          f"--prometheus=http://{prometheus}",
                          f"--modules={modules()}", *arguments])
        self.url = self.wait_for_lines(
            "stdout", r"listening on (http://\S+)")[0][1]


class Page:
    """A browser's window, and the dashboard in it."""

    def __init__(self, server):
        self.browser = Browser()
        self.browser.devtools("Emulation.setTimezoneOverride",
                              timezoneId="UTC")
        self._server = server
        self._width, self._theme = 1600, "dark"

    def close(self):
        self.browser.close()

    def open(self, uid, width=1600, theme="dark", **parameters):
        """Opened, and every row of it unfolded."""
        self._width, self._theme = width, theme
        self.browser.look(width, theme)
        query = "&".join(f"{name.replace('_', '-', 1)}={value}"
                         for name, value in parameters.items())
        self.browser.open(f"{self._server.url}/d/{uid}?theme={theme}&{query}")
        self.wait()
        for _ in range(self.browser.run(
                "const folded = document.querySelectorAll("
                "'button[aria-label^=\"Expand row\"]');"
                "folded.forEach((button) => button.click());"
                "return folded.length")):
            self.wait()

    def wait(self):
        """Until all data is there and drawn."""
        wait_for(lambda: self.browser.run(
            "return window.problems?.().loading.length === 0"),
            f"the panels of {self.browser.url}")
        self.browser.run_async(DRAWN)

    def problems(self):
        return self.browser.run("return window.problems().problems")

    def panels(self):
        """[(title, text)]"""
        return [tuple(panel) for panel in self.browser.run(PANELS)]

    def text(self, title):
        (text,) = [text for name, text in self.panels() if name == title]
        return text

    def table(self, title):
        """[{column: text}]"""
        return self.browser.run(TABLES, title)

    def picture(self, **how):
        """A window as high as the dashboard is drawn in is one in which all
        of it is shown."""
        height = self.browser.run(
            "return document.documentElement.scrollHeight")
        self.browser.look(self._width, self._theme, height)
        self.wait()
        return self.browser.window_picture(**how)
