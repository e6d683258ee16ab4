#!/bin/sh
# Takes a base backup of the member whose volume is mounted here, into the bucket to which archive_command sends the WAL, and forgets
# all but the newest $RETAIN with the WAL before them. Connects to PGHOST, that member, and to $PRIMARY by PGUSER and PGPASSWORD with the
# client of PostgreSQL $PGVERSION, and reads $PGDATA.
#
# Beside the files rather than over the network: WAL-G 3.0.8 does not understand what PostgreSQL 15 and newer send it for
# `wal-g backup-push` without a folder ("invalid tar header", wal-g#1385). Any member will do: a standby can be backed up too.
set -eu

PATH="/usr/lib/postgresql/$PGVERSION/bin:$PATH"
export PGCONNECT_TIMEOUT=5 PGDATABASE=postgres

query() { psql --no-psqlrc --tuples-only --no-align --host "$1" --command "$2"; }

# Otherwise copies of a member that stays behind, or went its own way, would in time take the place of all good ones.
follows="select not pg_is_in_recovery() or exists (select from pg_stat_wal_receiver where status = 'streaming')"
if [ "$(query "$PGHOST" "$follows")" != t ]; then
  echo "backup: $PGHOST does not follow the primary" >&2
  exit 1
fi

# A replica's copy is complete when it has archived the WAL up to the copy's end; of a segment that the primary does not fill it would
# wait for that in vain.
while sleep 20; do
  query "$PRIMARY" 'select pg_switch_wal()' >/dev/null || true
done &
trap 'kill $!' EXIT

wal-g backup-push "$PGDATA"
wal-g delete retain FULL "$RETAIN" --confirm
