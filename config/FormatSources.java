import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Formats Java sources with google-java-format, all files in one JVM and in parallel.
 *
 * <p>Arguments: {@code --check} (say what is misformatted and exit with 1) or {@code --write} (mend
 * it), then files or folders. Runs as a single source file on a JDK 25 with google-java-format on
 * the class path, so that the JDK which runs Maven does not matter.
 */
final class FormatSources {

  private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", "resources");

  private final Formatter formatter = new Formatter();
  private final boolean write;

  private FormatSources(boolean write) {
    this.write = write;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2 || !Set.of("--check", "--write").contains(arguments[0])) {
      System.err.println("Usage: FormatSources --check|--write PATH...");
      System.exit(2);
    }
    var sources = new ArrayList<Path>();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      collectSources(Path.of(argument), sources);
    }

    var formatSources = new FormatSources(arguments[0].equals("--write"));
    List<String> findings =
        sources.parallelStream().map(formatSources::format).flatMap(Optional::stream).toList();

    findings.forEach(System.err::println);
    if (!formatSources.write && !findings.isEmpty()) {
      System.err.printf(
          "%d of %d Java files are not in the project's format. Run config/format and commit.%n",
          findings.size(), sources.size());
      System.exit(1);
    }
  }

  private static void collectSources(Path start, List<Path> sources) throws IOException {
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED_FOLDERS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private Optional<String> format(Path source) {
    try {
      String text = Files.readString(source);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (formatted.equals(text)) {
        return Optional.empty();
      }
      if (write) {
        Files.writeString(source, formatted);
      }
      return Optional.of(source.normalize().toString());
    } catch (com.google.googlejavaformat.java.FormatterException e) {
      return Optional.of(source.normalize() + ": cannot be parsed: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
