"""How data becomes training sequences. Needs no PyTorch."""

import json
import re

import pytest

from sotto_recipe import DATA_FOLDER, REPOSITORY, data, prompts, sequences, splits
from sotto_recipe.data import Question, Record
from sotto_recipe.ranking import Bm25
from sotto_recipe.sequences import AnswerForm, Recipe

GOLDEN = REPOSITORY / "llm-runtime/src/test/resources/dev/sotto/llm/golden.json"


@pytest.fixture(scope="module")
def training():
    return splits.split(data.read(DATA_FOLDER))[0]


def test_the_same_seed_gives_the_same_epoch_and_another_seed_another(training):
    once = sequences.epoch(training, 1, Recipe())

    assert once == sequences.epoch(training, 1, Recipe())
    assert once != sequences.epoch(training, 2, Recipe())


def test_every_question_of_the_records_comes_once_in_an_epoch(training):
    made = sequences.of_records(training.records, 1, Recipe(absent_share=0))
    asked = sorted(turn.prompt for one in made for turn in one.turns)
    written = sorted(
        prompts.question(question.text)
        for record in training.records
        for question in record.questions
    )

    assert asked == written


def test_quotations_stand_in_the_record_that_they_name(training):
    checked = 0
    for one in sequences.epoch(training, 1, Recipe()):
        for turn in one.turns:
            if turn.kind in ("route", "free", "draft", "absent"):
                continue
            line = turn.target.split("\n")[0]
            for number, quote in re.findall(r'\[(\d)\] "(.*?)"(?= \[|$)', line):
                shown = one.beginning.split(f"\n\n[{number}] ")[1].split(
                    f"\n\n[{int(number) + 1}] "
                )
                assert quote in shown[0]
                assert len(quote.split(" ")) <= sequences.LONGEST_QUOTE
                checked += 1
    assert checked > 5000


def test_absent_questions_are_of_records_that_are_not_shown(training):
    texts = {question.text: record for record in training.records for question in record.questions}
    made = sequences.of_records(training.records, 1, Recipe())
    absent = [(one, turn) for one in made for turn in one.turns if turn.kind == "absent"]
    turns = sum(len(one.turns) for one in made)

    assert 0.15 < len(absent) / turns < 0.25
    for one, turn in absent:
        asked = turn.prompt.removeprefix("\n\nQuestion: ").split("<|im_end|>")[0]
        assert texts[asked].text not in one.beginning
        assert turn.target == prompts.ABSTENTION


def test_answers_alone_have_no_line_of_quotations(training):
    made = sequences.epoch(training, 1, Recipe(form=AnswerForm.ANSWER_ONLY))
    of_facts = [turn for one in made for turn in one.turns if turn.kind == "fact"]

    assert all(re.fullmatch(r"[^\n]+ \[\d\]", turn.target) for turn in of_facts)


def test_a_quotation_is_the_longest_line_of_at_most_twenty_words():
    assert sequences.span("ab\n  four words of text \nc") == "four words of text"
    assert sequences.span(" ".join(["word"] * 30)) == " ".join(["word"] * 20)


def test_evidence_is_the_line_that_shares_most_with_the_answer():
    record = Record(
        "note", "2025-01-01", "t", "The shop opens at 9. Bread is 3.20 EUR.\nCash only."
    )

    assert sequences.evidence(record, "Bread costs 3.20 EUR", "price?") == "Bread is 3.20 EUR."


def test_records_without_near_ones_make_sequences_too():
    question = Question("what?", "Cash.", "fact", "Cash only")
    record = Record("note", "2025-01-01", "t", "Cash only.", (question,))

    made = sequences.of_records([record], 1, Recipe())

    assert [turn.target for one in made for turn in one.turns] == ['[1] "Cash only"\nCash. [1]']
    assert sequences.of_records([], 1, Recipe()) == []


def test_ranking_puts_the_text_with_the_rare_word_first():
    ranking = Bm25(["the red house", "the blue house", "the red boat and the red sail"])

    assert ranking.best("red boat", 2) == [2, 0]


def test_prompts_are_laid_out_as_the_product_lays_them_out():
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))["prompts"]
    answer = next(one["prompt"] for one in golden if one["kind"] == "answer")
    head, asked = answer.split("\n\nQuestion: ")
    now = re.search(r"Now: (.*)\n", head).group(1)
    records = [
        Record(type_, date, title, text)
        for type_, date, title, text in re.findall(
            r"\[\d\] (\w+), \w{3} ([\d-]+), (.*)\n((?:.|\n)*?)(?=\n\n\[\d\] |\Z)", head
        )
    ]

    made = prompts.context(now, records) + prompts.question(asked.split("<|im_end|>")[0])

    assert made == answer


def test_routes_are_laid_out_as_the_product_lays_them_out():
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))["prompts"]
    route = next(one["prompt"] for one in golden if one["kind"] == "route")
    now = re.search(r"Now: (.*)\n", route).group(1)
    tools = route.split("no tool fits\n")[1].split("\n\nRequest: ")[0].split("\n")
    request = route.split("Request: ")[1].split("<|im_end|>")[0]

    assert prompts.route(now, tools, request) == route
