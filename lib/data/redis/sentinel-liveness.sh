#!/bin/sh
# Whether Sentinel answers.
export REDISCLI_AUTH="$REDIS_PASSWORD"
[ "$(redis-cli -p 26379 ping 2>/dev/null)" = PONG ]
