/**
 * The processes of a run: a supervisor that holds no content and starts the others, the vault with
 * everything a person uses, and importers; see {@code docs/processes.md}.
 */
@NullMarked
package dev.sotto.application.supervisor;

import org.jspecify.annotations.NullMarked;
