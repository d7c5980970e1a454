"""The whole recipe at a small scale: minutes on two cores."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from sotto_recipe import product
from sotto_recipe.data import Data
from sotto_recipe.errors import RecipeError
from sotto_recipe.exporting import export
from sotto_recipe.model_files import load_gguf, sha256
from sotto_recipe.settings import Phase, Precision, TrainingSettings
from sotto_recipe.training import Run, Trainer

SETTINGS = TrainingSettings(
    warm_up=Phase("warm-up", 0, 0.0, False, Precision.BFLOAT16),
    grid=Phase("grid", 1, 1e-4, True, Precision.BFLOAT16),
    seed=1,
    step_sequences=3,
    forward_sequences=1,
    most_tokens=600,
    most_sequences=24,
    held_out_sequences=8,
    checkpoint_steps=100,
)

_LIFE_RECORDS = 12


@dataclass(frozen=True)
class Outcome:
    """Losses of held-out data before and after, and what the product made of the exported model."""

    before: float
    after: float
    model: Path
    questions: int
    recall: float


def run(
    data: Data,
    start: Path,
    folder: Path,
    product_questions: int,
    say: Callable[[str], None],
    settings: TrainingSettings = SETTINGS,
) -> Outcome:
    """Trains some steps on the grid, exports, and asks the product with the new model.

    Args:
        data: all data.
        start: a GGUF file to go on from.
        folder: where to work; must hold no run.
        product_questions: how many questions the product is asked; 0 leaves it out.
        say: is told what happens.
        settings: of the training.

    Raises:
        RecipeError: if the held-out loss does not fall, the stored weights are not the trained
            ones, or the product can't use the model.
    """
    began = time.monotonic()
    say(f"from {start.name}, SHA-256 {sha256(start)}")
    model, text = load_gguf(start)
    training = Run(folder)
    training.create(settings, start, data)
    trainer = Trainer(training, settings, model, text, data, torch.device("cpu"), say)
    trainer.train()
    losses = [line["held_out_loss"] for line in training.losses() if "held_out_loss" in line]
    before, after = losses[0], losses[-1]
    say(f"held-out loss {before:.4f} before, {after:.4f} after, {time.monotonic() - began:.0f} s")
    if after >= before:
        raise RecipeError(
            f"The held-out loss did not fall: {before:.4f} before, {after:.4f} after."
        )
    target = folder / "smoke.gguf"
    export(training, start, target, "Sotto smoke run")
    say(f"exported {target.name}, SHA-256 {sha256(target)}; stored weights are the trained ones")
    if not product_questions:
        return Outcome(before, after, target, 0, 0.0)
    life = product.write_life(data, folder / "life", _LIFE_RECORDS)
    measured = product.evaluate(life, target, product_questions)
    say(
        f"sotto eval with it: {measured['questions']} questions over {_LIFE_RECORDS} records asked,"
        f" recall@5 {measured['recall@5']:.2f}, f1 {measured['f1']:.2f}"
    )
    say(f"done after {time.monotonic() - began:.0f} s")
    return Outcome(before, after, target, measured["questions"], measured["recall@5"])
