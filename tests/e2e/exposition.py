"""A strict reader of Prometheus' text format 0.0.4.

Prometheus takes duplicate series, scattered families and worse without a
word, so "Prometheus took it" proves little. This reader refuses all of that.
"""

import re

_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
_LABEL = re.compile(
    r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|\Z)')
_SAMPLE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)\Z")
_ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}
_TYPES = ("counter", "gauge", "histogram", "summary", "untyped")
_HISTOGRAM_SUFFIXES = ("_bucket", "_sum", "_count")


class Malformed(Exception):
    """The page breaks a rule of the format; the message says which."""


class Family:
    def __init__(self, name, help_text):
        self.name = name
        self.help = help_text
        self.type = None
        self.samples = []  # (sample name, {label: value}, float), in order

    def owns(self, sample_name):
        if self.type == "histogram":
            return sample_name in {self.name + s for s in _HISTOGRAM_SUFFIXES}
        return sample_name == self.name


class Page:
    def __init__(self, text):
        self.text = text
        self.families = _parse(text)

    @property
    def samples(self):
        return [s for f in self.families.values() for s in f.samples]

    def series(self, prefix=""):
        """{(name, ((label, value), ...)): value} of the families so named."""
        return {(name, tuple(sorted(labels.items()))): value
                for family in self.families.values()
                if family.name.startswith(prefix)
                for name, labels, value in family.samples}

    def find(self, name, **labels):
        """The values of the series with that name and those labels."""
        return [value for sample, own, value in self.samples
                if sample == name and labels.items() <= own.items()]

    def value(self, name, **labels):
        """The one such series; anything but exactly one is an error."""
        found = self.find(name, **labels)
        if len(found) != 1:
            raise AssertionError(
                f"{name} {labels}: {len(found)} series instead of one")
        return found[0]

    def label_values(self, name, label, **labels):
        return [own[label] for sample, own, _ in self.samples
                if sample == name and labels.items() <= own.items()]


def _parse(text):
    if text and not text.endswith("\n"):
        raise Malformed("the last line has no line feed")
    families, seen, current = {}, set(), None
    for number, line in enumerate(text.split("\n")[:-1], 1):
        try:
            if line.startswith("# HELP "):
                current = _begin(line, families)
            elif line.startswith("# TYPE "):
                _set_type(line, current)
            else:
                _add_sample(line, current, seen)
        except Malformed as error:
            raise Malformed(f"line {number}: {error}: {line!r}") from None
    for family in families.values():
        if family.type is None or not family.samples:
            raise Malformed(f"{family.name}: a header without samples")
    return families


def _begin(line, families):
    name, _, help_text = line[len("# HELP "):].partition(" ")
    if not _NAME.match(name):
        raise Malformed("no metric name")
    if name in families:
        raise Malformed("the family begins a second time")
    if re.search(r"\\(?![\\n])", help_text.replace("\\\\", "")):
        raise Malformed("an escape that does not exist")
    families[name] = Family(name, help_text)
    return families[name]


def _set_type(line, family):
    name, _, type_name = line[len("# TYPE "):].partition(" ")
    if family is None or family.name != name:
        raise Malformed("TYPE does not follow its HELP")
    if family.type is not None or family.samples:
        raise Malformed("TYPE is late or there twice")
    if type_name not in _TYPES:
        raise Malformed("no such type")
    family.type = type_name


def _add_sample(line, family, seen):
    match = _SAMPLE.match(line)
    if not match:
        raise Malformed("neither a header nor a sample without a timestamp")
    name, label_text, value_text = match.groups()
    if family is None or family.type is None or not family.owns(name):
        raise Malformed("stands outside its family")
    labels = parse_labels(label_text or "")
    key = (name, tuple(sorted(labels.items())))
    if key in seen:
        raise Malformed("duplicate series")
    seen.add(key)
    family.samples.append((name, labels, _number(value_text)))


def parse_labels(text):
    labels, at = {}, 0
    while at < len(text):
        match = _LABEL.match(text, at)
        if not match:
            raise Malformed("malformed labels")
        name, value, _ = match.groups()
        if name in labels:
            raise Malformed("a label twice")
        labels[name] = re.sub(r'\\[\\"n]', lambda m: _ESCAPES[m[0]], value)
        at = match.end()
    if text.endswith(","):
        raise Malformed("a comma behind the last label")
    return labels


def _number(text):
    special = {"NaN": "nan", "+Inf": "inf", "-Inf": "-inf"}
    if text in special:
        return float(special[text])
    if not re.match(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z", text):
        raise Malformed("no number")
    return float(text)
