# Finds the java command of a JDK 25 or newer; meant to be sourced by sh scripts.

java_major() {
  [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

is_java_25() {
  [ -x "$1/bin/java" ] && [ "$(java_major "$1" || echo 0)" -ge 25 ] 2>/dev/null
}

find_java() {
  on_path=$(command -v java 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    on_path=${on_path%/bin/java}
  fi
  for home in "${SOTTO_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$home" ] && is_java_25 "$home"; then
      echo "$home/bin/java"
      return 0
    fi
  done
  return 1
}
