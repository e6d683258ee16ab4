#!/bin/sh
# Starts Sentinel with our settings, which may have changed, and with what it must not forget: after all pods were away, only the
# Sentinels know who was master last, and how they have voted.
set -eu
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh
# shellcheck source-path=SCRIPTDIR source=hosts.sh
. /etc/redis/hosts.sh

# The configuration holds the password, and the server writes it anew.
umask 077

CONFIGURATION=/data/sentinel.conf

# Whom it took for the master; on a new disk whom the others do; in a new cluster the first member.
remembered_master() {
  sed -n 's/^sentinel monitor [^ ]* \([^ ]*\) .*/\1/p' "$CONFIGURATION" 2>/dev/null || true
}
master=$(remembered_master)
# shellcheck disable=SC2086 # a list of words
[ -n "$master" ] || master=$(latest_master "$(sentinels_say $peers)")
[ -n "$master" ] || master=${REDIS_MEMBERS%% *}

# id_of HOST: always the same for a pod, so that one that lost its disk is not one more Sentinel of which a majority is needed.
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
  # Sentinels find one another and the replicas by asking the master, which a new one cannot do while there is none; and they never
  # forget anybody, not even an address that is gone. The members are known: nothing has to be found, and nobody else is remembered.
  for member in $REDIS_MEMBERS; do
    [ "$member" = "$master" ] || echo "sentinel known-replica $MASTER_SET $member 6379"
    [ "$member" = "$me" ] || echo "sentinel known-sentinel $MASTER_SET $member 26379 $(id_of "$member")"
  done
  grep -E '^sentinel (config-epoch|leader-epoch|current-epoch) ' "$CONFIGURATION" 2>/dev/null || true
} | place "$CONFIGURATION"

keep_hosts &

serve redis-server "$CONFIGURATION" --sentinel
