package dev.sotto.tools.mail;

import dev.sotto.tools.BoundedText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the structure of a message (RFC 2045, 2046) into a tree of parts, within limits. Contents
 * of text parts are decoded from their transfer encoding; those of attachments are skipped. For any
 * thread.
 */
final class MimeReader {
  private static final Set<String> KEPT_FIELDS =
      Set.of(
          "from", "sender", "to", "cc", "subject", "date", "received", "references", "in-reply-to");
  private static final Set<String> DESCRIBING_FIELDS =
      Set.of("content-type", "content-disposition", "content-transfer-encoding");
  private static final int MAX_REPEATED_FIELDS = 64;
  private static final int MAX_FILE_NAME = 255;
  private static final int MAX_DESCRIBING_FIELD_BYTES = 8_192;

  private final MailLimits limits;
  private final MimeConfig config;

  MimeReader(MailLimits limits) {
    this.limits = limits;
    this.config =
        new MimeConfig.Builder()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(limits.maxHeaderFields())
            .setMaxHeaderLen(limits.maxHeaderBytes())
            .setMaxContentLen(-1)
            .setMalformedHeaderStartsBody(false)
            .setStrictParsing(false)
            .build();
  }

  /**
   * What was read of a message.
   *
   * @param message its parts
   * @param omission what was left out because of a limit or damage, or an empty string
   */
  record Result(MimePart message, String omission) {}

  /** Reads a message; the bytes are not changed. */
  Result read(byte[] bytes) throws MimeException, IOException {
    return new Reading().read(bytes);
  }

  private final class Reading {
    private final Deque<MimePart> open = new ArrayDeque<>();
    private final MimePart root = new MimePart();
    private int parts;
    private int depth;
    private int textBytes;
    private String omission = "";

    Result read(byte[] bytes) throws MimeException, IOException {
      MimeTokenStream stream =
          new MimeTokenStream(
              config,
              DecodeMonitor.SILENT,
              new BoundedDescriptorBuilder(
                  new DefaultBodyDescriptorBuilder(
                      null, LenientFieldParser.getParser(), DecodeMonitor.SILENT)));
      stream.parse(new ByteArrayInputStream(bytes));
      for (EntityState state = stream.getState();
          state != EntityState.T_END_OF_STREAM;
          state = stream.next()) {
        switch (state) {
          case T_START_MESSAGE, T_START_BODYPART -> {
            if (++parts > limits.maxParts()) {
              omission = "more than " + limits.maxParts() + " parts";
              return new Result(root, omission);
            }
            start(stream);
          }
          case T_END_MESSAGE, T_END_BODYPART -> {
            open.pop();
            depth--;
            limitDepth(stream);
          }
          case T_FIELD -> field(stream.getField());
          case T_START_MULTIPART -> describe(stream.getBodyDescriptor());
          case T_BODY -> {
            describe(stream.getBodyDescriptor());
            body(stream);
          }
          case T_PREAMBLE -> preamble(stream);
          default -> {}
        }
      }
      return new Result(root, omission);
    }

    private void start(MimeTokenStream stream) {
      MimePart part = open.isEmpty() ? root : new MimePart();
      if (!open.isEmpty()) {
        open.element().add(part);
        if (stream.getState() == EntityState.T_START_MESSAGE) {
          open.element().holdMessage();
        }
      }
      open.push(part);
      depth++;
      limitDepth(stream);
    }

    private void limitDepth(MimeTokenStream stream) {
      stream.setRecursionMode(
          depth > limits.maxDepth() ? RecursionMode.M_FLAT : RecursionMode.M_RECURSE);
    }

    private void field(Field field) {
      String name = field.getName().strip().toLowerCase(Locale.ROOT);
      MimePart part = open.element();
      if (DESCRIBING_FIELDS.contains(name) && rawBody(field).length > MAX_DESCRIBING_FIELD_BYTES) {
        omission = "a " + name + " field of more than " + MAX_DESCRIBING_FIELD_BYTES + " bytes";
      }
      if (KEPT_FIELDS.contains(name) && part.fields(name).size() < MAX_REPEATED_FIELDS) {
        part.addField(name, rawBody(field));
      }
    }

    private void describe(BodyDescriptor descriptor) {
      String type = descriptor.getMimeType();
      String charset = "";
      Map<String, String> parameters = Map.of();
      String disposition = "";
      String fileName = "";
      if (descriptor instanceof MaximalBodyDescriptor known) {
        parameters = known.getContentTypeParameters();
        charset = parameters.getOrDefault("charset", "");
        if (known.getContentDispositionType() != null) {
          disposition = known.getContentDispositionType();
        }
        fileName = known.getContentDispositionFilename();
        if (fileName == null) {
          fileName = parameters.getOrDefault("name", "");
        }
      }
      open.element()
          .describe(
              type == null ? "text/plain" : type.toLowerCase(Locale.ROOT),
              charset,
              parameters,
              disposition.toLowerCase(Locale.ROOT),
              fileName(fileName));
    }

    private void body(MimeTokenStream stream) throws IOException {
      MimePart part = open.element();
      if (depth > limits.maxDepth() && (part.isMultipart() || part.type().startsWith("message/"))) {
        omission = "parts nested deeper than " + limits.maxDepth() + " levels";
        return;
      }
      if (part.isMultipart() || !part.isAttachment()) {
        part.content(text(stream.getDecodedInputStream()));
      }
    }

    private void preamble(MimeTokenStream stream) throws IOException {
      open.element().content(text(stream.getInputStream()));
    }

    private byte[] text(InputStream in) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8_192];
      try {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          int room = limits.maxTextBytes() - textBytes;
          if (read > room) {
            omission = "text beyond " + limits.maxTextBytes() + " bytes";
          }
          out.write(buffer, 0, Math.min(read, room));
          textBytes += Math.min(read, room);
        }
      } catch (IOException e) {
        omission = "a part that is damaged (" + e.getClass().getSimpleName() + ")";
      }
      return out.toByteArray();
    }
  }

  /**
   * Keeps long fields from the description of a part: Mime4j 0.8 takes quadratic time over the
   * parameters of a field, 19 seconds for one of a megabyte.
   */
  private static final class BoundedDescriptorBuilder implements BodyDescriptorBuilder {
    private final BodyDescriptorBuilder builder;

    BoundedDescriptorBuilder(BodyDescriptorBuilder builder) {
      this.builder = builder;
    }

    @Override
    public void reset() {
      builder.reset();
    }

    @Override
    public @Nullable Field addField(RawField field) throws MimeException {
      return field.getRaw() != null && field.getRaw().length() > MAX_DESCRIBING_FIELD_BYTES
          ? null
          : builder.addField(field);
    }

    @Override
    public BodyDescriptor build() {
      return builder.build();
    }

    @Override
    public BodyDescriptorBuilder newChild() {
      return new BoundedDescriptorBuilder(builder.newChild());
    }
  }

  private static byte[] rawBody(Field field) {
    if (field.getRaw() == null) {
      return field.getBody().getBytes(StandardCharsets.UTF_8);
    }
    byte[] raw = field.getRaw().toByteArray();
    int colon = 0;
    while (colon < raw.length && raw[colon] != ':') {
      colon++;
    }
    return Arrays.copyOfRange(raw, Math.min(colon + 1, raw.length), raw.length);
  }

  private static String fileName(String name) {
    boolean bytesAsCharacters = name.chars().allMatch(c -> c < 0x100);
    String text =
        bytesAsCharacters
            ? MailCharset.decodeUnlabelled(name.getBytes(StandardCharsets.ISO_8859_1))
            : name;
    return BoundedText.of(HeaderText.decoded(text).replaceAll("^.*[/\\\\]", ""), MAX_FILE_NAME);
  }
}
