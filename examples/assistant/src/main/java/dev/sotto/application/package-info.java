/**
 * The assistant as an application: a command line over an encrypted store, a search index and a
 * language model on this computer.
 */
@NullMarked
package dev.sotto.application;

import org.jspecify.annotations.NullMarked;
