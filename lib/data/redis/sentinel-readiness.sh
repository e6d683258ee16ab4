#!/bin/sh
# Whether this Sentinel sees enough others for a failover. A rollout and a drain wait until then. Nothing else depends on it, so it may
# fail while a new cluster starts.
export REDISCLI_AUTH="$REDIS_PASSWORD"
case $(redis-cli -p 26379 sentinel ckquorum "$MASTER_SET" 2>/dev/null) in
  OK*) ;;
  *) exit 1 ;;
esac
