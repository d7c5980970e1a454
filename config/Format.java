import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or mends the format of all Java sources with google-java-format. Run from the root of the repository, by the
 * build ({@code check}) or by {@code config/format} ({@code mend [folder...]}).
 */
public final class Format {
  public static void main(String[] arguments) throws IOException {
    boolean mend = arguments.length > 0 && arguments[0].equals("mend");
    List<Path> roots =
        arguments.length > 1
            ? Stream.of(arguments).skip(1).map(Path::of).toList()
            : List.of(Path.of("."));
    List<Path> misformatted =
        roots.stream()
            .flatMap(Format::sources)
            .toList()
            .parallelStream()
            .filter(source -> !isFormatted(source, mend))
            .sorted()
            .toList();
    if (!mend && !misformatted.isEmpty()) {
      misformatted.forEach(source -> System.err.println("not formatted: " + source.normalize()));
      System.err.println("Mend it with: config/format");
      System.exit(1);
    }
  }

  private static Stream<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean isFormatted(Path source, boolean mend) {
    try {
      String text = Files.readString(source);
      String formatted =
          new Formatter()
              .formatSource(
                  RemoveUnusedImports.removeUnusedImports(
                      ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE)));
      if (mend && !formatted.equals(text)) {
        Files.writeString(source, formatted);
      }
      return formatted.equals(text);
    } catch (FormatterException e) {
      System.err.println(source + " can't be read as Java: " + e.getMessage());
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
