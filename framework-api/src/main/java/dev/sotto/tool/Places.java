package dev.sotto.tool;

import java.util.List;
import java.util.Optional;

/**
 * Places that this computer knows by their names, so that a typed name needs no request to a
 * service. Safe for all threads.
 */
public interface Places {
  /** Knows no place. */
  Places NONE =
      new Places() {
        @Override
        public List<KnownPlace> find(String name) {
          return List.of();
        }

        @Override
        public Optional<KnownPlace> nearest(GeoPoint point) {
          return Optional.empty();
        }
      };

  /**
   * Returns the places that a person may mean, the likeliest first: those that have the name as
   * their own before those that have it in another language, large ones before small ones. Letters'
   * case and marks don't matter. What follows a comma narrows the choice: a country or, in the
   * United States, a state.
   *
   * @return at most {@link #MOST_CANDIDATES}; empty if no place has this name
   */
  List<KnownPlace> find(String name);

  /** Returns the known place nearest to a point, if there is one within 50 kilometres. */
  Optional<KnownPlace> nearest(GeoPoint point);

  /** The most places that a name can stand for. */
  int MOST_CANDIDATES = 20;
}
