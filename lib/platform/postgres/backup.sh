#!/bin/sh
# Takes a base backup over the replication protocol, from whatever member PGHOST leads to, into the bucket to which archive_command
# sends the WAL, and forgets all but the newest $RETAIN with the WAL before them. Connects by PGHOST, PGUSER and PGPASSWORD.
set -eu

# Without a folder wal-g asks the server for the data.
wal-g backup-push
wal-g delete retain FULL "$RETAIN" --confirm
