"""Models as files: GGUF and safetensors are read, GGUF with 4-bit weights is written."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from torch import Tensor

from sotto_recipe.errors import RecipeError
from sotto_recipe.llama import Block, Llama, Shape

Array = npt.NDArray[Any]

END_OF_TURN = "<|im_end|>"
END_OF_TEXT = "<|endoftext|>"

_CONTROL = int(gguf.TokenType.CONTROL)
_FILE_TYPE_Q4_0 = 2
_OF_BLOCK: dict[str, Callable[[Block], Tensor]] = {
    "attn_norm": lambda block: block.attention_norm,
    "ffn_norm": lambda block: block.feed_forward_norm,
    "attn_q": lambda block: block.query.weight,
    "attn_k": lambda block: block.key.weight,
    "attn_v": lambda block: block.value.weight,
    "attn_output": lambda block: block.output.weight,
    "ffn_gate": lambda block: block.gate.weight,
    "ffn_up": lambda block: block.up.weight,
    "ffn_down": lambda block: block.down.weight,
}
_SAFETENSORS_NAMES = {
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


@dataclass(frozen=True)
class Text:
    """Turns text into tokens and back, as the GGUF file at hand says."""

    tokenizer: Tokenizer
    ends: frozenset[int]
    end_of_turn: int

    def encode(self, text: str) -> list[int]:
        """Returns the tokens of a prompt's text, its marks as control tokens."""
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def decode(self, tokens: list[int]) -> str:
        """Returns the text of tokens without control tokens."""
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True)).strip()


def sha256(path: Path) -> str:
    """Returns the hash of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_gguf(path: Path) -> gguf.GGUFReader:
    """Opens a GGUF file of the Llama architecture.

    Raises:
        RecipeError: if there is none or it is of another kind.
    """
    if not path.is_file():
        raise RecipeError(f"Reading the model {path}: there is no such file.")
    try:
        reader = gguf.GGUFReader(path)
        architecture = _value(reader, "general.architecture")
    except (ValueError, KeyError, IndexError) as e:
        raise RecipeError(f"Reading the model {path}: it is no whole GGUF file.") from e
    if architecture != "llama":
        raise RecipeError(
            f"Reading the model {path}: its architecture is {architecture}; only llama can be used."
        )
    return reader


def shape_of(reader: gguf.GGUFReader) -> Shape:
    """Returns the sizes that a GGUF file states."""

    def of(name: str) -> Any:
        return _value(reader, f"llama.{name}")

    return Shape(
        vocabulary=len(_value(reader, "tokenizer.ggml.tokens")),
        hidden=of("embedding_length"),
        feed_forward=of("feed_forward_length"),
        layers=of("block_count"),
        heads=of("attention.head_count"),
        key_value_heads=of("attention.head_count_kv"),
        context=of("context_length"),
        norm_epsilon=float(of("attention.layer_norm_rms_epsilon")),
        rope_base=float(of("rope.freq_base")),
    )


def text_of(reader: gguf.GGUFReader) -> Text:
    """Returns the byte-pair encoding of a GGUF file."""
    tokens = _value(reader, "tokenizer.ggml.tokens")
    merges = [tuple(merge.split(" ")) for merge in _value(reader, "tokenizer.ggml.merges")]
    types = _value(reader, "tokenizer.ggml.token_type")
    tokenizer = Tokenizer(models.BPE(vocab={s: i for i, s in enumerate(tokens)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [
            AddedToken(token, special=True, normalized=False)
            for token, type_ in zip(tokens, types, strict=True)
            if type_ == _CONTROL
        ]
    )
    end_of_turn, end_of_text = (tokenizer.token_to_id(mark) for mark in (END_OF_TURN, END_OF_TEXT))
    if end_of_turn is None or end_of_text is None:
        raise RecipeError(
            f"Reading the model's tokens: {END_OF_TURN} or {END_OF_TEXT} is missing; start from a"
            " model with the ChatML template, such as SmolLM2-135M-Instruct."
        )
    return Text(tokenizer, frozenset((end_of_turn, end_of_text)), end_of_turn)


def load_gguf(path: Path, dropout: float = 0.0) -> tuple[Llama, Text]:
    """Loads a model with whatever weights the file holds, made full-precision."""
    reader = open_gguf(path)
    model = Llama(shape_of(reader), dropout)
    places = dict(_places(model))
    with torch.no_grad():
        for tensor in reader.tensors:
            if tensor.name == "output.weight":
                raise RecipeError(f"Reading the model {path}: its head is not its embedding.")
            if tensor.name not in places:
                raise RecipeError(f"Reading the model {path}: {tensor.name} is unknown.")
            weights = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
            _put(path, tensor.name, places.pop(tensor.name), _paired(model, tensor.name, weights))
    _expect_none(path, places)
    return model, text_of(reader)


def load_safetensors(path: Path, template: Path, dropout: float = 0.0) -> tuple[Llama, Text]:
    """Loads full-precision weights as model hubs keep them.

    Args:
        path: the ``.safetensors`` file.
        template: a GGUF file of the same shape, for sizes and tokens.
        dropout: of the model to make.
    """
    from safetensors import SafetensorError, safe_open

    reader = open_gguf(template)
    model = Llama(shape_of(reader), dropout)
    places = {_safetensors_name(name): place for name, place in _places(model)}
    try:
        with safe_open(str(path), framework="pt") as tensors, torch.no_grad():
            for name in tensors.keys():
                if name in places:
                    weights = tensors.get_tensor(name).float().numpy()
                    _put(path, name, places.pop(name), weights)
    except (SafetensorError, FileNotFoundError) as e:
        raise RecipeError(f"Reading the model {path}: it is no whole safetensors file.") from e
    _expect_none(path, places)
    return model, text_of(reader)


def write_gguf(model: Llama, template: Path, target: Path, name: str, start: str) -> None:
    """Writes a model with 4-bit layers and an 8-bit embedding, and its hash beside it.

    Args:
        model: what to write.
        template: a GGUF file of the same shape; its sizes, tokens and chat template are taken over.
        target: the file to make.
        name: what the model is to be called.
        start: what it was trained from, in words.
    """
    reader = open_gguf(template)
    if shape_of(reader) != model.shape:
        raise RecipeError(f"Writing {target}: the template {template} is of another shape.")
    writer = gguf.GGUFWriter(target, "llama")
    writer.add_type("model")
    writer.add_name(name)
    writer.add_size_label("135M")
    writer.add_finetune("grounded-qa")
    writer.add_license("apache-2.0")
    writer.add_languages(["en"])
    writer.add_file_type(_FILE_TYPE_Q4_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_description(
        f"{start}, tuned to answer from personal records with quotations, to abstain, and to choose"
        " a tool; trained on the 4-bit grid"
    )
    for field in reader.fields.values():
        if field.name.startswith(("llama.", "tokenizer.")):
            _copy(writer, field)
    for tensor_name, place in _places(model):
        weights = place.detach().cpu().numpy().astype(np.float32)
        if tensor_name.endswith("_norm.weight"):
            writer.add_tensor(tensor_name, weights)
            continue
        type_ = (
            gguf.GGMLQuantizationType.Q8_0
            if tensor_name == "token_embd.weight"
            else gguf.GGMLQuantizationType.Q4_0
        )
        weights = np.ascontiguousarray(_unpaired(model, tensor_name, weights))
        writer.add_tensor(tensor_name, gguf.quantize(weights, type_), raw_dtype=type_)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    target.with_name(target.name + ".sha256").write_text(sha256(target) + "\n", encoding="ascii")


def largest_difference(model: Llama, path: Path) -> float:
    """Returns how far the 4-bit weights of a model are from those that a file holds, at most."""
    stored, _ = load_gguf(path)
    pairs = zip(model.four_bit_weights(), stored.four_bit_weights(), strict=True)
    return max(float((one.detach().cpu() - other.detach()).abs().max()) for one, other in pairs)


def model_facts(path: Path) -> dict[str, Any]:
    """Returns file name, size and hash of a model, by which a run knows its start."""
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": sha256(path)}


def _places(model: Llama) -> Iterator[tuple[str, Tensor]]:
    yield "token_embd.weight", model.embedding.weight
    yield "output_norm.weight", model.norm
    for i, block in enumerate(model.layers()):
        for name, of in _OF_BLOCK.items():
            yield f"blk.{i}.{name}.weight", of(block)


def _safetensors_name(name: str) -> str:
    if name == "token_embd.weight":
        return "model.embed_tokens.weight"
    if name == "output_norm.weight":
        return "model.norm.weight"
    _, layer, part, _ = name.split(".")
    return f"model.layers.{layer}.{_SAFETENSORS_NAMES[part]}.weight"


def _put(path: Path, name: str, place: Tensor, weights: Array) -> None:
    if place.shape != weights.shape:
        raise RecipeError(
            f"Reading the model {path}: {name} is {weights.shape}, expected {tuple(place.shape)}."
        )
    place.copy_(torch.from_numpy(np.ascontiguousarray(weights)))


def _expect_none(path: Path, places: dict[str, Tensor]) -> None:
    if places:
        raise RecipeError(
            f"Reading the model {path}: {len(places)} tensors are missing, {min(places)} first."
        )


def _heads(model: Llama, name: str) -> int | None:
    if name.endswith("attn_q.weight"):
        return model.shape.heads
    return model.shape.key_value_heads if name.endswith("attn_k.weight") else None


def _paired(model: Llama, name: str, weights: Array) -> Array:
    """Puts a head's rows from GGUF's order, neighbours rotated together, to halves of the head."""
    heads = _heads(model, name)
    if heads is None:
        return weights
    rows, columns = weights.shape
    return weights.reshape(heads, -1, 2, columns).transpose(0, 2, 1, 3).reshape(rows, columns)


def _unpaired(model: Llama, name: str, weights: Array) -> Array:
    heads = _heads(model, name)
    if heads is None:
        return weights
    rows, columns = weights.shape
    return weights.reshape(heads, 2, -1, columns).transpose(0, 2, 1, 3).reshape(rows, columns)


def _copy(writer: gguf.GGUFWriter, field: gguf.ReaderField) -> None:
    if field.types[0] == gguf.GGUFValueType.ARRAY:
        writer.add_array(field.name, field.contents())
    else:
        writer.add_key_value(field.name, field.contents(), field.types[0])


def _value(reader: gguf.GGUFReader, name: str) -> Any:
    return reader.fields[name].contents()
