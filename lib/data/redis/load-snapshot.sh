#!/bin/sh
# Makes the snapshot /data/restore.rdb the append-only file of an empty disk; a disk that holds one already is left as it is. Ended at
# any point and run again, it goes on where it was.
set -eu

ours=/data/restoring

if [ -e /data/appendonlydir ]; then
  rm -rf "$ours"
  [ ! -e /data/restore.rdb ] || echo 'this disk holds data: /data/restore.rdb is not loaded' >&2
  exit 0
fi

# From here on the snapshot is ours: one that is found beside the data later is not the one that they came from.
if [ -e /data/restore.rdb ]; then
  mkdir -p "$ours"
  mv /data/restore.rdb "$ours/dump.rdb"
fi
[ -e "$ours/dump.rdb" ] || exit 0

# A server of its own, which nobody else reaches, does what the documentation asks for: a server that is told to use an append-only
# file ignores a snapshot, unless it is told so after it has read it.
unset REDISCLI_AUTH
rm -rf "$ours/appendonlydir"
redis-server --dir "$ours" --port 0 --unixsocket "$ours/redis.sock" --unixsocketperm 700 --save '' --appendonly no &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

tell() { redis-cli -s "$ours/redis.sock" "$@"; }

# is FIELD: waits until the server says so of its persistence, and fails if it ends first, as it does where the snapshot is damaged.
is() {
  until tell info persistence 2>/dev/null | grep -q "^$1"; do
    kill -0 "$server" || exit 1
    sleep 0.2
  done
}

is loading:0
tell config set appendonly yes
is aof_rewrite_in_progress:0
tell info persistence | grep -q '^aof_last_bgrewrite_status:ok'
tell shutdown nosave
wait "$server"
trap - EXIT

# All or nothing: until its last file is on the disk, the disk is an empty one.
sync
mv "$ours/appendonlydir" /data/appendonlydir
rm -rf "$ours"
echo 'the snapshot is loaded'
