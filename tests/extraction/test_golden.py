import pytest

from tests.extraction import golden


@pytest.mark.parametrize("document", list(golden.documents()), ids=lambda document: document.id)
def test_what_is_found_is_what_was_looked_at(language, document):
    """When the change is meant: ``make samples``, and read the difference."""
    assert golden.lines(document) == golden.expected(document).read_text(encoding="utf-8").splitlines()
