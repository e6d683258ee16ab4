#!/bin/sh
# Whether Redis answers at all. While it loads, waits for its master, runs a script or cannot write to its disk, a restart would not help.
export REDISCLI_AUTH="$REDIS_PASSWORD"
case $(redis-cli ping 2>/dev/null) in
  PONG | LOADING* | MASTERDOWN* | BUSY* | MISCONF*) ;;
  *) exit 1 ;;
esac
