/**
 * Importers in processes of their own: the program that runs in such a process, and how the vault
 * starts and reaches it.
 */
@NullMarked
package dev.sotto.application.importer;

import org.jspecify.annotations.NullMarked;
