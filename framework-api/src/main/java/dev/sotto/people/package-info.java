/**
 * Who is who: cards of the address book, mail addresses, names in chats and telephone numbers
 * resolved to persons, by rules that rather leave two apart than join two strangers.
 */
@NullMarked
package dev.sotto.people;

import org.jspecify.annotations.NullMarked;
