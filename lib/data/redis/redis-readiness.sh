#!/bin/sh
# Whether Redis is the master, or a replica that has the master's data and follows it.
#
# From then on it may become master like any other. start-redis.sh has put it behind the others, or excluded it, because nobody could know
# how old its data was.
set -u
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh

state=$(ask 127.0.0.1 6379 info)

has() {
  echo "$state" | grep -qx "$1"
}

has role:master || has master_link_status:up || exit 1

# The master's data is on disk when the append-only file that began with it is complete.
if has aof_rewrite_in_progress:0 && has aof_rewrite_scheduled:0 && has aof_last_bgrewrite_status:ok; then
  ask 127.0.0.1 6379 config set replica-priority 100 > /dev/null
  rm -f /data/unseeded
fi
