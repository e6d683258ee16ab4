#!/bin/sh
# Starts Redis in the role that the Sentinels know of this member.
#
# If a master starts with old data or none, its replicas discard theirs. So this member starts as master only if a majority of the
# Sentinels answers, the one with the highest epoch names it, no other member is master, and it has data. Without data it starts as master
# only while no other member has any. Otherwise it starts as a replica, which is harmless. In doubt it waits: the startup probe leaves an
# hour, and Sentinels replace a master that does not start.
set -eu
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh

# The configuration contains the password, and the server rewrites the file.
umask 077

# Process 1 ignores signals without a handler.
trap 'exit 143' TERM INT

# shellcheck disable=SC2086 # a list of words
set -- $REDIS_MEMBERS
majority=$(($# / 2 + 1))

# Seconds for which the last master is preferred to an election among the others: it alone has every acknowledged write. As long as
# Sentinels take to find it missing, and to try again.
PATIENCE=15

AOF=/data/appendonlydir
# Redis creates its files when it starts, so they do not prove that there is data. The file UNSEEDED exists from an empty start until
# redis-readiness.sh has seen a complete copy on disk.
UNSEEDED=/data/unseeded

is_empty() {
  [ -e "$UNSEEDED" ] || [ -z "$(ls -A "$AOF" 2>/dev/null)" ]
}

# decide: sets `master`. Fails as long as that is not certain enough to start.
decide() {
  answers=$(sentinels_say "$@")
  if [ "$(echo "$answers" | grep -c .)" -lt "$majority" ]; then
    why="a majority of the Sentinels to answer"
    return 1
  fi
  master=$(latest_master "$answers")
  if [ "$master" = "$me" ]; then
    may_be_master
  else
    may_follow
  fi
}

may_be_master() {
  case $answers in
    *failover_in_progress*)
      why="the failover that is under way"
      return 1
      ;;
  esac
  for peer in $peers; do
    if [ "$(replication_of "$peer" role)" = master ]; then
      why="the Sentinels to see that $peer is master too"
      return 1
    fi
  done
  if is_empty; then
    everybody_is_empty
  fi
}

# If another member may have data, those with data have to elect one of them.
everybody_is_empty() {
  for peer in $peers; do
    if ! is_known_empty "$peer"; then
      why="$peer, which is not known to be as empty as this one"
      return 1
    fi
  done
}

# An empty member never wins an election; no delay needed.
may_follow() {
  is_empty && return
  [ -n "$(replication_of "$master" role)" ] && return
  : "${missed:=$(date +%s)}"
  why="$master to answer"
  [ $(($(date +%s) - missed)) -ge "$PATIENCE" ]
}

# The replica priority: Sentinels choose the lowest, before they compare offsets, which do not survive a restart. 0, an empty replica, is
# never chosen. A replica that has not caught up since it started comes after all that have (100): the later its last write, the lower the
# number. 3786912000 is the year 2090. Until then the difference is a positive 32-bit number.
priority() {
  if is_empty; then
    echo 0
  else
    # shellcheck disable=SC2012 # Redis chooses the names
    echo $((3786912000 - $(stat -c %Y "$AOF/$(ls -t "$AOF" | head -n 1)")))
  fi
}

until decide "$@"; do
  say "waiting for $why"
  sleep 1
done
say "the master is $master"

if [ "$master" = "$me" ]; then
  if is_empty; then
    # In this order, so that an interruption leaves an empty disk, or one with the whole snapshot.
    rm -rf "$AOF"
    rm -f "$UNSEEDED"
    sh /etc/redis/load-snapshot.sh
  fi
elif is_empty; then
  touch "$UNSEEDED"
fi

{
  cat /etc/redis/redis.conf
  echo "requirepass $(quoted "$REDIS_PASSWORD")"
  echo "masterauth $(quoted "$REDIS_PASSWORD")"
  echo "replica-announce-ip $me"
  echo 'replica-announce-port 6379'
  if [ "$master" != "$me" ]; then
    echo "replicaof $master 6379"
    echo "replica-priority $(priority)"
  fi
} | place /data/redis.conf

serve redis-server /data/redis.conf
