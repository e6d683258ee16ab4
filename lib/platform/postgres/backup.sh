#!/bin/sh
# Takes a base backup of the member whose volume is mounted here, into the bucket to which archive_command sends the WAL, and forgets
# all but the newest $RETAIN with the WAL before them. Connects by PGHOST, PGUSER and PGPASSWORD with the client
# of PostgreSQL $PGVERSION, and reads $PGDATA.
#
# Beside the files rather than over the network: WAL-G 3.0.8 does not understand what PostgreSQL 15 and newer send it for
# `wal-g backup-push` without a folder ("invalid tar header", wal-g#1385). Any member will do: a standby can be backed up too.
set -eu

PATH="/usr/lib/postgresql/$PGVERSION/bin:$PATH"
export PGCONNECT_TIMEOUT=5 PGDATABASE=postgres

# Otherwise copies of a member that stays behind, or went its own way, would in time take the place of all good ones.
follows="select not pg_is_in_recovery() or exists (select from pg_stat_wal_receiver where status = 'streaming')"
if [ "$(psql --no-psqlrc --tuples-only --no-align --command "$follows")" != t ]; then
  echo "backup: $PGHOST does not follow the primary" >&2
  exit 1
fi

wal-g backup-push "$PGDATA"
wal-g delete retain FULL "$RETAIN" --confirm
