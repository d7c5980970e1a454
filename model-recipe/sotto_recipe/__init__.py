"""How Sotto's default model is made: data, training on the 4-bit grid, export and evaluation."""

from pathlib import Path

RECIPE_FOLDER = Path(__file__).resolve().parent.parent
REPOSITORY = RECIPE_FOLDER.parent
DATA_FOLDER = RECIPE_FOLDER / "data"
MODEL_FOLDER = REPOSITORY / "llm-runtime/default-model/src/main/resources/dev/sotto/model"
DEFAULT_MODEL = MODEL_FOLDER / "sotto-135m-q4_0.gguf"
SAMPLE_LIFE = REPOSITORY / "examples/assistant/src/main/resources/dev/sotto/application/sample-life"
