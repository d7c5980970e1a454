package dev.sotto.application.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.sotto.importing.process.ImporterConnection;
import dev.sotto.importing.process.ImporterProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ImportersAheadTest {
  private static final int LONG_MILLISECONDS = 60_000;
  private static final List<Path> MAIL = List.of(Path.of("/mail"));
  private static final List<Path> NOTES = List.of(Path.of("/notes"));
  private static final List<Path> CHATS = List.of(Path.of("/chats"));

  private final ImporterProcesses processes = mock();
  private final ImporterConnection mail = mock();
  private final ImporterConnection notes = mock();
  private final ImportersAhead ahead = new ImportersAhead(processes);

  @BeforeEach
  void begin() throws IOException {
    when(processes.start(MAIL)).thenReturn(mail);
    when(processes.start(NOTES)).thenReturn(notes);
    ahead.expect(List.of(MAIL, NOTES, CHATS));
  }

  @Test
  void theNextProcessIsStartedWhileOneReadsAndNoneAfterIt() throws IOException {
    assertThat(ahead.start(MAIL)).isSameAs(mail);

    verify(processes, timeout(LONG_MILLISECONDS)).start(NOTES);
    verify(processes).start(MAIL);
    verifyNoMoreInteractions(processes);
  }

  @Test
  void whoeverAsksForTheNextGetsTheOneThatWasStarted() throws IOException {
    ahead.start(MAIL);

    assertThat(ahead.start(NOTES)).isSameAs(notes);
    verify(processes).start(NOTES);
  }

  @Test
  void whatWasNotExpectedIsStartedAsEver() throws IOException {
    ahead.start(MAIL);

    assertThat(ahead.start(MAIL)).isSameAs(mail);
    assertThat(ahead.start(NOTES)).isSameAs(notes);
  }

  @Test
  void aProcessThatCouldNotBeStartedAheadIsStartedAgain() throws IOException {
    when(processes.start(NOTES)).thenThrow(new IOException("no memory")).thenReturn(notes);
    ahead.start(MAIL);

    assertThat(ahead.start(NOTES)).isSameAs(notes);
  }

  @Test
  void oneThatNobodyAskedForIsEnded() throws IOException {
    ahead.start(MAIL);

    ahead.close();

    verify(notes, timeout(LONG_MILLISECONDS)).close();
  }
}
