/**
 * Wiring with a CDI container: importers are discovered as beans, so that a plugin on the class
 * path is found, and the whole line can be assembled from the modules' producers.
 */
@NullMarked
package dev.sotto.application.cdi;

import org.jspecify.annotations.NullMarked;
