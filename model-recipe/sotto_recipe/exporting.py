"""From a run to a GGUF file."""

from pathlib import Path

import torch

from sotto_recipe.errors import RecipeError
from sotto_recipe.grid import on_grid
from sotto_recipe.model_files import largest_difference, load_gguf, write_gguf
from sotto_recipe.training import Run


def export(run: Run, template: Path, target: Path, name: str) -> None:
    """Writes the best weights of a run and checks that they are stored without loss.

    Args:
        run: a run with at least one measured epoch.
        template: a GGUF file of the same shape, for sizes, tokens and chat template.
        target: the file to make; its SHA-256 is written beside it.
        name: what the model is to be called.

    Raises:
        RecipeError: if there are no weights yet or a stored weight differs from the trained one.
    """
    start = run.start_name()
    if not run.best.is_file():
        raise RecipeError(f"Exporting {run.folder}: it has no weights yet (best.pt). Train first.")
    model, _ = load_gguf(template)
    stored = torch.load(run.best, map_location="cpu", weights_only=True)
    try:
        model.load_state_dict(stored)
    except RuntimeError as e:
        raise RecipeError(f"Exporting {run.folder}: {template} is of another shape.") from e
    with torch.no_grad():
        for weight in model.four_bit_weights():
            weight.copy_(on_grid(weight))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_gguf(model, template, target, name, start)
    difference = largest_difference(model, target)
    if difference > 0:
        raise RecipeError(f"Writing {target}: stored weights differ from trained by {difference}.")
