/**
 * What a tool is to Sotto: a declared form of request, values that fill it, and findings made of
 * the response. A tool holds no connection. It returns an {@link dev.sotto.tool.EgressRequest}; the
 * gate of {@code dev.sotto.consent} alone decides whether bytes leave.
 */
@NullMarked
package dev.sotto.tool;

import org.jspecify.annotations.NullMarked;
