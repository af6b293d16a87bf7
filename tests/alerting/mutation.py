"""What can be changed in a rule: each change is one that somebody could make
by mistake, and that a test ought to notice."""

import re

from rule_file import Rule

EXPR = re.compile(r"(?m)^        expr: (?:\|-\n(?: {10}.*\n)+|.*\n)")
FOR = re.compile(r"(?m)^        (for|keep_firing_for): (\S+)\n")

MATCHER = re.compile(r'(\w+)(=~|!~|!=|=)"([^"]*)"')
LABELS = re.compile(r"\b(by|without|on|group_left|group_right) \(([^()]*)\)")
DURATION = re.compile(r"(?<=\[)\d+[smhd](?=\])|(?<=offset )\d+[smhd]\b")
# Strings, durations and names that have digits are no numbers.
NUMBER = re.compile(r'"[^"]*"|\[\w+\]|offset \w+|[a-zA-Z_:][\w:]*|'
                    r"(\d+(?:\.\d+)?)")
WORD = re.compile(r'"[^"]*"|(?<![\w:])[a-z_]+(?![\w:{])')
OPERATOR = re.compile(r'"[^"]*"|(?<=[ (])(==|!=|<=|>=|<|>|\+|-|\*|/)(?= |\n)')

FLIPPED = {"=~": "!~", "!~": "=~", "=": "!=", "!=": "="}
OTHER_WORDS = {
    "and": ["or", "unless"], "or": ["and", "unless"], "unless": ["and", "or"],
    "max": ["min"], "min": ["max"], "sum": ["max"], "count": ["sum"],
    "topk": ["bottomk"], "bottomk": ["topk"],
    "clamp_min": ["clamp_max"], "min_over_time": ["max_over_time"],
    "max_over_time": ["min_over_time"]}
OTHER_OPERATORS = {
    "==": ["!="], "!=": ["=="], "<": ["<=", ">"], "<=": ["<", ">"],
    ">": [">=", "<"], ">=": [">", "<"],
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"]}
# How little a threshold of this unit moves; others by a twentieth.
SMALL = {"seconds": 60, "messages": 1, "campaigns": 1}
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def mutants(rule):
    """(what has changed, the rule with that change) of every change."""
    seen = {}
    for begin, end, new in changes(rule):
        old = rule.text[begin:end]
        what = f"{' '.join(old.split())} -> {' '.join(new.split())}"
        seen[what] = seen.get(what, 0) + 1
        yield (f"{what} #{seen[what]}",
               Rule(rule.kind, rule.name,
                    rule.text[:begin] + new + rule.text[end:]))


def changes(rule):
    """(begin, end, new text) of each."""
    for match in FOR.finditer(rule.text):
        yield (*match.span(), "")
        for new in other_durations(match[2], little_by=60):
            yield (*match.span(2), new)
    expr = EXPR.search(rule.text)
    for change in (*of_matchers(expr[0]), *of_labels(expr[0]),
                   *of_durations(expr[0]), *of_words(expr[0]),
                   *of_numbers(expr[0], rule)):
        begin, end, new = change
        yield begin + expr.start(), end + expr.start(), new


def of_matchers(expr):
    for match in MATCHER.finditer(expr):
        label, operator, value = match.groups()
        yield (*match.span(2), FLIPPED[operator])
        yield (*match.span(), f'{label}=~".*"')
        parts = value.split("|")
        if "~" not in operator or "(" in value or len(parts) == 1:
            continue
        for part in parts:
            yield (*match.span(3), "|".join(p for p in parts if p != part))


def of_labels(expr):
    for match in LABELS.finditer(expr):
        labels = match[2].replace(",", " ").split()
        for label in labels:
            yield (*match.span(2), ", ".join(l for l in labels if l != label))


def of_durations(expr):
    for match in DURATION.finditer(expr):
        for new in other_durations(match[0]):
            yield (*match.span(), new)


def of_words(expr):
    for pattern, others in ((WORD, OTHER_WORDS), (OPERATOR, OTHER_OPERATORS)):
        for match in pattern.finditer(expr):
            for new in others.get(match[0], []):
                yield (*match.span(), new)


def of_numbers(expr, rule):
    for match in NUMBER.finditer(expr):
        if match[1] is None:
            continue
        value = float(match[1])
        small = SMALL.get(rule.name.rpartition(":")[2], value / 20)
        others = [value + 1] if not rule.name.startswith("bsg_threshold:") \
            else [value / 2, value * 2, value - small, value + small]
        for new in others:
            yield (*match.span(1), f"{new:g}")


def other_durations(text, little_by=None):
    """A little less and more, or half of it and twice as long: what is seen
    of a range depends on when there are samples."""
    seconds = int(text[:-1]) * UNITS[text[-1]]
    others = ([seconds - little_by, seconds + little_by] if little_by else
              [seconds // 2, seconds * 2])
    return [f"{s}s" for s in others if s > 0]
