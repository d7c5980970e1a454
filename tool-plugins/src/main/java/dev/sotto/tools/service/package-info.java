/**
 * What the tools share: where the public services are, what their answers hold as bounded values,
 * and what people are told when an answer is not what the service documents.
 */
@NullMarked
package dev.sotto.tools.service;

import org.jspecify.annotations.NullMarked;
