package dev.sotto.index.cdi;

import java.nio.file.Path;

/**
 * Where the index lies; the application produces one.
 *
 * @param path the index's own folder
 */
public record IndexFolder(Path path) {}
