"""Small changes that a test ought to notice: each operator finds its places
in a line of code and says what would stand there instead."""

import re

# What is replaced, and by what; `\b` and blanks keep templates, pointers,
# streams and references out of it.
SWAPS = [
    (r" == ", " != "), (r" != ", " == "),
    (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "),
    (r" && ", " || "), (r" \|\| ", " && "),
    (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "),
    (r"\+\+", "--"), (r" \+= ", " -= "),
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"\bstd::min\b", "std::max"), (r"\bstd::max\b", "std::min"),
    (r"\bcontinue;", "break;"), (r"\bif \(!", "if (("),
    (r"\bany_of\b", "all_of"), (r"\ball_of\b", "any_of"),
    (r"\blower_bound\b", "upper_bound"),
]
# A label, a key, a word of the API: anything that tests ought to spell out.
WORD = re.compile(r'"([a-z][a-z_]+)"')
NUMBER = re.compile(r"(?<![\w.'\"])(\d+)(?![\w.'\"])")
# A statement that is nothing but a call.
CALL = re.compile(r"^\s+[a-z_][\w.>-]*(?:\.|->|::)?[A-Za-z_]\w*\(.*\);$")


def _code(line):
    """The line, its comments blanked out."""
    found = line.find("//")
    return line if found < 0 else line[:found]


def mutants_of(line):
    """Each other line that one change makes of this one."""
    code = _code(line)
    if not code.strip() or code.lstrip().startswith(
            ("#", "using", "template", "static_assert", "namespace", "*")):
        return
    for pattern, other in SWAPS:
        for match in re.finditer(pattern, code):
            # Half a condition is no condition.
            if other == "if ((":
                changed = code[:match.start()] + "if (" + code[match.end():]
            else:
                changed = (code[:match.start()] + other
                           + code[match.end():])
            yield changed
    for match in NUMBER.finditer(code):
        yield (code[:match.start()] + str(int(match[1]) + 1)
               + code[match.end():])
    for match in WORD.finditer(code):
        yield code[:match.start()] + f'"{match[1]}x"' + code[match.end():]
    if CALL.match(code):
        yield ""
