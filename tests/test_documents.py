"""The data dictionary is made from the models and says all of them."""

from pathlib import Path

from flows.cli.inspect.data_dictionary import data_dictionary

DOCS = Path(__file__).parent.parent / "docs"


def test_the_data_dictionary_is_that_of_the_models():
    """Where this fails: `suiyuan dictionary > docs/data-dictionary.md`."""
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == data_dictionary() + "\n"


def test_every_public_column_says_what_it_means():
    rows = [line for line in data_dictionary().splitlines() if line.startswith("| `")]
    assert len(rows) > 100
    assert [row for row in rows if row.endswith(("|  |  |", "|  |"))] == []
