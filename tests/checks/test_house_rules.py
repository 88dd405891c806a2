"""What a person must not forget, a test remembers (style 27)."""

import ast
import builtins
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.checks import source
from tests.pages.facts import FACTS, IMPORTS

DOCS = source.ROOT / "docs"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
# The one clock may look at the wall; the offset that it shares stands beside it.
CLOCKS = {"clock.py", "shift.py"}


def _calls() -> Iterator[tuple[str, str, ast.Call, str]]:
    """Every call in the packages: file name, place, the call, what is called ("timezone.now")."""
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call):
                yield path.name, source.place(path, node), node, ast.unparse(node.func)


def test_only_the_clock_looks_at_the_wall():
    walls = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.date.today"}
    bare = {"timezone.localdate", "timezone.localtime"}  # without an argument they read the wall, too
    looks = [
        place
        for name, place, call, called in _calls()
        if name not in CLOCKS and (called in walls or (called in bare and not call.args and not call.keywords))
    ]
    assert not looks, "read parkdesk.core.clock instead"


def test_no_shown_sentence_is_an_f_string():
    put_together = [
        place
        for _, place, call, called in _calls()
        if called.rsplit(".", 1)[-1] in GETTEXT and any(isinstance(one, ast.JoinedStr) for one in call.args)
    ]
    assert not put_together, "use %(named)s placeholders"


def test_no_sentence_is_marked_inside_an_f_string():
    """What is read for the catalogue does not look into f-strings: such a sentence stays English."""
    hidden = [
        source.place(path, call)
        for path in source.modules()
        for text in ast.walk(source.tree(path))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GETTEXT | {"_"}
    ]
    assert not hidden


def test_sentences_are_marked_under_the_names_that_are_collected():
    """`makemessages` knows gettext and its family, and `_`; under another name nothing reaches the catalogue."""
    hidden = [
        source.place(path, node)
        for path in source.modules()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if one.name in GETTEXT and one.asname not in {None, "_"}
    ]
    assert not hidden


def test_facts_of_pages_name_only_what_they_import():
    """One name that nobody imports costs all page checks of a run, half an hour after it began."""
    known = _names(ast.parse(IMPORTS), ast.Store) | set(dir(builtins))
    for node in ast.walk(ast.parse(IMPORTS)):
        known |= {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
        known |= {node.name} if isinstance(node, ast.FunctionDef) else set()
    asked = {name: ast.parse(fact, mode="eval") for name, fact in FACTS.items()}
    unknown = {name: _names(fact, ast.Load) - _names(fact, ast.Store) - known for name, fact in asked.items()}
    assert not {name: words for name, words in unknown.items() if words}


def _names(tree: ast.AST, use: type[ast.expr_context]) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, use)}


def test_every_migration_has_a_name():
    assert not [source.place(path) for path in source.migrations() if "_auto_" in path.name]


def test_migrations_that_move_data_import_nothing_of_ours():
    """A schema migration may name a field or a default of ours (Django writes it so); code that moves data may not."""
    ours = []
    for path in source.migrations():
        text = path.read_text()
        names = [name for node in ast.walk(source.tree(path)) for name in _imported(node)]
        if "RunPython" in text and any(name.split(".")[0] in source.PACKAGES for name in names):
            ours.append(source.place(path))
    assert not ours


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_every_data_migration_can_be_undone():
    one_way = []
    for path in source.migrations():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("RunPython", "RunSQL")):
                has_reverse = len(node.args) > 1 or any(word.arg.startswith("reverse") for word in node.keywords)
                one_way += [] if has_reverse else [source.place(path, node)]
    assert not one_way


def test_templates_have_no_inline_script_or_style():
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|\sstyle=|\son\w+=", re.I)
    html = {path: re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(), flags=re.S) for path in source.templates()}
    assert not [source.place(path) for path, text in html.items() if inline.search(text)]


def test_every_command_is_documented():
    text = (DOCS / "commands.md").read_text()
    commands = {
        path.stem for path in source.modules() if path.parent.name == "commands" and not path.stem.startswith("_")
    }
    assert not sorted(name for name in commands if not re.search(rf"`{name}\b", text))


def test_every_setting_of_the_environment_is_documented():
    text = (DOCS / "settings.md").read_text()
    names = set()
    for path in (source.ROOT / "parkdesk" / "settings").glob("*.py"):
        names |= set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", path.read_text()))
    assert names
    assert not sorted(name for name in names if f"`{name}`" not in text)


def test_every_documented_setting_is_read():
    text = (DOCS / "settings.md").read_text()
    settings = "".join(path.read_text() for path in (source.ROOT / "parkdesk" / "settings").glob("*.py"))
    outside = {"PARKDESK_CHROMIUM", "PARKDESK_VNU", "PARKDESK_DEEP"}  # read by the tests
    assert not sorted(name for name in set(re.findall(r"`(PARKDESK_[A-Z_]+)`", text)) - outside if name not in settings)


def _dependencies() -> list[str]:
    project = tomllib.loads((source.ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"].values()
    wanted = [*project["project"]["dependencies"], *(one for group in groups for one in group)]
    return [re.split(r"[\[<>=!~ ;]", one)[0].lower() for one in wanted]


@pytest.mark.parametrize("name", _dependencies())
def test_every_dependency_has_its_reason_and_its_lock(name):
    assert f"| {name} |" in (DOCS / "dependencies.md").read_text().lower()
    assert f'name = "{name}"' in (source.ROOT / "uv.lock").read_text()
