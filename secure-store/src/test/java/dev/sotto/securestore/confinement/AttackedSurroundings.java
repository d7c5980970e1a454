package dev.sotto.securestore.confinement;

import java.nio.file.Path;
import java.util.List;

/**
 * What an attacker knows and aims at, told by its supervisor.
 *
 * @param folder holds the attacker's own folder, and beside it what it must not reach
 * @param secretAddress where in the parent's memory the secret lies
 */
record AttackedSurroundings(
    Path folder, long parent, int tcpPort, int udpPort, long secretAddress) {
  static final String SECRET = "the secret of the supervisor";

  static AttackedSurroundings of(List<String> arguments) {
    return new AttackedSurroundings(
        Path.of(arguments.get(0)),
        Long.parseLong(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)),
        Long.parseLong(arguments.get(4)));
  }

  List<String> arguments() {
    return List.of(
        folder.toString(),
        Long.toString(parent),
        Integer.toString(tcpPort),
        Integer.toString(udpPort),
        Long.toString(secretAddress));
  }

  /** The one folder that the attacker may write. */
  Path own() {
    return folder.resolve("own");
  }

  /** A folder of the person that is nobody's business. */
  Path home() {
    return folder.resolve("home");
  }

  Path secretFile() {
    return home().resolve("secret.txt");
  }

  Path unixSocket() {
    return home().resolve("socket");
  }
}
