"""Small things stay readable: modules, functions, arguments, templates (style 21, 28)."""

import ast
from collections.abc import Iterator

from tests.checks import source

MODULE, FUNCTION, ARGUMENTS = 250, 25, 6
PART, PAGE = 25, 60
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_modules_have_at_most_250_lines():
    lengths = {path: len(path.read_text().splitlines()) for path in source.modules()}
    assert not [f"{source.place(path)}: {length} lines" for path, length in lengths.items() if length > MODULE]


def test_functions_have_at_most_25_lines():
    lengths = [(place, function, _length(function)) for place, function in _functions()]
    assert not [f"{place} {function.name}: {length} lines" for place, function, length in lengths if length > FUNCTION]


def test_functions_take_at_most_six_arguments():
    counts = [(place, function, _arguments(function)) for place, function in _functions()]
    assert not [f"{place} {function.name}: {count} arguments" for place, function, count in counts if count > ARGUMENTS]


def test_parts_have_at_most_25_lines_and_pages_60():
    long = []
    for path in source.templates():
        length, limit = len(path.read_text().splitlines()), PART if path.name.startswith("_") else PAGE
        if length > limit:
            long.append(f"{source.place(path)}: {length} lines of {limit}")
    assert not long


def _functions() -> Iterator[tuple[str, Function]]:
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, Function):
                yield source.place(path, node), node


def _length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    first, length = function.body[0], function.end_lineno - function.lineno + 1
    is_docstring = isinstance(first, ast.Expr) and isinstance(getattr(first, "value", None), ast.Constant)
    return length - (first.end_lineno - first.lineno + 1 if is_docstring else 0)


def _arguments(function: Function) -> int:
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])
