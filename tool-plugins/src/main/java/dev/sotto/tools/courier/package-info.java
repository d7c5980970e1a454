/**
 * The wire: approved bytes over TLS to the host they name, and the response within bounds. The only
 * code of Sotto that opens a connection; it runs in the courier's process.
 */
@NullMarked
package dev.sotto.tools.courier;

import org.jspecify.annotations.NullMarked;
