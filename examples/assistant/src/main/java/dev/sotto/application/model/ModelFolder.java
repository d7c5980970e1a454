package dev.sotto.application.model;

import dev.sotto.application.vault.Models;
import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.ModelFile;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.llm.onnx.ImportedModel;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder of the models that the person added: their files under their hashes, and a list that
 * says what they are called and which one answers. For one thread; several processes see whole
 * lists, of which the last one written stays.
 *
 * <p>A file that has changed since it was added is refused when it is used. That finds accidents
 * and files put in another's place; it does not protect against who can write to this folder and
 * changes the list as well. Format: {@code docs/format/models-folder-v1.md}.
 */
public final class ModelFolder {
  /** Names the model that comes with Sotto. */
  public static final String DEFAULT = "default";

  private static final String LIST = "models.json";
  private static final int VERSION = 1;
  private static final int MOST_NAME = 60;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  /**
   * @param folder need not be there yet
   */
  public ModelFolder(Path folder) {
    this.folder = folder;
  }

  private record Listed(String used, List<AddedModel> models) {
    private Listed {
      models = List.copyOf(models);
    }

    @Override
    public String toString() {
      return "Listed[" + models.size() + "]";
    }
  }

  /**
   * Returns the models that were added, in that order.
   *
   * @throws UnsupportedModelException if the list is damaged
   * @throws IOException if it can't be read
   */
  public List<AddedModel> added() throws IOException {
    return read().models();
  }

  /**
   * Returns the name of the model that answers.
   *
   * @throws UnsupportedModelException if the list is damaged
   * @throws IOException if it can't be read
   */
  public String used() throws IOException {
    return read().used();
  }

  /** Returns a model by its name, or nothing for one that was not added. */
  public Optional<AddedModel> find(String name) throws IOException {
    return added().stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** Returns where a model's file lies. */
  public Path file(AddedModel model) {
    return folder.resolve(model.sha256() + ".gguf");
  }

  /**
   * Copies a model's file here, readable for its owner alone. One that is here already stays what
   * it is called.
   *
   * @throws UnsupportedModelException if its head shows that it can't be run
   * @throws IOException if it can't be read or written
   */
  public AddedModel add(Path file) throws IOException {
    Listed listed = read();
    createFolder();
    Path draft = Files.createTempFile(folder, ".adding-", ".gguf", OWNER_ONLY);
    try {
      try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
          FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        copy(in, out);
      }
      ModelFile.read(draft);
      String sha256 = ImportedModel.sha256(draft);
      Optional<AddedModel> same =
          listed.models().stream().filter(model -> model.sha256().equals(sha256)).findFirst();
      AddedModel model = same.orElseGet(() -> new AddedModel(freeName(file, listed), sha256));
      Files.move(draft, file(model), StandardCopyOption.ATOMIC_MOVE);
      if (same.isEmpty()) {
        List<AddedModel> more = new ArrayList<>(listed.models());
        more.add(model);
        write(new Listed(listed.used(), more));
      }
      return model;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void createFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static void copy(FileChannel in, FileChannel out) throws IOException {
    long size = in.size();
    long done = 0;
    while (done < size) {
      long count = in.transferTo(done, size - done, out);
      if (count <= 0) {
        throw new IOException("The model file ended after " + done + " bytes while it was copied");
      }
      done += count;
    }
    out.force(true);
  }

  private static String freeName(Path file, Listed listed) {
    String plain =
        String.valueOf(file.getFileName())
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.gguf$", "")
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceFirst("^[._-]+", "");
    String base = plain.substring(0, Math.min(MOST_NAME, plain.length()));
    String start = base.isEmpty() || base.equals(DEFAULT) ? "model" : base;
    List<String> taken = listed.models().stream().map(AddedModel::name).toList();
    String name = start;
    for (int number = 2; taken.contains(name); number++) {
      name = start + "-" + number;
    }
    return name;
  }

  /**
   * Has a model answer from now on.
   *
   * @param name {@link #DEFAULT} or that of one that was added
   * @throws IOException if the list can't be written
   */
  public void use(String name) throws IOException {
    Listed listed = read();
    if (!name.equals(DEFAULT)
        && listed.models().stream().noneMatch(model -> model.name().equals(name))) {
      throw new IllegalArgumentException("There is no model of this name");
    }
    write(new Listed(name, listed.models()));
  }

  /**
   * Removes a model, its file and what was prepared of it. If it answered, the default model does
   * from now on.
   *
   * @throws IOException if something can't be removed
   */
  public void remove(AddedModel model, Path cacheFolder) throws IOException {
    Listed listed = read();
    List<AddedModel> others =
        listed.models().stream().filter(other -> !other.equals(model)).toList();
    write(new Listed(listed.used().equals(model.name()) ? DEFAULT : listed.used(), others));
    Files.deleteIfExists(file(model));
    ImportedModel.remove(model.sha256(), cacheFolder);
  }

  /** Returns what opens the model that answers; the list is read only when it is opened. */
  public Models.Writer writer() {
    return (cacheFolder, threads, listener) -> {
      Listed listed = read();
      return open(listed.used(), listed.models(), cacheFolder, threads, listener);
    };
  }

  /**
   * Opens a model by its name; the caller closes it.
   *
   * @throws UnsupportedModelException if there is none, its file has changed since it was added, or
   *     it can't be run
   * @throws IOException if a file can't be read or the cache can't be written
   */
  public LanguageModel open(
      String name, Path cacheFolder, int threads, PreparationListener listener) throws IOException {
    return open(name, added(), cacheFolder, threads, listener);
  }

  private LanguageModel open(
      String name,
      List<AddedModel> models,
      Path cacheFolder,
      int threads,
      PreparationListener listener)
      throws IOException {
    if (name.equals(DEFAULT)) {
      return DefaultModel.open(cacheFolder, threads, listener);
    }
    AddedModel model =
        models.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> refused(name, "is not in the list of models"));
    try {
      if (isChanged(model)) {
        throw refused(name, "has changed since it was added: its SHA-256 is another one");
      }
      return OnnxLanguageModel.open(file(model), model.sha256(), cacheFolder, threads, listener);
    } catch (NoSuchFileException e) {
      UnsupportedModelException refusal = refused(name, "has lost its file");
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  /**
   * Returns whether a model's file has another hash than when it was added. Reads all of it.
   *
   * @throws IOException if it can't be read
   */
  public boolean isChanged(AddedModel model) throws IOException {
    return !ImportedModel.sha256(file(model)).equals(model.sha256());
  }

  private static UnsupportedModelException refused(String name, String found) {
    return new UnsupportedModelException(
        "The model "
            + name
            + " "
            + found
            + ", and is not used. Remove it and add it again from a file that you trust (sotto"
            + " model remove "
            + name
            + "), or have the default model answer: sotto model use default");
  }

  private Listed read() throws IOException {
    Path list = folder.resolve(LIST);
    String text;
    try {
      text = Files.readString(list);
    } catch (NoSuchFileException e) {
      return new Listed(DEFAULT, List.of());
    }
    try {
      JsonNode json = JSON.readTree(text);
      if (json.path("version").asInt(0) != VERSION) {
        throw damaged(list);
      }
      List<AddedModel> models = new ArrayList<>();
      for (JsonNode model : json.path("models")) {
        models.add(
            new AddedModel(model.path("name").asString(""), model.path("sha256").asString("")));
      }
      return new Listed(json.path("used").asString(DEFAULT), models);
    } catch (JacksonException | IllegalArgumentException e) {
      UnsupportedModelException damage = damaged(list);
      damage.addSuppressed(e);
      throw damage;
    }
  }

  private static UnsupportedModelException damaged(Path list) {
    return new UnsupportedModelException(
        "The list of models "
            + list
            + " is damaged or of a later version. Delete it and add the models again; the default"
            + " model answers then.");
  }

  private void write(Listed listed) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    json.put("used", listed.used());
    ArrayNode array = json.putArray("models");
    for (AddedModel model : listed.models()) {
      array.addObject().put("name", model.name()).put("sha256", model.sha256());
    }
    createFolder();
    Path draft = Files.createTempFile(folder, ".list-", ".json", OWNER_ONLY);
    try {
      byte[] text = (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
      Files.write(draft, text);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          draft,
          folder.resolve(LIST),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public String toString() {
    return "ModelFolder[]";
  }
}
