#!/bin/sh
# Takes a base backup of the member whose volume is mounted here, into the bucket to which archive_command sends the WAL, and forgets
# all but the newest $RETAIN with the WAL before them. Connects by PGHOST, PGUSER and PGPASSWORD, and reads $PGDATA.
#
# Beside the files rather than over the network: WAL-G 3.0.8 does not understand what PostgreSQL 15 and newer send it for
# `wal-g backup-push` without a folder ("invalid tar header", wal-g#1385). Any member will do: a standby can be backed up too.
set -eu

wal-g backup-push "$PGDATA"
wal-g delete retain FULL "$RETAIN" --confirm
