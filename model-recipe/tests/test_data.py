"""The data as it stands, and that each check notices what it is for. Needs no PyTorch."""

import dataclasses
import json

import pytest

from sotto_recipe import DATA_FOLDER, checks, data, splits
from sotto_recipe.data import Context, Question, Record, Route
from sotto_recipe.errors import RecipeError

RECORD = Record(
    type="note",
    date="2024-11-09",
    title="Boiler",
    text="Topped up to 1.4 bar with the grey lever. Ring Okonjo, 0161 555 0173.",
    questions=(Question("what pressure?", "It is 1.4 bar.", "howmuch", "Topped up to 1.4 bar"),),
)
CONTEXT = Context(
    now="Sat 2024-11-09 14:05",
    records=(RECORD,),
    questions=(Question("who to ring?", "Ring Okonjo. [1]", "pick", "", ((1, "Ring Okonjo"),)),),
)
ROUTE = Route(
    now="2024-11-09 14:05 Sat",
    tools=("weather(place, date) - forecast for a place",),
    request="rain in Ghent?",
    tool="weather",
    arguments={"place": "Ghent"},
)


@pytest.fixture(scope="module")
def all_data():
    return data.read(DATA_FOLDER)


def test_the_data_has_no_problems(all_data):
    assert checks.problems(all_data) == []


def test_the_data_is_all_there(all_data):
    assert len(all_data.records) == 1064
    assert sum(len(record.questions) for record in all_data.records) == 5270
    assert len(all_data.contexts) == 204
    assert len(all_data.routes) == 480


def test_a_part_is_held_out_and_nothing_is_on_both_sides(all_data):
    training, held_out = splits.split(all_data)

    assert (len(held_out.records), len(held_out.contexts), len(held_out.routes)) == (51, 16, 45)
    assert len(training.records) + len(held_out.records) == len(all_data.records)
    assert not {record.text for record in training.records} & {
        record.text for record in held_out.records
    }


def test_good_items_have_no_problem():
    assert list(checks.record_problems(RECORD)) == []
    assert list(checks.context_problems(CONTEXT)) == []
    assert list(checks.route_problems(ROUTE)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "letter"}, "type"),
        ({"date": "2024-13-09"}, "no date"),
        ({"text": " "}, "empty"),
        ({"questions": ()}, "no question"),
        ({"questions": (Question("q", "a", "fact", "grey  lever"),)}, "quote is not in"),
        ({"questions": (Question("q", "It is 7.", "fact", "grey lever"),)}, "number 7"),
        ({"questions": (Question("q", "a", "riddle", "grey lever"),)}, "kind 'riddle'"),
        ({"questions": (Question("q", " ", "fact", "grey lever"),)}, "answer is empty"),
    ],
)
def test_a_wrong_record_is_noticed(change, message):
    problems = list(checks.record_problems(dataclasses.replace(RECORD, **change)))

    assert any(message in problem for problem in problems)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"now": "Sun 2024-11-09 14:05"}, "weekday"),
        ({"now": "yesterday"}, "no time"),
        ({"questions": (Question("q", "Ring Okonjo.", "pick"),)}, "no mark"),
        ({"questions": (Question("q", "Ring him. [2]", "pick"),)}, "no record [2]"),
        ({"questions": (Question("q", "Ring. [1]", "pick", "", ((1, "Call"),)),)}, "quote is not"),
        ({"questions": (Question("q", "No idea.", "absent"),)}, "absent fact is answered"),
        ({"questions": (Question("q", "At 12:30. [1]", "pick"),)}, "number 12:30"),
    ],
)
def test_a_wrong_context_is_noticed(change, message):
    problems = list(checks.context_problems(dataclasses.replace(CONTEXT, **change)))

    assert any(message in problem for problem in problems)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tool": "radar"}, "not among those at hand"),
        ({"arguments": {"town": "Ghent"}}, "no argument town"),
        ({"tools": ("weather",)}, "what it does"),
    ],
)
def test_a_wrong_request_is_noticed(change, message):
    problems = list(checks.route_problems(dataclasses.replace(ROUTE, **change)))

    assert any(message in problem for problem in problems)


def test_a_leak_is_noticed():
    again = dataclasses.replace(
        RECORD, text=RECORD.text.replace("grey", "black"), title="Copy", questions=()
    )
    training = splits.Split((RECORD,), (), (ROUTE,))

    assert splits.leaks(training, splits.Split((again,), (), ())) != []
    assert splits.leaks(training, splits.Split((), (), (ROUTE,))) != []
    asked = dataclasses.replace(CONTEXT.records[0], text="Something else altogether, three words.")
    assert splits.leaks(training, splits.Split((asked,), (), ())) == [
        "the question 'what pressure' is on both sides"
    ]


def test_what_is_not_alike_is_no_leak():
    other = Record("note", "2024-11-10", "Cake", "Two eggs, flour, and a pinch of salt.")

    assert splits.leaks(splits.Split((RECORD,), (), ()), splits.Split((other,), (), ())) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"records/a.jsonl:2: no JSON object"),
        ('{"type": "note"}', r"records/a.jsonl:2: the field 'date' is missing"),
        ('{"type": 1, "date": 2, "title": 3, "text": 4, "qa": 5}', "a field has another form"),
    ],
)
def test_a_broken_line_is_named(tmp_path, line, message):
    (tmp_path / "records").mkdir()
    good = {"type": "note", "date": "2024-11-09", "title": "t", "text": "x", "qa": []}
    (tmp_path / "records/a.jsonl").write_text(json.dumps(good) + "\n" + line + "\n")

    with pytest.raises(RecipeError, match=message):
        data.read(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RecipeError, match=r"no file records/\*\.jsonl"):
        data.read(tmp_path)
