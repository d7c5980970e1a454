"""The product's own retrieval and decoder over held-out data, by ``sotto eval``."""

import json
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sotto_recipe import REPOSITORY, SAMPLE_LIFE
from sotto_recipe.data import Data, Question, Record
from sotto_recipe.errors import RecipeError
from sotto_recipe.splits import split

_ABSENT_QUESTIONS = 40
_SEED = 7
_NO_WORDS = frozenset({"draft", "summary"})
_MEASURES = (
    "questions",
    "recall@1",
    "recall@5",
    "contains",
    "contains_words",
    "f1",
    "citation_precision",
    "citation_evidence",
    "abstain_recall",
    "abstain_precision",
)


@dataclass(frozen=True)
class Life:
    """Records in a folder with questions, and when they are asked."""

    name: str
    folder: Path
    now: str
    zone: str

    @property
    def questions(self) -> Path:
        """The file of questions."""
        return self.folder / "questions.jsonl"


SAMPLE = Life("sample life", SAMPLE_LIFE, "2026-11-23T09:00", "Europe/Berlin")


def write_life(data: Data, folder: Path, most: int = 0) -> Life:
    """Writes the held-out records as notes, with their questions.

    An accepted answer is the written one or its quotation; what is absent is asked of records of
    the training side. Drafts and summaries are left out, as ``sotto eval`` can't tell a good one.

    Args:
        data: all data.
        folder: where to; made if it is missing.
        most: at most so many records; 0 for all.
    """
    training, held_out = split(data)
    records = held_out.records[: most or None]
    (folder / "notes").mkdir(parents=True, exist_ok=True)
    lines = []
    for number, record in enumerate(records, 1):
        file = f"notes/{number:03d}.md"
        (folder / file).write_text(_note(record), encoding="utf-8")
        lines += [
            _line(f"{number}.{i}", question, file)
            for i, question in enumerate(record.questions, 1)
            if question.kind not in _NO_WORDS
        ]
    chance = random.Random(_SEED)
    count = min(_ABSENT_QUESTIONS, len(lines) // 4)
    for record in chance.sample(training.records, count):
        asked = [question for question in record.questions if question.kind not in _NO_WORDS]
        lines.append(
            {"id": f"absent {len(lines)}", "q": chance.choice(asked).text, "kind": "absent"}
        )
    chance.shuffle(lines)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    life = Life("held-out records", folder, _after(records), "UTC")
    life.questions.write_text(text, encoding="utf-8")
    return life


def evaluate(life: Life, model: Path, most: int = 0, sotto: Path = REPOSITORY / "sotto") -> Any:
    """Asks the questions of a life with a model, as a person would ask them.

    Args:
        life: records and questions.
        model: a GGUF file.
        most: only the first so many questions; 0 for all.
        sotto: the launcher; it builds the product where that was not done yet.

    Returns:
        what ``sotto eval --json`` prints: ``docs/evaluation.md`` defines the measures.
    """
    command = [
        str(sotto),
        "eval",
        str(life.questions),
        f"--life={life.folder}",
        f"--now={life.now}",
        f"--zone={life.zone}",
        f"--model={model.resolve()}",
        "--json",
    ]
    if most:
        command.append(f"--limit={most}")
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as e:
        raise RecipeError(
            f"Starting {sotto} failed: {e.strerror}. Is this a whole checkout?"
        ) from e
    if done.returncode != 0:
        raise RecipeError(f"sotto eval ended with status {done.returncode}:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


def table(names: Sequence[str], results: Sequence[Any]) -> str:
    """Returns a Markdown table with a column for each model."""
    lines = ["| | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for measure in _MEASURES:
        cells = [result.get(measure) for result in results]
        shown = [
            "–" if cell is None else str(cell) if isinstance(cell, int) else f"{cell:.2f}"
            for cell in cells
        ]
        lines.append(f"| {measure} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _note(record: Record) -> str:
    return f"---\ndate: {record.date}\n---\n# {record.title}\n\n{record.text}\n"


def _line(number: str, question: Question, file: str) -> dict[str, Any]:
    quote = max(question.quote.split("\n"), key=len)
    return {
        "id": number,
        "q": question.text,
        "answer": question.answer,
        "alts": [quote],
        "evidence": [{"file": file, "quote": quote}],
        "kind": question.kind,
    }


def _after(records: Sequence[Record]) -> str:
    return f"{max(record.date for record in records)}T20:00"
