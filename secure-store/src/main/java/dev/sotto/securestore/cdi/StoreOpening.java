package dev.sotto.securestore.cdi;

import dev.sotto.securestore.PersonalStore;
import java.io.IOException;

/** Opens the store of the container, when it is first needed. The application supplies the bean. */
public interface StoreOpening {
  /** Opens the store; the container closes it. */
  PersonalStore open() throws IOException;
}
