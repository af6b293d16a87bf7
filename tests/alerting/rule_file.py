"""A file of rules as text: its rules one by one, and what each needs.

The text, not YAML's reading of it: a mutant is the same file with one word
changed, and what is looked for are habits of this file, not any YAML."""

import functools
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ALERTS = SOURCE / "deploy/prometheus/alerts.yml"
RULE_TESTS = SOURCE / "tests/alerting/rules"
# How a test names the rules that it is about.
RULE_FILES = "rule_files: [../../../deploy/prometheus/alerts.yml]\n"

BEGIN = re.compile(r"^      - (record|alert): (\S+)$", re.MULTILINE)


class Rule:
    """One rule: what it is called, and its lines."""

    def __init__(self, kind, name, text):
        self.kind, self.name, self.text = kind, name, text

    def field(self, name):
        """What stands at `name:`, the lines of a block joined; or None."""
        found = re.search(rf"(?m)^( +)(?:- )?{name}:(?: (?:[|>]-)?(.*))?\n"
                          r"((?:\1  +\S.*\n)*)", self.text)
        if not found:
            return None
        lines = [found[2] or "", *found[3].splitlines()]
        return " ".join(" ".join(lines).split())

    @property
    def expr(self):
        return self.field("expr")

    def uses(self, others):
        """Those of the other rules whose result this one asks for."""
        words = set(re.findall(r"[\w:]+", self.expr))
        of_alerts = "".join(re.findall(r"ALERTS\{([^}]*)\}", self.expr))
        return [o for o in others if o is not self and (
            o.name in words if o.kind == "record" else
            re.search(rf"\b{matched(of_alerts)}\b", o.name))]


def matched(selector):
    """The pattern of the alerts that ALERTS{…} selects; else of none."""
    found = re.search(r'alertname=~?"([^"]+)"', selector)
    return f"^(?:{found[1]})$" if found else r"(?!)"


class RuleFile:
    def __init__(self, text):
        self.text = text
        begins = [m.start() for m in BEGIN.finditer(text)]
        self.head = text[:begins[0]]
        self.rules = []
        for begin, end in zip(begins, [*begins[1:], len(text)]):
            kind, name = BEGIN.match(text, begin).groups()
            self.rules.append(Rule(kind, name, text[begin:end]))

    @property
    def alerts(self):
        return [r for r in self.rules if r.kind == "alert"]

    @functools.cache
    def needed(self, names):
        """The names of these rules and of all that they build on."""
        found, more = set(), {r.name for r in self.rules if r.name in names}
        while more:
            found |= more
            more = {u.name for r in self.rules if r.name in more
                    for u in r.uses(self.rules)} - found
        return frozenset(found)

    @functools.cache
    def alerts_of(self, name):
        """The names of the alerts that a rule is, or that ask for a record,
        through other records as well."""
        rule = next(r for r in self.rules if r.name == name)
        if rule.kind == "alert":
            return frozenset([name])
        return frozenset().union(*(
            self.alerts_of(user.name) for user in self.rules
            if name in {used.name for used in user.uses(self.rules)}))

    def only(self, names):
        """The text with these rules alone: it is evaluated much faster."""
        needed = self.needed(frozenset(names))
        return self.head + "".join(r.text for r in self.rules
                                   if r.name in needed)


def load(path=ALERTS):
    return RuleFile(path.read_text(encoding="utf-8"))


def tests_of(path):
    """The text of a test, and the names of the alerts that it asks about."""
    text = path.read_text(encoding="utf-8")
    assert RULE_FILES in text, f"{path.name} has no line {RULE_FILES!r}"
    return text, frozenset(re.findall(
        r'alertname(?:: |="?)(\w+)', text.replace(RULE_FILES, "")))
