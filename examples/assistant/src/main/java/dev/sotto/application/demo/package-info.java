/** The sample records of an invented person, and the search for readable text on disk. */
@NullMarked
package dev.sotto.application.demo;

import org.jspecify.annotations.NullMarked;
