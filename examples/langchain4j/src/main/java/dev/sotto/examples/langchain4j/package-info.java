/**
 * Sotto's models as those of LangChain4j: chat, streaming chat and embeddings, all in this process.
 */
@NullMarked
package dev.sotto.examples.langchain4j;

import org.jspecify.annotations.NullMarked;
