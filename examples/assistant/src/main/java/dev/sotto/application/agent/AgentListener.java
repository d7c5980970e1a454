package dev.sotto.application.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The socket of an agent, opened before the process is sealed. Until the agent has the store it has
 * a name at which no command looks.
 */
public final class AgentListener implements AutoCloseable {
  private static final String PROPERTY = "sotto.agent.socket";

  private final AgentPlace place;
  private final Path draft;
  private final AgentSocket.Listener listener;
  private boolean published;
  private boolean closed;

  private AgentListener(AgentPlace place, Path draft, AgentSocket.Listener listener) {
    this.place = place;
    this.draft = draft;
    this.listener = listener;
  }

  /** Returns the option of a virtual machine that has {@link #ofThisProcess} listen. */
  public static String option(AgentPlace place, long process) {
    return "-D" + PROPERTY + "=" + place.draft(process);
  }

  /**
   * Begins to listen where whoever started this process has said; returns null if it hasn't.
   *
   * @throws IOException if the socket can't be made
   */
  public static @Nullable AgentListener ofThisProcess() throws IOException {
    String draft = System.getProperty(PROPERTY, "");
    if (draft.isEmpty()) {
      return null;
    }
    Path socket = Path.of(draft);
    Path folder = Objects.requireNonNull(socket.getParent());
    return open(new AgentPlace(folder, Files.getOwner(folder)), socket);
  }

  /** Begins to listen. */
  static AgentListener open(AgentPlace place, Path draft) throws IOException {
    return new AgentListener(place, draft, AgentSocket.Listener.open(draft, place.owner()));
  }

  /**
   * Takes the place of the store's agent. Called by who has the store to itself, so that nobody
   * else is in that place who lives.
   */
  public synchronized void publish() throws IOException {
    Files.move(
        draft, place.socket(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    published = true;
    place.removeDrafts();
  }

  AgentSocket accept() throws IOException {
    return listener.accept();
  }

  /**
   * Listens no more; the socket is removed. Closing once more does nothing, since another agent may
   * have the place by then.
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Files.deleteIfExists(published ? place.socket() : draft);
    } finally {
      listener.close();
    }
  }

  @Override
  public String toString() {
    return "AgentListener[" + (published ? "published" : "draft") + "]";
  }
}
