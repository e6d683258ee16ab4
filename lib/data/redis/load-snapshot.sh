#!/bin/sh
# Turns the snapshot /data/restore.rdb into the append-only file of an empty disk. A disk that already has one stays as it is. If it is
# interrupted, it goes on where it was when it runs again.
set -eu

ours=/data/restoring

if [ -e /data/appendonlydir ]; then
  rm -rf "$ours"
  [ ! -e /data/restore.rdb ] || echo 'this disk holds data: /data/restore.rdb is not loaded' >&2
  exit 0
fi

# Takes the snapshot away: one that lies beside the data later is not the one that the data came from.
if [ -e /data/restore.rdb ]; then
  mkdir -p "$ours"
  mv /data/restore.rdb "$ours/dump.rdb"
fi
[ -e "$ours/dump.rdb" ] || exit 0

# A server with an append-only file ignores a snapshot. So a temporary server, which nobody else reaches, first loads the snapshot and
# then turns the append-only file on, as the documentation says.
unset REDISCLI_AUTH
rm -rf "$ours/appendonlydir"
redis-server --dir "$ours" --port 0 --unixsocket "$ours/redis.sock" --unixsocketperm 700 --save '' --appendonly no &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

tell() { redis-cli -s "$ours/redis.sock" "$@"; }

# is FIELD: waits until `info persistence` has such a line. Fails if the server ends first, as it does if the snapshot is damaged.
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

# All or nothing: until this rename, the disk counts as empty.
sync
mv "$ours/appendonlydir" /data/appendonlydir
rm -rf "$ours"
echo 'the snapshot is loaded'
