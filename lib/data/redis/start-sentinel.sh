#!/bin/sh
# Starts Sentinel with the current settings and what it must not forget: after all pods were away, only the Sentinels know who was master
# last and how they have voted.
set -eu
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh
# shellcheck source-path=SCRIPTDIR source=hosts.sh
. /etc/redis/hosts.sh

# The configuration contains the password, and the server rewrites the file.
umask 077

CONFIGURATION=/data/sentinel.conf

# The master that it knew. On a new disk: the one that the others name. In a new cluster: the first member.
remembered_master() {
  sed -n 's/^sentinel monitor [^ ]* \([^ ]*\) .*/\1/p' "$CONFIGURATION" 2>/dev/null || true
}
master=$(remembered_master)
# shellcheck disable=SC2086 # a list of words
[ -n "$master" ] || master=$(latest_master "$(sentinels_say $peers)")
[ -n "$master" ] || master=${REDIS_MEMBERS%% *}

# id_of HOST: always the same for a pod. A pod that lost its disk would otherwise count as one more Sentinel of which a majority is
# needed.
id_of() {
  printf '%s' "${1%%.*}" | sha1sum | cut -c -40
}

{
  cat /etc/redis/sentinel.conf
  echo "requirepass $(quoted "$REDIS_PASSWORD")"
  echo "sentinel announce-ip $me"
  echo "sentinel myid $(id_of "$me")"
  echo "sentinel monitor $MASTER_SET $master 6379 $QUORUM"
  echo "sentinel auth-pass $MASTER_SET $(quoted "$REDIS_PASSWORD")"
  # Sentinels discover the others and the replicas through the master, which a new one cannot do while there is none. And they never
  # forget an address, even one that is gone. The members are known, so nothing has to be discovered, and no other address is kept.
  for member in $REDIS_MEMBERS; do
    [ "$member" = "$master" ] || echo "sentinel known-replica $MASTER_SET $member 6379"
    [ "$member" = "$me" ] || echo "sentinel known-sentinel $MASTER_SET $member 26379 $(id_of "$member")"
  done
  grep -E '^sentinel (config-epoch|leader-epoch|current-epoch) ' "$CONFIGURATION" 2>/dev/null || true
} | place "$CONFIGURATION"

keep_hosts &

serve redis-server "$CONFIGURATION" --sentinel
