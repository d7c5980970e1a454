package dev.sotto.llm.cdi;

import java.nio.file.Path;

/**
 * Where models are prepared and how many threads compute; the application provides one as a bean.
 *
 * @param folder holds nothing personal and may be deleted at any time when no model is open
 * @param threads at least 1
 */
public record ModelCache(Path folder, int threads) {}
