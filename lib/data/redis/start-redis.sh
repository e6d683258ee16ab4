#!/bin/sh
# Starts Redis as what the Sentinels take this member for.
#
# A master that starts with old or no data would have its replicas throw theirs away. So nobody becomes master here unless a majority
# of the Sentinels answers and the one that knows most takes it for the master, no other is one, and it has data; without data only
# while nobody else has any. Everybody else is a replica, which harms nobody. In doubt it waits: the startup probe leaves an hour, and
# Sentinels replace a master that does not come.
set -eu
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh

# The configuration holds the password, and the server writes it anew.
umask 077

# Process 1 ignores a signal that it has not asked for.
trap 'exit 143' TERM INT

# shellcheck disable=SC2086 # a list of words
set -- $REDIS_MEMBERS
majority=$(($# / 2 + 1))

# How long the last master is preferred to an election among the others: it alone has everything that was acknowledged.
# As long as Sentinels take to find it missing, and to try again.
PATIENCE=15

AOF=/data/appendonlydir
# Redis creates its files when it starts, so that they are there does not say that there was ever anything in them. This one is there
# from an empty start until redis-readiness.sh has seen a complete copy on disk.
UNSEEDED=/data/unseeded

is_empty() {
  [ -e "$UNSEEDED" ] || [ -z "$(ls -A "$AOF" 2>/dev/null)" ]
}

# decide: sets `master`, or fails as long as that is not certain enough to start.
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

# Otherwise the others, who have data, have to elect one of them.
everybody_is_empty() {
  for peer in $peers; do
    if ! is_known_empty "$peer"; then
      why="$peer, which is not known to be as empty as this one"
      return 1
    fi
  done
}

# An empty one has nothing to offer in an election, so it need not hold back from one.
may_follow() {
  is_empty && return
  [ -n "$(replication_of "$master" role)" ] && return
  : "${missed:=$(date +%s)}"
  why="$master to answer"
  [ $(($(date +%s) - missed)) -ge "$PATIENCE" ]
}

# What Sentinels go by when they choose among replicas: the lowest of them, before any comparison of offsets, which do not survive a
# restart. An empty one is never chosen (0); one that has not caught up since it started comes after all that have (100), and the
# sooner the later its last write was. 3786912000 is the year 2090: the difference is a positive 32-bit number until then.
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
    # In this order: whoever is ended in between finds an empty disk, or one that holds the whole snapshot.
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
