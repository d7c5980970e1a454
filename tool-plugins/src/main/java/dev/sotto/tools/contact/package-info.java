/**
 * Address books (vCard, RFC 6350, RFC 2426 and 2.1) as records. The types of ez-vcard stay in here.
 */
@NullMarked
package dev.sotto.tools.contact;

import org.jspecify.annotations.NullMarked;
