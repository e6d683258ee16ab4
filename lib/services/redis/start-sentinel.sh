#!/bin/sh
# Starts Sentinel with our settings, which may have changed, and with what it had learned before, which must not be lost: after all
# pods were away, only the Sentinels know who was master last.
set -eu
# shellcheck source=lib/services/redis/members.sh
. /etc/redis/members.sh

CONFIGURATION=/data/sentinel.conf

# Whom it took for the master; on a new disk whom the others do; in a new cluster the first member.
remembered_master() {
  sed -n 's/^sentinel monitor [^ ]* \([^ ]*\) .*/\1/p' "$CONFIGURATION" 2>/dev/null || true
}
master=$(remembered_master)
# shellcheck disable=SC2086 # a list of words
[ -n "$master" ] || master=$(latest_master "$(sentinels_say $peers)")
[ -n "$master" ] || master=${REDIS_MEMBERS%% *}

{
  cat /etc/redis/sentinel.conf
  echo "requirepass $(quoted "$REDIS_PASSWORD")"
  echo "sentinel announce-ip $me"
  # Always the same, so that a pod that lost its disk is not one more Sentinel of which a majority is needed.
  echo "sentinel myid $(printf '%s' "$POD_NAME" | sha1sum | cut -c -40)"
  echo "sentinel monitor $MASTER_SET $master 6379 $QUORUM"
  echo "sentinel auth-pass $MASTER_SET $(quoted "$REDIS_PASSWORD")"
  grep -E '^sentinel (config-epoch|leader-epoch|current-epoch|known-replica|known-sentinel) ' "$CONFIGURATION" 2>/dev/null || true
} | place "$CONFIGURATION"

serve redis-server "$CONFIGURATION" --sentinel
