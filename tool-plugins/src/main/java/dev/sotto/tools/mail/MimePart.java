package dev.sotto.tools.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One part of a message as it was read: the message itself, a part of it, or an attached message.
 */
final class MimePart {
  private static final String ATTACHED_MESSAGE = "message/rfc822";

  private final Map<String, List<byte[]>> fields = new HashMap<>();
  private final List<MimePart> children = new ArrayList<>();
  private String type = "text/plain";
  private String charset = "";
  private Map<String, String> parameters = Map.of();
  private String disposition = "";
  private String fileName = "";
  private byte[] content = new byte[0];

  /** Adds the body of a header field; {@code name} in lower case. */
  void addField(String name, byte[] body) {
    fields.computeIfAbsent(name, key -> new ArrayList<>()).add(body);
  }

  /** Returns the bodies of all fields of this name, the topmost first. */
  List<byte[]> fields(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** Returns the body of the topmost field of this name that isn't blank, decoded. */
  Optional<String> decodedField(String name) {
    return fields(name).stream()
        .map(HeaderText::decoded)
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  void describe(
      String newType,
      String newCharset,
      Map<String, String> newParameters,
      String newDisposition,
      String newFileName) {
    type = newType;
    charset = newCharset;
    parameters = newParameters;
    disposition = newDisposition;
    fileName = newFileName;
  }

  /** Makes this the part that holds an attached message. */
  void holdMessage() {
    type = ATTACHED_MESSAGE;
  }

  boolean holdsMessage() {
    return type.equals(ATTACHED_MESSAGE) && !children.isEmpty();
  }

  void add(MimePart child) {
    children.add(child);
  }

  void content(byte[] bytes) {
    content = bytes;
  }

  List<MimePart> children() {
    return children;
  }

  /** Returns the media type in lower case. */
  String type() {
    return type;
  }

  String charset() {
    return charset;
  }

  /** Returns a parameter of the content type in lower case, or an empty string. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Returns the decoded file name, or an empty string. */
  String fileName() {
    return fileName;
  }

  byte[] content() {
    return content;
  }

  boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  /** Tells whether this part is to be listed by name and not shown as text. */
  boolean isAttachment() {
    boolean readable = type.equals("text/plain") || type.equals("text/html");
    return !readable
        || disposition.equals("attachment")
        || (!fileName.isEmpty() && !disposition.equals("inline"));
  }

  @Override
  public String toString() {
    return "MimePart[" + content.length + " bytes, " + children.size() + " children]";
  }
}
