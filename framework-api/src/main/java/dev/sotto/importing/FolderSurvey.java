package dev.sotto.importing;

import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What stands in a folder, seen by importers.
 *
 * @param claiming the names of the importers that have files there or take the folder as a whole,
 *     in their order
 * @param unread the files that none of them reads
 */
public record FolderSurvey(List<String> claiming, UnreadFiles unread) {
  public FolderSurvey {
    claiming = List.copyOf(claiming);
  }

  /**
   * Looks at everything in a folder. Links are not followed, hidden files and folders are left out.
   *
   * @throws ImportCancelledException if the cancellation is requested meanwhile
   */
  public static FolderSurvey of(Path folder, List<Importer> importers, Cancellation cancellation)
      throws IOException {
    return FolderVisitor.survey(folder, importers, cancellation);
  }

  @Override
  public String toString() {
    return "FolderSurvey[" + claiming.size() + " importers, " + unread + "]";
  }
}
