#!/bin/sh
# Runs before Redis gets SIGTERM. A master first hands over, so that clients need not wait until it is missed, and no acknowledged write
# is lost.
set -eu
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh

# Seconds to wait for the right moment, for the replicas to catch up, and for the Sentinels to replace it.
MOMENT=11
CATCH_UP=5
REPLACE=20

is_over() {
  [ "$(date +%s)" -ge "$1" ]
}

# During a failover, Sentinel polls a replica every second, otherwise every ten. If the failover begins right after a poll, Sentinel
# notices the new master half a second after its promotion. If a poll comes right before the promotion, it takes a second.
has_just_looked() {
  ask 127.0.0.1 26379 sentinel replicas "$MASTER_SET" | awk '
    field == "info-refresh" && $0 < 250 { found = 1 }
    { field = $0 }
    END { exit !found }
  '
}

# Whether all replicas that answer have everything. One is not enough: Sentinels choose one by what they last heard of each, which may be
# ten seconds old.
all_have() {
  copies=0
  for peer in $peers; do
    replication=$(ask "$peer" 6379 info replication)
    case $replication in
      *"master_host:$me"*"master_link_status:up"*) ;;
      *) continue ;;
    esac
    [ "$(echo "$replication" | sed -n 's/^slave_repl_offset://p')" -ge "$1" ] || return 1
    copies=$((copies + 1))
  done
  [ "$copies" -gt 0 ]
}

# Any Sentinel can start it. That of this pod is nearest.
fail_over() {
  for member in 127.0.0.1 $peers; do
    [ "$(ask "$member" 26379 sentinel failover "$MASTER_SET")" = OK ] && return
  done
  return 1
}

is_replaced() {
  # shellcheck disable=SC2086 # a list of words
  successor=$(latest_master "$(sentinels_say 127.0.0.1 $peers)")
  [ -n "$successor" ] && [ "$successor" != "$me" ]
}

[ "$(replication_of 127.0.0.1 role)" = master ] || exit 0

deadline=$(($(date +%s) + MOMENT))
until has_just_looked || is_over "$deadline"; do
  sleep 0.1
done

# From here on nobody can write.
offset=$(printf 'client pause %s write\ninfo replication\n' $(((CATCH_UP + REPLACE) * 1000)) | redis-cli | tr -d '\r' | sed -n 's/^master_repl_offset://p')
deadline=$(($(date +%s) + CATCH_UP))
until all_have "$offset"; do
  if is_over "$deadline"; then
    # No replica could take over without a loss. Redis itself waits for its replicas once more when it gets SIGTERM.
    ask 127.0.0.1 6379 client unpause > /dev/null
    say 'no replica has caught up'
    exit 0
  fi
  sleep 0.1
done

deadline=$(($(date +%s) + REPLACE))
until fail_over || is_over "$deadline"; do
  sleep 0.5
done
until is_replaced || is_over "$deadline"; do
  sleep 0.1
done
