package dev.sotto.llm.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ONNX graph under construction, written as protobuf by hand. Small initializers lie in the
 * graph, large ones in a file beside it. Source: onnx.proto of the ONNX project, IR version 8.
 */
final class OnnxGraph {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT32 = 6;
  static final int INT64 = 7;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final String CONTRIB_DOMAIN = "com.microsoft";

  private final String externalFile;
  private final List<byte[]> nodes = new ArrayList<>();
  private final List<byte[]> initializers = new ArrayList<>();
  private final List<byte[]> inputs = new ArrayList<>();
  private final List<byte[]> outputs = new ArrayList<>();

  OnnxGraph(String externalFile) {
    this.externalFile = externalFile;
  }

  /** Adds a node of the standard operators. */
  void node(String operator, List<String> in, List<String> out, Map<String, Number> attributes) {
    node("", operator, in, out, attributes);
  }

  /** Adds a node of ONNX Runtime's own operators. */
  void contribNode(
      String operator, List<String> in, List<String> out, Map<String, Number> attributes) {
    node(CONTRIB_DOMAIN, operator, in, out, attributes);
  }

  private void node(
      String domain,
      String operator,
      List<String> in,
      List<String> out,
      Map<String, Number> attributes) {
    nodes.add(
        message(stream -> {
          for (String name : in) {
            stream.writeString(1, name);
          }
          for (String name : out) {
            stream.writeString(2, name);
          }
          stream.writeString(3, operator + "_" + nodes.size());
          stream.writeString(4, operator);
          for (Map.Entry<String, Number> attribute : new TreeMap<>(attributes).entrySet()) {
            stream.writeByteArray(5, attribute(attribute.getKey(), attribute.getValue()));
          }
          stream.writeString(7, domain);
        }));
  }

  private static byte[] attribute(String name, Number value) {
    return message(stream -> {
      stream.writeString(1, name);
      if (value instanceof Float number) {
        stream.writeFloat(2, number);
        stream.writeInt32(20, 1);
      } else {
        stream.writeInt64(3, value.longValue());
        stream.writeInt32(20, 2);
      }
    });
  }

  /** Adds numbers that lie in the graph. */
  void floats(String name, float[] values, long... dimensions) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    initializers.add(
        message(stream -> {
          tensorHead(stream, name, FLOAT, dimensions);
          stream.writeBytes(9, ByteString.copyFrom(raw));
        }));
  }

  /** Adds whole numbers that lie in the graph. */
  void integers(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    initializers.add(
        message(stream -> {
          tensorHead(stream, name, INT64, values.length);
          stream.writeBytes(9, ByteString.copyFrom(raw));
        }));
  }

  /** Adds numbers that lie in the external file. */
  void external(String name, int type, WeightFile.Region region, long... dimensions) {
    initializers.add(
        message(stream -> {
          tensorHead(stream, name, type, dimensions);
          stream.writeByteArray(13, entry("location", externalFile));
          stream.writeByteArray(13, entry("offset", Long.toString(region.offset())));
          stream.writeByteArray(13, entry("length", Long.toString(region.bytes())));
          stream.writeEnum(14, 1);
        }));
  }

  private static void tensorHead(
      CodedOutputStream stream, String name, int type, long... dimensions) throws IOException {
    for (long dimension : dimensions) {
      stream.writeInt64(1, dimension);
    }
    stream.writeInt32(2, type);
    stream.writeString(8, name);
  }

  private static byte[] entry(String key, String value) {
    return message(stream -> {
      stream.writeString(1, key);
      stream.writeString(2, value);
    });
  }

  /** Adds an input; a dimension is a number or a name. */
  void input(String name, int type, Object... dimensions) {
    inputs.add(value(name, type, dimensions));
  }

  /** Adds an output; a dimension is a number or a name. */
  void output(String name, int type, Object... dimensions) {
    outputs.add(value(name, type, dimensions));
  }

  private static byte[] value(String name, int type, Object... dimensions) {
    byte[] shape =
        message(stream -> {
          for (Object dimension : dimensions) {
            stream.writeByteArray(1, dimension(dimension));
          }
        });
    byte[] tensor =
        message(stream -> {
          stream.writeInt32(1, type);
          stream.writeByteArray(2, shape);
        });
    byte[] typed = message(stream -> stream.writeByteArray(1, tensor));
    return message(stream -> {
      stream.writeString(1, name);
      stream.writeByteArray(2, typed);
    });
  }

  private static byte[] dimension(Object dimension) {
    return message(stream -> {
      if (dimension instanceof String name) {
        stream.writeString(2, name);
      } else {
        stream.writeInt64(1, ((Number) dimension).longValue());
      }
    });
  }

  /** Returns the model as bytes of a ModelProto. */
  byte[] toModel() {
    byte[] graph =
        message(stream -> {
          writeAll(stream, 1, nodes);
          stream.writeString(2, "model");
          writeAll(stream, 5, initializers);
          writeAll(stream, 11, inputs);
          writeAll(stream, 12, outputs);
        });
    return message(stream -> {
      stream.writeInt64(1, IR_VERSION);
      stream.writeByteArray(7, graph);
      stream.writeByteArray(8, operatorSet("", OPSET));
      stream.writeByteArray(8, operatorSet(CONTRIB_DOMAIN, 1));
    });
  }

  private static void writeAll(CodedOutputStream stream, int field, List<byte[]> messages)
      throws IOException {
    for (byte[] message : messages) {
      stream.writeByteArray(field, message);
    }
  }

  private static byte[] operatorSet(String domain, int version) {
    return message(stream -> {
      stream.writeString(1, domain);
      stream.writeInt64(2, version);
    });
  }

  private static byte[] message(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream stream = CodedOutputStream.newInstance(bytes);
    try {
      writer.write(stream);
      stream.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Writer {
    void write(CodedOutputStream stream) throws IOException;
  }
}
