/** Makes an unlocked store available to a CDI container as the ports that it implements. */
@NullMarked
package dev.sotto.securestore.cdi;

import org.jspecify.annotations.NullMarked;
