"""Reference outputs of a model, which the product's tests compare its own runtime with."""

import json
from pathlib import Path
from typing import Any

import torch

from sotto_recipe.errors import RecipeError
from sotto_recipe.llama import Cache, Llama
from sotto_recipe.model_files import Text

_LONGEST = 80
_SHOWN_LOGITS = 10


def rewrite(model: Llama, text: Text, path: Path) -> int:
    """Computes the references of a file's prompts anew and returns how many there are.

    Raises:
        RecipeError: if the file has no prompts.
    """
    try:
        golden = json.loads(path.read_text(encoding="utf-8"))
        prompts = [(one["kind"], one["prompt"]) for one in golden["prompts"]]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise RecipeError(f"Reading the references {path}: it has no prompts.") from e
    golden["prompts"] = [reference(model, text, kind, prompt) for kind, prompt in prompts]
    path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(prompts)


@torch.no_grad()
def reference(model: Llama, text: Text, kind: str, prompt: str) -> dict[str, Any]:
    """Returns tokens, first logits, and what is written greedily with the margin of each token."""
    model.eval()
    ids = text.encode(prompt)
    caches: list[Cache] = [{} for _ in model.blocks]
    mask = torch.ones(len(ids), len(ids), dtype=torch.bool).tril()[None, None]
    hidden = model.hidden(torch.tensor([ids]), torch.arange(len(ids))[None], mask, caches)
    first = logits = model.logits(hidden[0, -1])
    written: list[int] = []
    margins: list[float] = []
    while len(written) < _LONGEST:
        best = logits.topk(2)
        written.append(int(best.indices[0]))
        margins.append(round(float(best.values[0] - best.values[1]), 3))
        if written[-1] in text.ends:
            break
        position = torch.tensor([[len(ids) + len(written) - 1]])
        hidden = model.hidden(torch.tensor([written[-1:]]), position, None, caches)
        logits = model.logits(hidden[0, -1])
    shown = first.topk(_SHOWN_LOGITS)
    pairs = zip(shown.indices.tolist(), shown.values.tolist(), strict=True)
    return {
        "kind": kind,
        "prompt": prompt,
        "promptIds": ids,
        "firstLogitsTop10": [[token, round(logit, 4)] for token, logit in pairs],
        "greedyIds": written,
        "greedyText": text.decode(written),
        "margins": margins,
    }
