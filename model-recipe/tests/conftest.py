"""A model and data so small that training takes seconds."""

import json

import pytest

RECORDS = [
    ("note", "2024-11-09", "Boiler", "Topped up to 1.4 bar with the grey lever.", "1.4 bar"),
    ("email", "2024-11-10", "Ana: keys", "The keys are at number 12, ask for Mo.", "ask for Mo"),
    ("chat", "2024-11-11", "Group", "Ravi: the gig is off\nMe: and Alnwick?", "the gig is off"),
    ("receipt", "2024-11-12", "Bakery", "Two loaves 7.20 EUR, paid by card.", "7.20 EUR"),
]


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory):
    """Records of which those of every twentieth hash are held out, as in the real data."""
    from sotto_recipe import data
    from sotto_recipe.splits import is_held_out

    folder = tmp_path_factory.mktemp("data")
    (folder / "records").mkdir()
    (folder / "contexts").mkdir()
    lines = []
    held_out = 0
    for i in range(200):
        type_, date, title, text, quote = RECORDS[i % 4]
        text = f"{text} Page {i}."
        is_for_test = is_held_out(text, 20)
        if (is_for_test and held_out < 3) or (not is_for_test and len(lines) < 12):
            held_out += is_for_test
            asked = {"q": f"what of page {i}?", "a": f"It is {quote}.", "quote": quote}
            record = {"type": type_, "date": date, "title": title, "text": text}
            lines.append({**record, "qa": [{**asked, "kind": "fact"}]})
    assert held_out
    _write(folder / "records/a.jsonl", lines)
    shown = [{name: lines[i][name] for name in ("type", "date", "title", "text")} for i in (0, 1)]
    asked = {"q": "what now?", "a": "The grey lever. [1]", "kind": "pick"}
    now = "Fri 2024-11-15 09:00"
    _write(folder / "contexts/1.jsonl", [{"now": now, "records": shown, "qa": [asked]}])
    tool = {"tools": ["weather(place) - forecast"], "q": "rain in Ghent?"}
    chosen = {"out": {"tool": "weather", "args": {"place": "Ghent"}}}
    _write(folder / "routes.jsonl", [{"now": "2024-11-15 09:00 Fri", **tool, **chosen}])
    _write(folder / "wishes.jsonl", [{"q": "Say hello.", "a": "Hello!"}])
    return data.read(folder)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory):
    """A GGUF file with chance weights: bytes as tokens, two layers of 64."""
    gguf = pytest.importorskip("gguf")
    numpy = pytest.importorskip("numpy")
    pre_tokenizers = pytest.importorskip("tokenizers").pre_tokenizers
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *letters, "Ġt"]
    chance = numpy.random.default_rng(1)
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_context_length(2048)
    writer.add_embedding_length(64)
    writer.add_block_count(2)
    writer.add_feed_forward_length(96)
    writer.add_head_count(2)
    writer.add_head_count_kv(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(tokens)
    writer.add_token_types([3, 3, 3] + [1] * (len(tokens) - 3))
    writer.add_token_merges(["Ġ t"])
    writer.add_chat_template("chatml")
    shapes = {"token_embd": (len(tokens), 64), "output_norm": (64,)}
    for i in range(2):
        of_layer = {
            "attn_norm": (64,),
            "ffn_norm": (64,),
            "attn_q": (64, 64),
            "attn_k": (32, 64),
            "attn_v": (32, 64),
            "attn_output": (64, 64),
            "ffn_gate": (96, 64),
            "ffn_up": (96, 64),
            "ffn_down": (64, 96),
        }
        shapes.update({f"blk.{i}.{name}": shape for name, shape in of_layer.items()})
    for name, shape in shapes.items():
        is_norm = name.endswith("_norm")
        weights = numpy.ones(shape) if is_norm else chance.normal(0, 0.08, shape)
        writer.add_tensor(f"{name}.weight", weights.astype(numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
