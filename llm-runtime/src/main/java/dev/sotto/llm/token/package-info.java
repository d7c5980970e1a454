/** Tokenizers: byte-level BPE of language models, WordPiece of embedding models. */
@NullMarked
package dev.sotto.llm.token;

import org.jspecify.annotations.NullMarked;
