#!/bin/bash
# Starts `wal-g` with the arguments after the first, beside the server whose data it reads, and leaves it running. Started by
# `COPY … TO PROGRAM`, so it has the server's environment, user and disk. The server's transaction ends at once: one that lasted as long
# as a backup would be cancelled on a replica, because it stands in the way of what the primary has cleaned up.
#
# What becomes of it is in /tmp/wal-g.state, as the word that the first argument is, and `running`, `done` or `failed`; what it has said,
# in /tmp/wal-g.log. Ends with 75 while another one runs.
set -eu

task=$1
shift

# What the server's process has open: its files would keep their place on the disk when they are deleted, its client would wait for an end.
for open in /proc/self/fd/*; do
  fd=${open##*/}
  # The last is bash's own.
  if [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ]; then eval "exec $fd>&-"; fi
done
exec 9>/tmp/wal-g.lock
flock --nonblock --conflict-exit-code 75 9

state() { printf '%s %s\n' "$task" "$1" >/tmp/wal-g.part && mv /tmp/wal-g.part /tmp/wal-g.state; }

state running
export PGHOST=/tmp PGUSER=postgres PGDATABASE=postgres PGPASSWORD="$BACKUP_PASSWORD"
{ if nice timeout 5h wal-g "$@"; then state 'done'; else state failed; fi; } </dev/null >/tmp/wal-g.log 2>&1 &
