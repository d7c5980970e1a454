package dev.sotto.people;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Says what the persons whom a question names mean for the search. For one thread. */
public interface NamedPersons {
  /** Knows nobody. */
  NamedPersons NONE =
      new NamedPersons() {
        @Override
        public Optional<Correspondence> correspondence(String question) {
          return Optional.empty();
        }

        @Override
        public List<String> otherNames(String question) {
          return List.of();
        }
      };

  /**
   * Returns what a question asks for that says in so many words who wrote or received it; empty for
   * every other question, and where nobody is called so.
   *
   * @throws IOException if the records can't be read
   */
  Optional<Correspondence> correspondence(String question) throws IOException;

  /**
   * Returns the other names of those whom a question calls by a nickname or by one of several
   * names.
   *
   * @throws IOException if the records can't be read
   */
  List<String> otherNames(String question) throws IOException;
}
