"""A headless Chromium, spoken to through chromedriver: WebDriver, and what
goes on below it (pictures, colour schemes, a log of what is loaded)."""

import base64
import http.client
import json
import os
import shutil
import tempfile

from process import Process, wait_for

# No GPU, no services of its maker's, no first-run pages; as root there is no
# sandbox to be had.
ARGUMENTS = ["--headless=new", "--hide-scrollbars", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-default-browser-check", "--lang=en-US"]

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " "}


def program(name):
    path = os.environ.get(name.upper()) or shutil.which(name)
    if not path:
        raise AssertionError(f"{name} is missing: tests/run --stage=pictures "
                             f"installs it, or set {name.upper()}")
    return path


class Browser:
    def __init__(self):
        self._profile = tempfile.TemporaryDirectory(prefix="bsg_chromium_",
                                                    ignore_cleanup_errors=True)
        self._driver = Process([program("chromedriver"), "--port=0"])
        port = self._driver.wait_for_lines("stdout", r"successfully on port (\d+)")[0][1]
        self._connection = http.client.HTTPConnection("127.0.0.1", int(port),
                                                      timeout=120)
        options = {"binary": program("chromium"), "args": ARGUMENTS + [
            f"--user-data-dir={self._profile.name}"]}
        self._session = ""
        started = self._ask("POST", "/session", capabilities={"alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}})
        self._session = f"/session/{started['sessionId']}"

    def close(self):
        self._ask("DELETE", "")
        self._driver.stop()
        self._profile.cleanup()

    def _ask(self, method, path, **body):
        self._connection.request(
            method, getattr(self, "_session", "") + path,
            body=json.dumps(body) if method == "POST" else None)
        answer = json.loads(self._connection.getresponse().read())["value"]
        if isinstance(answer, dict) and "error" in answer:
            raise AssertionError(f"{path}: {answer['error']}: "
                                 f"{answer['message']}")
        return answer

    def open(self, url):
        self._ask("POST", "/url", url=url)

    @property
    def url(self):
        return self._ask("GET", "/url")

    def run(self, script, *arguments):
        """What the body of a function returns."""
        return self._ask("POST", "/execute/sync", script=script,
                         args=list(arguments))

    def run_async(self, script, *arguments):
        """What the body of an async function hands to its last argument."""
        return self._ask("POST", "/execute/async", script=script,
                         args=list(arguments))

    def texts(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])]"
                        ".map((e) => e.innerText)", selector)

    def wait_for_texts(self, selector, expected):
        wait_for(lambda: self.texts(selector) == expected,
                 f"{selector} to say {expected}, not {self.texts(selector)}")

    def _find(self, selector):
        found = self._ask("POST", "/element", using="css selector",
                          value=selector)
        return f"/element/{found[ELEMENT]}"

    def click(self, selector):
        self._ask("POST", self._find(selector) + "/click")

    def type(self, selector, text):
        self._ask("POST", self._find(selector) + "/value", text=text)

    def press(self, key):
        self._ask("POST", "/actions", actions=[{
            "type": "key", "id": "keyboard", "actions": [
                {"type": "keyDown", "value": KEYS[key]},
                {"type": "keyUp", "value": KEYS[key]}]}])

    def devtools(self, command, **parameters):
        return self._ask("POST", "/goog/cdp/execute", cmd=command,
                         params=parameters)

    def look(self, width, scheme, height=800):
        """The size of the window, on a phone below 600, and light or dark."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width,
                      height=height, deviceScaleFactor=1, mobile=width < 600)
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme}])

    def scripts(self, allowed):
        self.devtools("Emulation.setScriptExecutionDisabled",
                      value=not allowed)

    def picture(self):
        """The whole page as a PNG, also what is outside of the window."""
        size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "scale": 1, "width": size["width"],
                "height": min(size["height"], 8000)}
        return base64.b64decode(self.devtools(
            "Page.captureScreenshot", captureBeyondViewport=True,
            clip=clip)["data"])

    def window_picture(self, scale=1, **how):
        """What the window shows, as a PNG unless `format` says otherwise."""
        shown = self.devtools("Page.getLayoutMetrics")["cssLayoutViewport"]
        clip = {"x": 0, "y": 0, "scale": scale,
                "width": shown["clientWidth"], "height": shown["clientHeight"]}
        return base64.b64decode(self.devtools(
            "Page.captureScreenshot", clip=clip, **how)["data"])

    def complaints(self):
        """What the console said since it was last asked."""
        return [entry["message"]
                for entry in self._ask("POST", "/se/log", type="browser")]

    def loaded(self):
        """Every URL that was asked for since it was last asked."""
        messages = [json.loads(entry["message"])["message"]
                    for entry in self._ask("POST", "/se/log",
                                           type="performance")]
        return [m["params"]["request"]["url"] for m in messages
                if m["method"] == "Network.requestWillBeSent"]
