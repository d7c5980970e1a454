"""The life that the product is measured on, and how sotto is called. Needs no PyTorch."""

import json
import stat

import pytest

from sotto_recipe import DATA_FOLDER, data, product, splits
from sotto_recipe.errors import RecipeError


@pytest.fixture(scope="module")
def all_data():
    return data.read(DATA_FOLDER)


@pytest.fixture
def life(tmp_path, all_data):
    return product.write_life(all_data, tmp_path / "life", 5)


def sotto_that(tmp_path, script):
    sotto = tmp_path / "sotto"
    sotto.write_text("#!/bin/sh\n" + script)
    sotto.chmod(sotto.stat().st_mode | stat.S_IXUSR)
    return sotto


def test_the_life_has_held_out_records_and_evidence_that_stands_in_them(life, all_data):
    training, held_out = splits.split(all_data)
    lines = [json.loads(line) for line in life.questions.read_text().splitlines()]
    notes = {path.name: path.read_text() for path in (life.folder / "notes").iterdir()}

    assert len(notes) == 5
    for record, (_, note) in zip(held_out.records, sorted(notes.items()), strict=False):
        assert record.text in note
    for line in lines:
        for evidence in line.get("evidence", ()):
            assert evidence["quote"] in notes[evidence["file"].removeprefix("notes/")]
    absent = {line["q"] for line in lines if line["kind"] == "absent"}
    assert absent
    assert absent <= {question.text for question in training.questions}


def test_sotto_is_asked_with_the_model_and_its_figures_are_returned(tmp_path, life):
    sotto = sotto_that(tmp_path, 'printf \'{"questions": %s, "arguments": "%s"}\' "$#" "$*"')

    found = product.evaluate(life, tmp_path / "m.gguf", 3, sotto)

    assert found["questions"] == 8
    for part in ("eval", str(life.questions), "--json", "--limit=3", f"--model={tmp_path}/m.gguf"):
        assert part in found["arguments"]


def test_what_sotto_says_of_a_failure_is_passed_on(tmp_path, life):
    with pytest.raises(RecipeError, match="status 2:\nno such model"):
        product.evaluate(life, tmp_path, 3, sotto_that(tmp_path, "echo no such model >&2; exit 2"))
    with pytest.raises(RecipeError, match="whole checkout"):
        product.evaluate(life, tmp_path, 3, tmp_path / "none")


def test_the_table_shows_what_is_missing_as_a_dash():
    lines = product.table(["a"], [{"questions": 3, "f1": 0.5, "recall@1": None}]).split("\n")

    assert "| questions | 3 |" in lines
    assert "| f1 | 0.50 |" in lines
    assert "| recall@1 | – |" in lines
