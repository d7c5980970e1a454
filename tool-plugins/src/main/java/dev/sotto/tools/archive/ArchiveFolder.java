package dev.sotto.tools.archive;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A folder of an archive, while it is built and afterwards. For one thread while it is built. */
final class ArchiveFolder {
  private final Map<String, ArchiveFolder> folders = new TreeMap<>();
  private final Map<String, ArchiveMember> members = new TreeMap<>();

  /** Returns a folder that holds another one alone. */
  static ArchiveFolder holding(String name, ArchiveFolder folder) {
    ArchiveFolder outer = new ArchiveFolder();
    outer.folders.put(name, folder);
    return outer;
  }

  /** Returns the folder of this name, made where it is missing; empty if a member has the name. */
  Optional<ArchiveFolder> within(String name) {
    return members.containsKey(name)
        ? Optional.empty()
        : Optional.of(folders.computeIfAbsent(name, _ -> new ArchiveFolder()));
  }

  /** Adds a member; returns false if the name is taken. */
  boolean add(String name, ArchiveMember member) {
    return !folders.containsKey(name) && members.putIfAbsent(name, member) == null;
  }

  Map<String, ArchiveFolder> folders() {
    return Collections.unmodifiableMap(folders);
  }

  Map<String, ArchiveMember> members() {
    return Collections.unmodifiableMap(members);
  }

  @Override
  public String toString() {
    return "ArchiveFolder[" + folders.size() + " folders, " + members.size() + " members]";
  }
}
