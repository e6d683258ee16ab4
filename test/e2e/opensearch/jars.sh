# shellcheck shell=bash
# Sourced by what installs a store from its published jars. The folder it is in has a pom.xml, the starter OneNode.java and
# start.sh.

# find_jdk NEEDED WHO: sets jdk to the first JDK of this machine that is new enough.
find_jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$("$candidate/bin/javac" -version 2>&1)
    version=${version#javac }
    [ "${version%%[!0-9]*}" -ge "$1" ] || continue
    jdk=$candidate
    return
  done
  echo "$2 needs a JDK of at least $1, and none is in JAVA_HOME or /usr/lib/jvm" >&2
  exit 1
}

# begin NAME SCRIPT [SHARED]: prepares $assets and an empty $scratch beside it, with the jars in $scratch/jars. Ends the script if what it
# would put there is there. SHARED has OneNode.java and start.sh if the folder it is in has none.
begin() {
  shared=${3:-.}
  assets=$HOME/.cache/faultmaven-infra/$1
  mkdir -p "$assets"

  # Two runs at once would write the same files.
  exec 9>"$assets/.lock"
  flock 9

  wanted=$(cat ./* "$shared/OneNode.java" "$shared/start.sh" "$2" ../../opensearch/jars.sh | sha256sum | cut -d ' ' -f 1)-$(basename "$jdk")
  [ "$(cat "$assets/installed" 2>/dev/null)" = "$wanted" ] && exit 0

  scratch=$(mktemp -d "$assets/.scratch.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  mkdir -p "$scratch/jars"
  JAVA_HOME=$jdk mvn --quiet --batch-mode --file pom.xml \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$scratch/jars"
}

# finish NAME HOME: compiles the starter against the jars that are left, and puts everything in its place.
finish() {
  mv "$scratch"/jars/*.jar "$2/lib/"
  local starter=()
  [ "$shared" = . ] || starter=("$shared/OneNode.java")
  "$jdk/bin/javac" -nowarn -Xlint:-removal -d "$2/lib/classes" -cp "$2/lib/*" ./*.java "${starter[@]}"
  sed "s|{{jdk}}|$jdk|" "$shared/start.sh" >"$2/bin/$1"
  chmod +x "$2"/bin/*
  # Pods run as a user of their own.
  chmod -R go+rX "$2"

  rm -rf "${assets:?}/home"
  mv "$2" "$assets/home"
  echo "$wanted" >"$assets/installed"
}
