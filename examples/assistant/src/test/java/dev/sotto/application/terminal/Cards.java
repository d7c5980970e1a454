package dev.sotto.application.terminal;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.InvalidRequestException;
import dev.sotto.consent.Origin;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Made-up cards. */
public final class Cards {
  private static final String ACTS = "dinner\u001b[2J\u009b1A\u202e \u0007";
  private static final Passage HOSTILE =
      new Passage(
          new RecordId("0".repeat(32)),
          new SourceId("mail"),
          RecordKind.EMAIL,
          ACTS,
          Instant.EPOCH,
          List.of(),
          Labels.UNLABELLED,
          TextLanguage.ENGLISH,
          0,
          ACTS.length(),
          ACTS);

  private Cards() {}

  /** Returns a request with these words. */
  public static CanonicalRequest request(String words) {
    Endpoint endpoint =
        new Endpoint(
            "search",
            URI.create("https://places.example"),
            "/find?q={words}",
            Optional.empty(),
            List.of(
                new Endpoint.Field(
                    "words",
                    new FieldForm.Words(60),
                    DataClass.WORDS,
                    new LocalizedText("words", "词语"))),
            "application/json",
            1000);
    try {
      return CanonicalRequest.of(endpoint, Map.of("words", new FieldValue.Words(words)));
    } catch (InvalidRequestException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a card with the number 7 for a request, and a hostile record among its origins. */
  public static ConsentCard card(CanonicalRequest request, boolean mayStand) {
    ToolManifest manifest =
        new ToolManifest(
            new ToolId("places"),
            "1.0",
            new LocalizedText("places", "地点"),
            new LocalizedText("finding a place", "找地方"),
            List.of(request.endpoint()),
            new ToolManifest.Retention(new LocalizedText("a day", "一天"), Optional.empty()),
            List.of());
    return new ConsentCard(
        7,
        manifest,
        "0".repeat(64),
        request,
        List.of(
            new ConsentCard.ShownField(
                "words",
                request.endpoint().fields().getFirst().label(),
                DataClass.WORDS,
                request.shown("words").orElseThrow(),
                Optional.empty(),
                List.of(new Origin.Typed(), new Origin.FromRecord(HOSTILE)),
                false,
                false)),
        Labels.UNLABELLED,
        Optional.empty(),
        mayStand,
        Optional.empty());
  }
}
