/**
 * Messages between Sotto's processes: length-prefixed records over a pair of byte streams, with
 * every field bounded, strict decoding, time-outs and back-pressure. What the messages say is up to
 * the package that defines them by a {@link dev.sotto.process.MessageCodec}.
 */
@NullMarked
package dev.sotto.process;

import org.jspecify.annotations.NullMarked;
