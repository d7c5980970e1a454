"""What is measured of an answer. Needs no PyTorch."""

import pytest

from sotto_recipe import evaluation
from sotto_recipe.prompts import ABSTENTION
from sotto_recipe.scores import estimate, estimates, score
from sotto_recipe.sequences import Turn

SHOWN = "[1] note, Sat 2024-11-09, Boiler\nTopped up to 1.4 bar with the grey lever."
FACT = Turn("?", '[1] "Topped up to 1.4 bar"\nYou topped it up to 1.4 bar. [1]', "howmuch")
ABSENT = Turn("?", ABSTENTION, "absent")
ROUTE = Turn("?", '{"tool": "weather", "args": {"place": "Ghent"}}', "route")


def test_the_right_answer_is_right_in_all():
    found = score(FACT, SHOWN, FACT.target)

    assert found == {
        "abstention_right": 1,
        "false_abstention": 0,
        "quote_hit": 1,
        "quote_verbatim": 1,
        "answer_f1": 1,
        "numbers_right": 1,
        "citations_right": 1,
    }


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ('[1] "with the grey lever"\nYou topped it up to 1.4 bar. [1]', {"quote_hit"}),
        ('[1] "Topped up to 1.4 bars"\nYou topped it up to 1.4 bar. [1]', {"quote_verbatim"}),
        ('[1] "Topped up to 1.4 bar"\nYou topped it up to 14 bar. [1]', {"numbers_right"}),
        ('[1] "Topped up to 1.4 bar"\nYou topped it up to 1.4 bar. [2]', {"citations_right"}),
        ("You topped it up to 1.4 bar. [1]", {"quote_hit", "quote_verbatim"}),
    ],
)
def test_each_fault_is_seen_in_its_measure(written, wrong):
    found = score(FACT, SHOWN, written)

    measures = ("quote_hit", "quote_verbatim", "numbers_right", "citations_right")
    assert {name for name in measures if found[name] == 0} == wrong


def test_abstentions_are_right_where_nothing_answers_only():
    assert score(ABSENT, SHOWN, ABSTENTION) == {"abstention_right": 1, "absent_abstained": 1}
    assert score(ABSENT, SHOWN, "It is 7. [1]") == {"abstention_right": 0, "absent_abstained": 0}
    assert score(FACT, SHOWN, ABSTENTION)["false_abstention"] == 1


def test_drafts_are_compared_by_words():
    draft = Turn("?", "Hi Gunnel, I come tomorrow at 7.", "draft")

    assert score(draft, SHOWN, draft.target)["draft_f1"] == 1
    assert 0 < score(draft, SHOWN, "Hi Gunnel, see you.")["draft_f1"] < 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{"tool": "weather", "args": {"place": "Ghent"}}', (1, 1, 1)),
        ('{"args": {"place": "Gent"}, "tool": "weather"}', (1, 1, 0)),
        ('{"tool": "none", "args": {}}', (1, 0, 0)),
        ('"weather"', (0, 0, 0)),
        ("{", (0, 0, 0)),
    ],
)
def test_tools_are_right_with_their_arguments(written, expected):
    found = score(ROUTE, "", written)

    assert tuple(found.values()) == expected


def test_intervals_of_shares_are_those_of_wilson():
    assert str(estimate([1.0, 0.0] * 50)) == "0.50 (0.40–0.60) of 100"
    assert str(estimate([1.0] * 20)) == "1.00 (0.84–1.00) of 20"
    assert str(estimate([0.0])) == "0.00 (0.00–0.79) of 1"


def test_intervals_of_other_values_are_narrower_with_more_of_them_and_repeat():
    few, many = [0.2, 0.4, 0.9] * 3, [0.2, 0.4, 0.9] * 60

    assert estimate(few) == estimate(few)
    assert estimate(few).low < estimate(many).low < 0.5 < estimate(many).high < estimate(few).high
    with pytest.raises(ValueError, match="no values"):
        estimate([])


def test_a_measure_counts_the_answers_that_have_it():
    found = estimates([{"a": 1.0}, {"a": 0.0, "b": 1.0}])

    assert (found["a"].mean, found["a"].cases) == (0.5, 2)
    assert (found["b"].mean, found["b"].cases) == (1.0, 1)


def test_the_table_has_a_column_a_model_and_rows_by_kind():
    asked = [evaluation.Item(SHOWN, FACT), evaluation.Item(SHOWN, ABSENT)]
    good = evaluation.report("good", asked, [FACT.target, ABSTENTION])
    bad = evaluation.report("bad", asked, [ABSTENTION, "It is 7. [1]"])

    lines = evaluation.table([good, bad]).split("\n")

    assert lines[0] == "| | good | bad |"
    assert "| quote hit | 1.00 (0.21–1.00) of 1 | 0.00 (0.00–0.79) of 1 |" in lines
    assert "| absent: absent abstained | 1.00 (0.21–1.00) of 1 | 0.00 (0.00–0.79) of 1 |" in lines
    assert good.to_json()["by_kind"]["howmuch"]["answer_f1"]["mean"] == 1
