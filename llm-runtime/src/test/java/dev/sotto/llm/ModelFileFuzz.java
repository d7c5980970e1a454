package dev.sotto.llm;

import dev.sotto.llm.gguf.CodedRow;
import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufTensor;
import dev.sotto.llm.json.JsonSchema;
import dev.sotto.llm.json.UnsupportedSchemaException;
import dev.sotto.llm.onnx.ModelShape;
import dev.sotto.llm.template.JinjaTemplate;
import dev.sotto.llm.template.TemplateException;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.Prompt;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a fuzzer calls: any bytes are a model's head, a chat template or a JSON schema, or refused
 * by the exception that is meant for it. Jazzer finds {@link #fuzzerTestOneInput} by its name:
 * {@code mvn verify -Pfuzz -pl llm-runtime -am}.
 */
public final class ModelFileFuzz {
  private static final int MOST_COLUMNS = 1 << 16;
  private static final List<Map<String, Object>> CONVERSATION =
      List.of(Map.of("role", "user", "content", "hello"));

  private ModelFileFuzz() {}

  /** Reads the bytes as what the first one says. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    switch (input[0] & 3) {
      case 0, 1 -> read(bytes);
      case 2 -> render(text);
      default -> parse(text);
    }
  }

  private static void read(byte[] bytes) throws IOException {
    Path path = Files.createTempFile("fuzz", ".gguf");
    try {
      Files.write(path, bytes);
      ModelHead.read(path).template().encode(prompt());
      try (GgufFile file = GgufFile.open(path)) {
        ModelShape.from(file.metadata());
        file.tensors().forEach(ModelFileFuzz::readRow);
      }
    } catch (UnsupportedModelException e) {
      requireMessage(e);
    } finally {
      Files.delete(path);
    }
  }

  private static Prompt prompt() {
    return new Prompt(List.of(new ChatMessage(ChatMessage.Role.USER, "hello <s> 12")));
  }

  private static void readRow(GgufTensor tensor) {
    if (tensor.columns() <= MOST_COLUMNS) {
      tensor.readRow(0, new float[tensor.columns()]);
      if (tensor.type().isCoded()) {
        tensor.readCodes(0, new CodedRow(tensor.type(), tensor.columns()));
      }
    }
  }

  private static void render(String template) {
    try {
      Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
      JinjaTemplate.parse(template, clock).render(CONVERSATION, Map.of("bos_token", "<s>"));
    } catch (TemplateException e) {
      requireMessage(e);
    }
  }

  private static void parse(String schema) {
    try {
      JsonSchema.parse(schema).filter(Integer.MAX_VALUE);
    } catch (UnsupportedSchemaException e) {
      requireMessage(e);
    }
  }

  private static void requireMessage(RuntimeException e) {
    if (String.valueOf(e.getMessage()).length() < 10) {
      throw new AssertionError("The refusal says nothing", e);
    }
  }
}
