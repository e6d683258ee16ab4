#!/bin/bash
# Starts `wal-g` in the background, with the arguments after the first. The server starts this script by `COPY … TO PROGRAM`, so it has
# the server's environment, user and disk. It returns at once: a replica would cancel a transaction as long as a backup, because it
# conflicts with what the primary has cleaned up.
#
# /tmp/wal-g.state then holds the first argument and `running`, `done` or `failed`, and /tmp/wal-g.log the output. Ends with 75 while
# another wal-g runs.
set -eu

task=$1
shift

# Closes what the server's process has open. Otherwise deleted files would keep their space on the disk, and the server's client would
# wait for wal-g.
for open in /proc/self/fd/*; do
  fd=${open##*/}
  # 255 is bash's own.
  if [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ]; then eval "exec $fd>&-"; fi
done
exec 9>/tmp/wal-g.lock
flock --nonblock --conflict-exit-code 75 9

state() { printf '%s %s\n' "$task" "$1" >/tmp/wal-g.part && mv /tmp/wal-g.part /tmp/wal-g.state; }

state running
export PGHOST=/tmp PGUSER=postgres PGDATABASE=postgres PGPASSWORD="$BACKUP_PASSWORD"
{ if nice timeout 5h wal-g "$@"; then state 'done'; else state failed; fi; } </dev/null >/tmp/wal-g.log 2>&1 &
