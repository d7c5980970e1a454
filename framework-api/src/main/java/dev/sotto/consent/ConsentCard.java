package dev.sotto.consent;

import dev.sotto.record.Labels;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolManifest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person is asked. Host, bytes and values are read from the canonical request; words of the
 * tool stand in {@code manifest} only and must be shown as the tool's words.
 *
 * @param number which question of this sitting it is; a decision names it
 * @param manifest whose wish it is
 * @param codeHash SHA-256 of the tool's archive
 * @param request the exact bytes
 * @param fields the values in them, in the order of the bytes
 * @param labels the join of all that the tool was given in this call
 * @param lastApproved what the person approved last for the same endpoint
 * @param mayStand whether a consent beyond this request can be given: not where anything that
 *     others wrote went into it, nor for sensitive data
 * @param unreadable the field for which the person just typed something that its form doesn't take
 */
public record ConsentCard(
    long number,
    ToolManifest manifest,
    String codeHash,
    CanonicalRequest request,
    List<ShownField> fields,
    Labels labels,
    Optional<CanonicalRequest> lastApproved,
    boolean mayStand,
    Optional<String> unreadable) {
  /**
   * A value in the request.
   *
   * @param name the field's name
   * @param label how people are told of it; the tool's words
   * @param dataClass what it tells
   * @param value as it will be sent, read from the bytes
   * @param replaced what the person or record said, where a placeholder stands for some of it
   * @param origins where the values that the tool was given come from; a tool may have made this
   *     one of any of them
   * @param changed whether it differs from the last approved request
   * @param optional whether it may be left out
   */
  public record ShownField(
      String name,
      LocalizedText label,
      DataClass dataClass,
      String value,
      Optional<String> replaced,
      List<Origin> origins,
      boolean changed,
      boolean optional) {
    public ShownField {
      origins = List.copyOf(origins);
    }

    @Override
    public String toString() {
      return "ShownField[" + dataClass + ", " + value.length() + " characters]";
    }
  }

  public ConsentCard {
    fields = List.copyOf(fields);
  }

  /** Returns what the request tells about the person. */
  public Set<DataClass> dataClasses() {
    return DataClasses.of(request);
  }

  @Override
  public String toString() {
    return "ConsentCard[" + number + ", " + request + "]";
  }
}
