package dev.sotto.securestore.v1;

import dev.sotto.storage.TamperedFileException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The layout of documents that are sets of byte strings of one length, as ids and tags are: their
 * number (4), then one after the other in ascending order. In memory each is hexadecimal.
 */
public final class ByteSets {
  private ByteSets() {}

  /** Returns the document's bytes. */
  public static byte[] encode(Collection<String> members) {
    ByteWriter out = new ByteWriter();
    out.writeInt(members.size());
    members.stream().sorted().forEach(member -> out.writeBytes(HexFormat.of().parseHex(member)));
    return out.toByteArray();
  }

  /**
   * Reads the document's bytes.
   *
   * @param document its name, for messages
   * @param memberBytes how long each member is
   * @throws TamperedFileException if they are not such a set
   */
  public static Set<String> decode(String document, byte[] bytes, int memberBytes)
      throws TamperedFileException {
    ByteReader in = new ByteReader(document, bytes);
    int count = in.readCount(memberBytes);
    Set<String> members = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      members.add(HexFormat.of().formatHex(in.readBytes(memberBytes)));
    }
    in.requireEnd();
    return members;
  }
}
