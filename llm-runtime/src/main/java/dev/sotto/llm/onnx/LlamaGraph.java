package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufTensor;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Builds the ONNX graph of a Llama model on ONNX Runtime's quantised operators: packed QKV, grouped
 * query attention with rotary positions and an in-place cache, and a head over chosen rows only.
 *
 * <table>
 *   <caption>Inputs and outputs</caption>
 *   <tr><td>{@code input_ids}</td><td>int64 [1, tokens]</td></tr>
 *   <tr><td>{@code last_position}</td><td>int32 [1], total length less one</td></tr>
 *   <tr><td>{@code total_length}</td><td>int32 [], cached and new tokens</td></tr>
 *   <tr><td>{@code rows}</td><td>int64 [rows], which new tokens get logits</td></tr>
 *   <tr><td>{@code past_key_i, past_value_i}</td><td>float [1, heads, capacity, head size]</td></tr>
 *   <tr><td>{@code logits}</td><td>float [1, rows, vocabulary]</td></tr>
 *   <tr><td>{@code key_i, value_i}</td><td>same buffers as the inputs</td></tr>
 * </table>
 */
final class LlamaGraph {
  private static final Map<String, Number> NONE = Map.of();

  private final GgufFile model;
  private final LlamaShape shape;
  private final WeightFile weights;
  private final OnnxGraph graph;
  private final Set<String> used = new HashSet<>();

  private LlamaGraph(GgufFile model, WeightFile weights, String weightFileName) {
    this.model = model;
    this.shape = LlamaShape.from(model.metadata());
    this.weights = weights;
    this.graph = new OnnxGraph(weightFileName);
  }

  /**
   * Writes the weights and returns the graph as bytes of a ModelProto.
   *
   * @throws UnsupportedModelException if a tensor is missing, unknown or of the wrong size
   */
  static byte[] build(GgufFile model, WeightFile weights, String weightFileName)
      throws IOException {
    return new LlamaGraph(model, weights, weightFileName).build();
  }

  private byte[] build() throws IOException {
    graph.input("input_ids", OnnxGraph.INT64, 1, "tokens");
    graph.input("last_position", OnnxGraph.INT32, 1);
    graph.input("total_length", OnnxGraph.INT32);
    graph.input("rows", OnnxGraph.INT64, "rows");
    int vocabulary = model.metadata().count("tokenizer.ggml.tokens");
    GgufTensor embedding = tensor("token_embd.weight", shape.hidden(), vocabulary);
    boolean tied = model.findTensor("output.weight").isEmpty();
    QuantizedMatrix.Stored embeddingWeights = QuantizedMatrix.eightBits(embedding).write(weights);
    embed(embeddingWeights, vocabulary);
    rotaryTables();
    norm("norm_0", "blk.0.attn_norm.weight");
    graph.node(
        "SimplifiedLayerNormalization",
        List.of("hidden_0", "norm_0"),
        List.of("normed_0"),
        Map.of("epsilon", shape.epsilon(), "axis", -1, "stash_type", 1));
    for (int layer = 0; layer < shape.layers(); layer++) {
      layer(layer);
    }
    graph.node(
        "Gather",
        List.of("normed_" + shape.layers(), "rows"),
        List.of("last_hidden"),
        Map.of("axis", 1));
    if (tied) {
      multiply("last_hidden", "logits", "head", embeddingWeights);
    } else {
      GgufTensor head = tensor("output.weight", shape.hidden(), vocabulary);
      multiply("last_hidden", "logits", "head", store(part(head)));
    }
    graph.output("logits", OnnxGraph.FLOAT, 1, "rows", vocabulary);
    refuseUnknownTensors();
    return graph.toModel();
  }

  private void embed(QuantizedMatrix.Stored stored, int vocabulary) {
    QuantizedMatrix matrix = stored.matrix();
    graph.external("embedding", OnnxGraph.UINT8, stored.codes(), vocabulary, shape.hidden());
    graph.external(
        "embedding_scales", OnnxGraph.FLOAT, stored.scales(), vocabulary, matrix.blocks());
    List<String> in = List.of("embedding", "input_ids", "embedding_scales");
    if (matrix.withZeroPoints()) {
      graph.external(
          "embedding_zeros", OnnxGraph.UINT8, stored.zeroPoints(), vocabulary, matrix.blocks());
      in = List.of("embedding", "input_ids", "embedding_scales", "embedding_zeros");
    }
    graph.contribNode(
        "GatherBlockQuantized",
        in,
        List.of("hidden_0"),
        Map.of(
            "bits", 8, "block_size", QuantizedMatrix.BLOCK, "gather_axis", 0, "quantize_axis", 1));
  }

  private void rotaryTables() {
    int half = shape.headSize() / 2;
    float[] factors = new float[half];
    Arrays.fill(factors, 1);
    if (model.findTensor("rope_freqs.weight").isPresent()) {
      GgufTensor tensor = tensor("rope_freqs.weight", half, 1);
      readNumbers(tensor, factors);
    }
    float[] cosines = new float[shape.context() * half];
    float[] sines = new float[shape.context() * half];
    for (int position = 0; position < shape.context(); position++) {
      for (int i = 0; i < half; i++) {
        double angle =
            position / Math.pow(shape.ropeBase(), 2.0 * i / shape.headSize()) / factors[i];
        cosines[position * half + i] = (float) Math.cos(angle);
        sines[position * half + i] = (float) Math.sin(angle);
      }
    }
    graph.floats("cosines", cosines, shape.context(), half);
    graph.floats("sines", sines, shape.context(), half);
  }

  private void layer(int layer) throws IOException {
    String block = "blk." + layer + ".";
    String suffix = "_" + layer;
    int queryWidth = shape.heads() * shape.headSize();
    int cacheWidth = shape.cacheWidth();
    GgufTensor query = tensor(block + "attn_q.weight", shape.hidden(), queryWidth);
    GgufTensor key = tensor(block + "attn_k.weight", shape.hidden(), cacheWidth);
    GgufTensor value = tensor(block + "attn_v.weight", shape.hidden(), cacheWidth);
    multiply(
        "normed" + suffix,
        "qkv" + suffix,
        "qkv_weight" + suffix,
        store(
            new QuantizedMatrix.Part(query, unpermuted()),
            new QuantizedMatrix.Part(key, unpermuted()),
            part(value)));
    String pastKey = "past_key" + suffix;
    String pastValue = "past_value" + suffix;
    cache(pastKey, "key" + suffix);
    cache(pastValue, "value" + suffix);
    graph.contribNode(
        "GroupQueryAttention",
        List.of(
            "qkv" + suffix,
            "",
            "",
            pastKey,
            pastValue,
            "last_position",
            "total_length",
            "cosines",
            "sines"),
        List.of("attended" + suffix, "key" + suffix, "value" + suffix),
        Map.of(
            "num_heads",
            shape.heads(),
            "kv_num_heads",
            shape.keyValueHeads(),
            "do_rotary",
            1,
            "rotary_interleaved",
            0,
            "scale",
            (float) (1 / Math.sqrt(shape.headSize()))));
    GgufTensor output = tensor(block + "attn_output.weight", queryWidth, shape.hidden());
    multiply(
        "attended" + suffix, "projected" + suffix, "output_weight" + suffix, store(part(output)));
    addAndNorm(
        "hidden" + suffix,
        "projected" + suffix,
        block + "ffn_norm.weight",
        "middle" + suffix,
        "middle_normed" + suffix);
    feedForward(block, suffix);
    boolean last = layer + 1 == shape.layers();
    addAndNorm(
        "middle" + suffix,
        "down" + suffix,
        last ? "output_norm.weight" : "blk." + (layer + 1) + ".attn_norm.weight",
        "hidden_" + (layer + 1),
        "normed_" + (layer + 1));
  }

  private void feedForward(String block, String suffix) throws IOException {
    int width = shape.feedForward();
    GgufTensor gate = tensor(block + "ffn_gate.weight", shape.hidden(), width);
    GgufTensor up = tensor(block + "ffn_up.weight", shape.hidden(), width);
    GgufTensor down = tensor(block + "ffn_down.weight", width, shape.hidden());
    String normed = "middle_normed" + suffix;
    multiply(normed, "gate" + suffix, "gate_weight" + suffix, store(part(gate)));
    multiply(normed, "up" + suffix, "up_weight" + suffix, store(part(up)));
    graph.contribNode(
        "QuickGelu", List.of("gate" + suffix), List.of("opened" + suffix), Map.of("alpha", 1f));
    graph.node("Mul", List.of("opened" + suffix, "up" + suffix), List.of("gated" + suffix), NONE);
    multiply("gated" + suffix, "down" + suffix, "down_weight" + suffix, store(part(down)));
  }

  private void cache(String past, String present) {
    Object[] dimensions = {1, shape.keyValueHeads(), "capacity", shape.headSize()};
    graph.input(past, OnnxGraph.FLOAT, dimensions);
    graph.output(present, OnnxGraph.FLOAT, dimensions);
  }

  private void addAndNorm(
      String residual, String addend, String normTensor, String sum, String normed) {
    String gamma = "norm_of_" + normed;
    norm(gamma, normTensor);
    graph.contribNode(
        "SkipSimplifiedLayerNormalization",
        List.of(residual, addend, gamma),
        List.of(normed, "", "", sum),
        Map.of("epsilon", shape.epsilon()));
  }

  private void norm(String name, String tensorName) {
    GgufTensor tensor = tensor(tensorName, shape.hidden(), 1);
    float[] gamma = new float[shape.hidden()];
    readNumbers(tensor, gamma);
    graph.floats(name, gamma, shape.hidden());
  }

  private static void readNumbers(GgufTensor tensor, float[] target) {
    tensor.readRow(0, target);
    for (float number : target) {
      if (!Float.isFinite(number)) {
        throw QuantizedMatrix.notNumbers(tensor);
      }
    }
  }

  private void multiply(String in, String out, String name, QuantizedMatrix.Stored stored) {
    QuantizedMatrix matrix = stored.matrix();
    int rows = matrix.rows();
    int blocks = matrix.blocks();
    graph.external(name, OnnxGraph.UINT8, stored.codes(), rows, blocks, matrix.blobBytes());
    graph.external(name + "_scales", OnnxGraph.FLOAT, stored.scales(), rows, blocks);
    List<String> inputs = List.of(in, name, name + "_scales");
    if (matrix.withZeroPoints()) {
      graph.external(name + "_zeros", OnnxGraph.UINT8, stored.zeroPoints(), rows, blocks);
      inputs = List.of(in, name, name + "_scales", name + "_zeros");
    }
    graph.contribNode(
        "MatMulNBits",
        inputs,
        List.of(out),
        Map.of(
            "K",
            matrix.columns(),
            "N",
            rows,
            "bits",
            matrix.bits(),
            "block_size",
            QuantizedMatrix.BLOCK,
            "accuracy_level",
            4));
  }

  private QuantizedMatrix.Stored store(QuantizedMatrix.Part... parts) throws IOException {
    return QuantizedMatrix.of(List.of(parts)).write(weights);
  }

  private static QuantizedMatrix.Part part(GgufTensor tensor) {
    return new QuantizedMatrix.Part(tensor, IntUnaryOperator.identity());
  }

  /**
   * Returns where rows of query and key weights stand in the file: llama.cpp keeps the two halves
   * of a head interleaved ([half, 2]); the rotary operator wants them one after the other ([2,
   * half]).
   */
  private IntUnaryOperator unpermuted() {
    int size = shape.headSize();
    return row -> {
      int within = row % size;
      return row - within + 2 * (within % (size / 2)) + within / (size / 2);
    };
  }

  private GgufTensor tensor(String name, int columns, int rows) {
    GgufTensor tensor = find(name);
    if (tensor.columns() != columns || tensor.rows() != rows) {
      throw new UnsupportedModelException(
          "Tensor "
              + name
              + " has "
              + tensor.rows()
              + " rows of "
              + tensor.columns()
              + "; the metadata says "
              + rows
              + " of "
              + columns);
    }
    used.add(name);
    return tensor;
  }

  private GgufTensor find(String name) {
    return model
        .findTensor(name)
        .orElseThrow(() ->
            new UnsupportedModelException("The model has no tensor " + name + ", which it needs"));
  }

  private void refuseUnknownTensors() {
    for (GgufTensor tensor : model.tensors()) {
      if (!used.contains(tensor.name())) {
        throw new UnsupportedModelException(
            "Tensor "
                + tensor.name()
                + " ("
                + tensor.type()
                + ") is unknown in the llama architecture; a model can't be run without a part of"
                + " it");
      }
    }
  }
}
