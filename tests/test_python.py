"""The package from Python: every example of docs/python.md, and rows that any table takes."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

from generator import BudgetError, assembly, diff, load
from generator.assembly import Assembled
from tests.compare.sides import OLD

ROOT = Path(__file__).parent.parent


def test_the_examples_of_its_page_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How packets are made is tested elsewhere."""
    made = Assembled(files={"figures.json": b"{}", "proposal.md": b""})
    monkeypatch.setattr(assembly, "assemble", lambda *_: made)
    (tmp_path / "inputs").symlink_to(ROOT / "inputs")
    monkeypatch.chdir(tmp_path)
    page = str(ROOT / "docs" / "python.md")
    result = doctest.testfile(page, module_relative=False, encoding="utf-8")
    assert (result.failed, result.attempted > 10) == (0, True)


def test_one_text_stands_for_itself_and_other_forms_are_refused(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    budget = load(tmp_path / "old.yaml", "options.own.capex.0.unit_price=40000")
    assert budget.value("capex.total") == 40500
    with pytest.raises(BudgetError, match="not 'pfd'"):
        budget.build(tmp_path / "packet", "pfd")
    with pytest.raises(BudgetError, match="not 'html'"):
        diff(budget, budget).text("html")


def test_the_columns_of_rows_hold_one_kind_each(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    budget = load(tmp_path / "old.yaml")
    changed = budget.set({"options.own.capex.0.unit_price": "×1.12", "options.own.name": "Ours"})
    told = diff(budget, changed)
    for rows in (budget.figures(), told.headlines(), told.causes(), told.changes()):
        assert rows
        columns = [{name: type(value) for name, value in row.items()} for row in rows]
        for name in columns[0]:
            kinds = {column[name] for column in columns} - {type(None)}
            assert kinds in ({str}, {float}, set()), name


def test_to_import_it_takes_nothing() -> None:
    program = "import generator, sys; assert 'generator.api' not in sys.modules; generator.load"
    program += "; assert not sys.modules.keys() & {'numpy', 'openpyxl', 'jinja2'}"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
