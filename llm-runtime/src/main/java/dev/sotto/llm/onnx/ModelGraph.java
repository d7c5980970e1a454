package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufTensor;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Builds the ONNX graph of a model on ONNX Runtime's quantised operators: packed QKV, grouped query
 * attention with rotary positions and an in-place cache, and a head over chosen rows only.
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
final class ModelGraph {
  private static final Map<String, Number> NONE = Map.of();
  private static final String QUERY = "attn_q";
  private static final String KEY = "attn_k";
  private static final String VALUE = "attn_v";

  private final GgufFile model;
  private final ModelShape shape;
  private final Architecture architecture;
  private final WeightFile weights;
  private final OnnxGraph graph;
  private final Set<String> used = new HashSet<>();

  private ModelGraph(GgufFile model, WeightFile weights, String weightFileName) {
    this.model = model;
    this.shape = ModelShape.from(model.metadata());
    this.architecture = shape.architecture();
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
    return new ModelGraph(model, weights, weightFileName).build();
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
    headShapes();
    norm("norm_0", "blk.0.attn_norm.weight", shape.hidden());
    simpleNorm("hidden_0", "norm_0", "normed_0");
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
    float scale = architecture.embeddingScale(shape.hidden());
    graph.contribNode(
        "GatherBlockQuantized",
        in,
        List.of(scale == 1 ? "hidden_0" : "looked_up"),
        Map.of("bits", 8, "block_size", matrix.block(), "gather_axis", 0, "quantize_axis", 1));
    if (scale != 1) {
      graph.floats("embedding_scale", new float[] {scale});
      graph.node("Mul", List.of("looked_up", "embedding_scale"), List.of("hidden_0"), NONE);
    }
  }

  private void rotaryTables() {
    int half = shape.headSize() / 2;
    float[] factors = new float[half];
    Arrays.fill(factors, 1);
    if (model.findTensor("rope_freqs.weight").isPresent()) {
      GgufTensor tensor = tensor("rope_freqs.weight", half, 1);
      readNumbers(tensor, factors);
    }
    rotaryTable("", shape.ropeBase(), shape.ropeFactor(), factors);
    if (shape.window() > 0) {
      float[] ones = new float[half];
      Arrays.fill(ones, 1);
      rotaryTable("_local", shape.localRopeBase(), 1, ones);
    }
  }

  private void rotaryTable(String suffix, double base, double divisor, float[] factors) {
    int half = factors.length;
    float[] cosines = new float[shape.context() * half];
    float[] sines = new float[shape.context() * half];
    for (int position = 0; position < shape.context(); position++) {
      for (int i = 0; i < half; i++) {
        double angle = position / divisor / Math.pow(base, 2.0 * i / shape.headSize()) / factors[i];
        cosines[position * half + i] = (float) Math.cos(angle);
        sines[position * half + i] = (float) Math.sin(angle);
      }
    }
    graph.floats("cosines" + suffix, cosines, shape.context(), half);
    graph.floats("sines" + suffix, sines, shape.context(), half);
  }

  private void headShapes() {
    if (architecture.normsHeads()) {
      graph.integers("head_widths", queryWidth(), shape.cacheWidth(), shape.cacheWidth());
      graph.integers("by_head", 1, -1, shape.headSize());
      graph.integers("of_queries", 1, -1, queryWidth());
      graph.integers("of_keys", 1, -1, shape.cacheWidth());
    }
  }

  private int queryWidth() {
    return shape.heads() * shape.headSize();
  }

  private void layer(int layer) throws IOException {
    String block = "blk." + layer + ".";
    String suffix = "_" + layer;
    attention(layer, block, suffix);
    GgufTensor output = tensor(block + "attn_output.weight", queryWidth(), shape.hidden());
    multiply(
        "attended" + suffix, "projected" + suffix, "output_weight" + suffix, store(part(output)));
    addAndNorm(
        "middle",
        "hidden" + suffix,
        outputNormed("projected" + suffix, block + "post_attention_norm.weight"),
        block + "ffn_norm.weight",
        suffix);
    feedForward(block, suffix);
    boolean last = layer + 1 == shape.layers();
    addAndNorm(
        "",
        "middle" + suffix,
        outputNormed("down" + suffix, block + "post_ffw_norm.weight"),
        last ? "output_norm.weight" : "blk." + (layer + 1) + ".attn_norm.weight",
        "_" + (layer + 1));
  }

  private void attention(int layer, String block, String suffix) throws IOException {
    GgufTensor query = tensor(block + QUERY + ".weight", shape.hidden(), queryWidth());
    GgufTensor key = tensor(block + KEY + ".weight", shape.hidden(), shape.cacheWidth());
    GgufTensor value = tensor(block + VALUE + ".weight", shape.hidden(), shape.cacheWidth());
    QuantizedMatrix.Stored stored =
        store(
            new QuantizedMatrix.Part(query, unpermuted()),
            new QuantizedMatrix.Part(key, unpermuted()),
            part(value));
    multiply("normed" + suffix, "qkv" + suffix, "qkv_weight" + suffix, stored, bias(block, suffix));
    List<String> in = new ArrayList<>();
    if (architecture.normsHeads()) {
      graph.node(
          "Split",
          List.of("qkv" + suffix, "head_widths"),
          List.of("query" + suffix, "key_of_token" + suffix, "value_of_token" + suffix),
          Map.of("axis", -1));
      in.add(headNormed("query" + suffix, block + "attn_q_norm.weight", "of_queries"));
      in.add(headNormed("key_of_token" + suffix, block + "attn_k_norm.weight", "of_keys"));
      in.add("value_of_token" + suffix);
    } else {
      in.addAll(List.of("qkv" + suffix, "", ""));
    }
    cache("past_key" + suffix, "key" + suffix);
    cache("past_value" + suffix, "value" + suffix);
    in.addAll(List.of("past_key" + suffix, "past_value" + suffix, "last_position", "total_length"));
    Map<String, Number> attributes = new HashMap<>();
    attributes.put("num_heads", shape.heads());
    attributes.put("kv_num_heads", shape.keyValueHeads());
    attributes.put("scale", shape.attentionScale());
    if (architecture.isRotated(layer)) {
      String tables = architecture.isLocal(layer) ? "_local" : "";
      in.addAll(List.of("cosines" + tables, "sines" + tables));
      attributes.put("do_rotary", 1);
      attributes.put("rotary_interleaved", 0);
    }
    if (architecture.isLocal(layer)) {
      attributes.put("local_window_size", shape.window());
    }
    graph.contribNode(
        "GroupQueryAttention",
        in,
        List.of("attended" + suffix, "key" + suffix, "value" + suffix),
        attributes);
  }

  /** Returns the name of the joined biases of query, key and value, empty if there are none. */
  private String bias(String block, String suffix) {
    boolean required = architecture == Architecture.QWEN2;
    if (!required && model.findTensor(block + QUERY + ".bias").isEmpty()) {
      return "";
    }
    float[] joined = new float[queryWidth() + 2 * shape.cacheWidth()];
    int at = biasPart(block + QUERY, queryWidth(), unpermuted(), joined, 0);
    at = biasPart(block + KEY, shape.cacheWidth(), unpermuted(), joined, at);
    biasPart(block + VALUE, shape.cacheWidth(), IntUnaryOperator.identity(), joined, at);
    String name = "qkv_bias" + suffix;
    graph.floats(name, joined, joined.length);
    return name;
  }

  private int biasPart(String name, int size, IntUnaryOperator source, float[] target, int at) {
    float[] numbers = new float[size];
    readNumbers(tensor(name + ".bias", size, 1), numbers);
    for (int i = 0; i < size; i++) {
      target[at + i] = numbers[source.applyAsInt(i)];
    }
    return at + size;
  }

  private String headNormed(String name, String normTensor, String shapeOfRows) {
    String gamma = "norm_of_" + name;
    norm(gamma, normTensor, shape.headSize());
    graph.node("Reshape", List.of(name, "by_head"), List.of(name + "_heads"), NONE);
    simpleNorm(name + "_heads", gamma, name + "_heads_normed");
    graph.node(
        "Reshape", List.of(name + "_heads_normed", shapeOfRows), List.of(name + "_normed"), NONE);
    return name + "_normed";
  }

  private String outputNormed(String name, String normTensor) {
    if (!architecture.normsOutputs()) {
      return name;
    }
    String gamma = "norm_of_" + name;
    norm(gamma, normTensor, shape.hidden());
    simpleNorm(name, gamma, name + "_normed");
    return name + "_normed";
  }

  private void simpleNorm(String in, String gamma, String out) {
    graph.node(
        "SimplifiedLayerNormalization",
        List.of(in, gamma),
        List.of(out),
        Map.of("epsilon", shape.epsilon(), "axis", -1, "stash_type", 1));
  }

  private void feedForward(String block, String suffix) throws IOException {
    int width = shape.feedForward();
    GgufTensor gate = tensor(block + "ffn_gate.weight", shape.hidden(), width);
    GgufTensor up = tensor(block + "ffn_up.weight", shape.hidden(), width);
    GgufTensor down = tensor(block + "ffn_down.weight", width, shape.hidden());
    String normed = "middle_normed" + suffix;
    multiply(normed, "gate" + suffix, "gate_weight" + suffix, store(part(gate)));
    multiply(normed, "up" + suffix, "up_weight" + suffix, store(part(up)));
    if (architecture.opensByGelu()) {
      graph.contribNode("FastGelu", List.of("gate" + suffix), List.of("opened" + suffix), NONE);
    } else {
      graph.contribNode(
          "QuickGelu", List.of("gate" + suffix), List.of("opened" + suffix), Map.of("alpha", 1f));
    }
    graph.node("Mul", List.of("opened" + suffix, "up" + suffix), List.of("gated" + suffix), NONE);
    multiply("gated" + suffix, "down" + suffix, "down_weight" + suffix, store(part(down)));
  }

  private void cache(String past, String present) {
    Object[] dimensions = {1, shape.keyValueHeads(), "capacity", shape.headSize()};
    graph.input(past, OnnxGraph.FLOAT, dimensions);
    graph.output(present, OnnxGraph.FLOAT, dimensions);
  }

  private void addAndNorm(
      String stage, String residual, String addend, String normTensor, String suffix) {
    String normed = (stage.isEmpty() ? "normed" : stage + "_normed") + suffix;
    String gamma = "norm_of_" + normed;
    norm(gamma, normTensor, shape.hidden());
    graph.contribNode(
        "SkipSimplifiedLayerNormalization",
        List.of(residual, addend, gamma),
        List.of(normed, "", "", (stage.isEmpty() ? "hidden" : stage) + suffix),
        Map.of("epsilon", shape.epsilon()));
  }

  private void norm(String name, String tensorName, int size) {
    float[] gamma = new float[size];
    readNumbers(tensor(tensorName, size, 1), gamma);
    graph.floats(name, gamma, size);
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
    multiply(in, out, name, stored, "");
  }

  private void multiply(
      String in, String out, String name, QuantizedMatrix.Stored stored, String bias) {
    QuantizedMatrix matrix = stored.matrix();
    int rows = matrix.rows();
    int blocks = matrix.blocks();
    graph.external(name, OnnxGraph.UINT8, stored.codes(), rows, blocks, matrix.blobBytes());
    graph.external(name + "_scales", OnnxGraph.FLOAT, stored.scales(), rows, blocks);
    List<String> inputs = new ArrayList<>(List.of(in, name, name + "_scales"));
    if (matrix.withZeroPoints()) {
      graph.external(name + "_zeros", OnnxGraph.UINT8, stored.zeroPoints(), rows, blocks);
      inputs.add(name + "_zeros");
    }
    if (!bias.isEmpty()) {
      inputs.addAll(matrix.withZeroPoints() ? List.of("", bias) : List.of("", "", bias));
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
            matrix.block(),
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
   * of a head interleaved ([half, 2]) in some architectures; the rotary operator wants them one
   * after the other ([2, half]).
   */
  private IntUnaryOperator unpermuted() {
    if (!architecture.interleaved()) {
      return IntUnaryOperator.identity();
    }
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
                + ") is unknown in the model's architecture; a model can't be run without a part of"
                + " it");
      }
    }
  }
}
