import ast
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command

ROOT = Path(__file__).parent.parent


def test_imports_go_one_way():
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"]
    result = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_extraction_needs_no_django():
    code = (
        "import sys, articles.extraction.pipeline; print([m for m in sys.modules if m.startswith('django')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_no_function_is_longer_than_a_screen():
    for path in (path for folder in ("articles", "diplomacy") for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 50, f"{path}: {node.name}"


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
