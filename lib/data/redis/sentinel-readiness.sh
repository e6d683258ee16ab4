#!/bin/sh
# Whether this Sentinel sees enough others that they could replace the master. Nobody is found or led by it, so that it may fail while a
# new cluster begins: it lets a rollout, and a drain, wait until a failover is possible again.
export REDISCLI_AUTH="$REDIS_PASSWORD"
case $(redis-cli -p 26379 sentinel ckquorum "$MASTER_SET" 2>/dev/null) in
  OK*) ;;
  *) exit 1 ;;
esac
