/** Chat templates: an interpreter of the part of Jinja that models' templates use. */
@NullMarked
package dev.sotto.llm.template;

import org.jspecify.annotations.NullMarked;
