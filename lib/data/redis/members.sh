# shellcheck shell=sh disable=SC2034
# Who the members are and how they are asked, for scripts that source this file. REDIS_MEMBERS holds their fully qualified names in the
# order of their ordinals, POD_NAME the name of this pod.

export REDISCLI_AUTH="$REDIS_PASSWORD"

me=
peers=
for member in $REDIS_MEMBERS; do
  case $member in
    "$POD_NAME".*) me=$member ;;
    *) peers="$peers $member" ;;
  esac
done

say() {
  echo "$*" >&2
}

# ask HOST PORT COMMAND...: the answer; nothing if it takes longer than two seconds.
ask() {
  host=$1 port=$2
  shift 2
  timeout 2 redis-cli -h "$host" -p "$port" "$@" 2>/dev/null | tr -d '\r'
}

# replication_of HOST FIELD: a field of `info replication`, which Redis answers while it loads too.
replication_of() {
  ask "$1" 6379 info replication | sed -n "s/^$2://p"
}

# is_known_empty HOST: whether its Redis has no keys and is not about to get any. While it loads its disk or copies from a master, the
# number of its keys means nothing.
is_known_empty() {
  state=$(ask "$1" 6379 info | grep -E '^(loading|async_loading|master_sync_in_progress|db[0-9]+):')
  [ -n "$state" ] && ! echo "$state" | grep -qv ':0$'
}

# sentinels_say HOST...: for each Sentinel that answers, a line with its epoch, the master's flags and the master's name. The epoch counts
# failovers: the Sentinel with the highest knows of the last one.
sentinels_say() {
  for member in "$@"; do
    ask "$member" 26379 sentinel master "$MASTER_SET" | awk '
      NR % 2 { field = $0; next }
      { value[field] = $0 }
      END { if (value["ip"] != "") print value["config-epoch"], value["flags"], value["ip"] }
    '
  done
}

# latest_master ANSWERS: the master that the Sentinel with the highest epoch names.
latest_master() {
  echo "$1" | sort -n | tail -n 1 | cut -d ' ' -f 3
}

# quoted TEXT: the text as Redis' configuration files quote it, whatever characters it has.
quoted() {
  printf '"%s"' "$(printf '%s' "$1" | od -An -v -tx1 | tr -d '\n' | sed 's/ /\\x/g')"
}

# place FILE: replaces the file by what comes from standard input, as a whole or not at all.
place() {
  cat > "$1.new" && mv "$1.new" "$1"
}

# serve COMMAND...: runs a server until it ends, and passes SIGTERM on to it. The shell stays process 1: a server in its place would not
# reap orphaned processes, and busybox' timeout leaves one for each command that it watches.
serve() {
  "$@" &
  server=$!
  trap 'kill -TERM "$server"' TERM INT
  # A signal ends `wait`, not the server.
  while kill -0 "$server" 2>/dev/null; do
    wait "$server" && code=0 || code=$?
  done
  exit "$code"
}
