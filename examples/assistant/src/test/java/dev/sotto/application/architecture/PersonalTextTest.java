package dev.sotto.application.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sotto.application.demo.PlaintextScan;
import dev.sotto.application.vault.Profile;
import dev.sotto.assistant.Evidence;
import dev.sotto.assistant.Question;
import dev.sotto.importing.ImportReport;
import dev.sotto.model.Generation;
import dev.sotto.model.Prompt;
import dev.sotto.record.ItemKey;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.securestore.key.Passphrase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every record type of the product, with a marker for each text that it can hold: its {@code
 * toString}, which ends up in logs and messages, never shows it. The types are found, not listed,
 * so that a new one is looked at too.
 */
final class PersonalTextTest {
  /** Hold what stands in model files and in the lexicon, or where files lie, and no record. */
  private static final Set<String> HOLD_NO_RECORDS =
      Set.of(
          "dev.sotto.model.ModelDescription",
          "dev.sotto.llm.ModelFile",
          "dev.sotto.llm.ModelHead",
          "dev.sotto.llm.cdi.ModelCache",
          "dev.sotto.llm.embedding.EmbeddingModelFiles",
          "dev.sotto.llm.embedding.OnnxEmbeddingModel$Description",
          "dev.sotto.llm.gguf.GgufHead",
          "dev.sotto.llm.gguf.GgufReader$Description",
          "dev.sotto.llm.gguf.GgufReader$Head",
          "dev.sotto.llm.gguf.GgufMetadata$StringArray",
          "dev.sotto.llm.gguf.GgufTensor",
          "dev.sotto.llm.gguf.TensorShape",
          "dev.sotto.llm.onnx.ImportedModel",
          "dev.sotto.llm.onnx.ModelShape",
          "dev.sotto.llm.onnx.QuantizedMatrix",
          "dev.sotto.llm.onnx.QuantizedMatrix$Part",
          "dev.sotto.llm.onnx.QuantizedMatrix$Stored",
          "dev.sotto.time.ChineseTimes$HolidayWord",
          "dev.sotto.time.ChineseTimes$OffsetWord",
          "dev.sotto.time.ChineseTimes$PartWord",
          "dev.sotto.time.ChineseTimes$UnitWord",
          "dev.sotto.tool.KnownPlace",
          "dev.sotto.index.EverydayWords$Group",
          "dev.sotto.index.EverydayWords$Word",
          "dev.sotto.index.cdi.IndexFolder",
          "dev.sotto.application.model.AddedModel",
          "dev.sotto.application.model.EnergyMeter$Reading",
          "dev.sotto.application.model.ModelFolder$Listed",
          "dev.sotto.application.vault.Locations");

  private static final List<? extends Class<?>> RECORDS =
      new ClassFileImporter()
          .withImportOption(new ProductCode()).importPackages("dev.sotto").stream()
              .filter(JavaClass::isRecord)
              .map(JavaClass::reflect)
              .toList();

  @TestFactory
  Stream<DynamicTest> noRecordTypeShowsTheTextThatItHolds() {
    return RECORDS.stream()
        .filter(type -> !HOLD_NO_RECORDS.contains(type.getName()))
        .filter(Marked::holdsText)
        .map(type ->
            dynamicTest(
                type.getName(),
                () ->
                    assertThat(Marked.instanceOf(type).toString())
                        .as("toString of %s", type.getName())
                        .isNotBlank()
                        .doesNotContain(Marked.TEXT)));
  }

  @Test
  void theTypesThatCarryTextAreAmongThem() {
    Set<Class<?>> found =
        RECORDS.stream().filter(Marked::holdsText).collect(Collectors.toUnmodifiableSet());

    assertThat(found)
        .contains(
            PersonalRecord.class,
            Passage.class,
            Question.class,
            Evidence.class,
            Prompt.class,
            Generation.class,
            ImportReport.class,
            Profile.class);
  }

  @Test
  void theExceptionsAreStillThere() {
    Set<String> names = RECORDS.stream().map(Class::getName).collect(Collectors.toSet());

    assertThat(new TreeSet<>(HOLD_NO_RECORDS)).isSubsetOf(names);
  }

  @Test
  void aMarkerThatIsShownIsNoticed() {
    record Careless(String text) {}

    assertThat(Marked.instanceOf(Careless.class).toString()).contains(Marked.TEXT);
  }

  @Test
  void aPassphraseAndAScanShowNothing() {
    PlaintextScan scan = new PlaintextScan();
    scan.add(Marked.TEXT);

    try (Passphrase passphrase = new Passphrase(Marked.TEXT.toCharArray())) {
      assertThat(passphrase.toString()).doesNotContain(Marked.TEXT);
    }
    assertThat(scan.toString()).doesNotContain(Marked.TEXT);
  }

  @ParameterizedTest
  @MethodSource("makersThatRefuse")
  void whatIsRefusedIsNotRepeated(Function<String, Object> maker) {
    assertThatThrownBy(() -> maker.apply(Marked.TEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(Marked.TEXT);
  }

  static List<Function<String, Object>> makersThatRefuse() {
    return List.of(
        text -> new SourceId("My folder " + text),
        text -> new RecordId(text),
        text -> new ItemKey(text.repeat(500)),
        text -> {
          Passage passage = (Passage) Marked.instanceOf(Passage.class);
          return new Evidence(1, passage, passage.start(), text + text);
        });
  }
}
