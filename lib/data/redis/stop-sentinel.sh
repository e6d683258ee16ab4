#!/bin/sh
# Runs before Sentinel gets SIGTERM: waits while the Redis of its pod hands over, because that needs it.
set -eu
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh

deadline=$(($(date +%s) + 40))
while [ "$(replication_of 127.0.0.1 role)" = master ] && [ "$(date +%s)" -lt "$deadline" ]; do
  sleep 0.5
done
