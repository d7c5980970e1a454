package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.onnx.ImportedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ModelCommandTest {
  private static final int TYPE_IQ1_S = 19;

  @TempDir private Path folder;
  private Person person;
  private Path file;

  @BeforeEach
  void writeAModel() throws IOException {
    person = Person.in(folder.resolve("person"));
    person.withVariable("XDG_CACHE_HOME", folder.resolve("cache").toString());
    file =
        new SmallestModel()
            .put("general.license", "mit\u001b[2J")
            .put("general.source.url", "https://models.example/smallest")
            .writeTo(folder.resolve("Smallest One.gguf"));
  }

  @Test
  void showsTheDefaultModelWithLicenceAndCard() throws IOException {
    JsonNode listed = person.runs("model", "--json").json();

    assertThat(listed.path("used").asString()).isEqualTo("default");
    assertThat(listed.path("models").path(0).path("sha256").asString())
        .isEqualTo(DefaultModel.sha256());
    assertThat(listed.path("models").path(0).path("architecture").asString()).isEqualTo("llama");
    assertThat(person.runs("model", "info", "default").out())
        .contains(DefaultModel.sha256(), "## Limits", "SmolLM2-135M-Instruct", "Q4_0");
    assertThat(person.runs("model", "--lang", "zh").out()).contains("正在作答");
  }

  @Test
  void addsAFileUnderItsHashForItsOwnerAlone() throws IOException {
    Outcome added = person.runs("model", "add", file.toString());

    assertThat(added.status()).as(added.err()).isZero();
    assertThat(added.out()).contains("smallest-one", "not stated", hash()).doesNotContain("\u001b");
    Path kept = kept();
    assertThat(kept).hasSameBinaryContentAs(file);
    assertThat(Files.getPosixFilePermissions(kept))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(kept.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(person.runs("model").out())
        .contains("* default", "smallest-one", "https://models.example/smallest");
    assertThat(person.runs("model", "add", file.toString(), "--json").json().path("name"))
        .hasToString("\"smallest-one\"");
    assertThat(person.runs("model", "--json").json().path("models").size()).isEqualTo(2);
  }

  @Test
  void usesAModelAndGoesBackToTheDefaultWhenItIsRemoved() throws IOException {
    person.runs("model", "add", file.toString());
    Path cache = folder.resolve("cache/sotto/models");

    Outcome used = person.runs("model", "use", "smallest-one");

    assertThat(used.status()).as(used.err()).isZero();
    assertThat(used.out()).contains("It opens: Smallest");
    assertThat(ImportedModel.find(hash(), cache)).isPresent();
    assertThat(used()).isEqualTo("smallest-one");

    assertThat(person.runs("model", "remove", "smallest-one").out()).contains("default answers");

    assertThat(used()).isEqualTo("default");
    assertThat(kept()).doesNotExist();
    assertThat(ImportedModel.find(hash(), cache)).isEmpty();
  }

  @Test
  void measuresAModelByTheLengthOfItsPrompt() {
    person.runs("model", "add", file.toString());

    JsonNode measured = person.runs("model", "bench", "smallest-one", "--json").json();

    assertThat(measured.path("load_ms").isNumber()).isTrue();
    JsonNode row = measured.path("by_context").path(0);
    assertThat(row.path("prompt_tokens").asInt()).isEqualTo(128);
    assertThat(row.path("prefill_tps").asDouble()).isPositive();
    assertThat(row.path("decode_tps").asDouble()).isPositive();
    assertThat(row.path("ttft_ms").isNumber()).isTrue();
    assertThat(row.has("rss_mb")).isTrue();
    assertThat(row.has("joules")).isTrue();
    assertThat(measured.path("english_words_per_second").path("people_read").asInt()).isEqualTo(5);
  }

  @Test
  void refusesAFileThatHasChangedSinceItWasAdded() throws IOException {
    person.runs("model", "add", file.toString());
    person.runs("model", "use", "smallest-one");
    byte[] content = Files.readAllBytes(kept());
    content[content.length - 3] ^= 1;
    Files.write(kept(), content);

    for (String action : new String[] {"use", "info", "bench"}) {
      Outcome outcome = person.runs("model", action, "smallest-one");

      assertThat(outcome.status()).as(action).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.err()).as(action).contains("has changed since it was added");
    }
  }

  @Test
  void refusesWhatCanNotBeRunAndSaysWhatCan() throws IOException {
    Path architecture =
        new SmallestModel().put("general.architecture", "mamba").writeTo(folder.resolve("a.gguf"));
    Path type = new SmallestModel().storedAs(TYPE_IQ1_S).writeTo(folder.resolve("b.gguf"));
    Path text = Files.writeString(folder.resolve("c.gguf"), "nothing of a model, but long enough");

    assertThat(refused(architecture)).contains("mamba", "llama", "qwen3");
    assertThat(refused(type)).contains("IQ1_S", "Q4_0", "Q6_K");
    assertThat(refused(text)).contains("not a GGUF model");
    assertThat(person.runs("model", "add", folder.toString()).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.home().resolve("models")).doesNotExist();
  }

  @Test
  void refusesWhatDoesNotFitAndSaysWhatWould() {
    Outcome tooLarge = person.runs("model", "add", file.toString(), "--memory", "100");

    assertThat(tooLarge.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(tooLarge.err()).contains("0.1 GB are available", "would fit", "--memory");
    assertThat(person.home().resolve("models")).doesNotExist();
    assertThat(person.runs("model", "add", file.toString(), "--memory", "2000").status()).isZero();
  }

  @Test
  void explainsWhatItDoesNotKnow() throws IOException {
    assertThat(person.runs("model", "use", "nonsense").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("model", "remove", "default").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("model", "add").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("model", "dance").err()).contains("bench");
    person.runs("model", "add", file.toString());
    Files.writeString(person.home().resolve("models/models.json"), "{\"version\":");
    assertThat(person.runs("model").err()).contains("damaged");
  }

  private String refused(Path model) {
    Outcome outcome = person.runs("model", "add", model.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    return outcome.err();
  }

  private String used() {
    return person.runs("model", "--json").json().path("used").asString();
  }

  private Path kept() throws IOException {
    return person.home().resolve("models").resolve(hash() + ".gguf");
  }

  private String hash() throws IOException {
    if (!Files.exists(folder.resolve("hash"))) {
      Files.writeString(folder.resolve("hash"), ImportedModel.sha256(file));
    }
    return Files.readString(folder.resolve("hash"));
  }
}
