#!/bin/sh
# Makes a member take a base backup into the bucket that has its archived WAL. Then deletes all backups but the newest $RETAIN, and the
# WAL before them. The member is the first replica of $MEMBERS that follows $PRIMARY closely, or else the primary. Connects with PGUSER
# and PGPASSWORD, by the client of PostgreSQL $PGVERSION.
#
# wal-g runs in the member, because it reads the files. Over the network, WAL-G 3.0.8 cannot read what PostgreSQL 15 and newer send
# ("invalid tar header", wal-g#1385). And a member's disk can be mounted on its own node only.
#
# Exit code 77 means that nobody may retry, because there may be a new backup. $RETAIN counts backups: a second one of the same night
# would displace the backup of an older night.
set -eu

PATH="/usr/lib/postgresql/$PGVERSION/bin:$PATH"
export PGCONNECT_TIMEOUT=5 PGDATABASE=postgres
# Seconds. EVERY: between two polls. BEHIND: how long a replica may lag before the next member is tried. SILENT: how long there may be no
# primary, no answer from a member, or no progress of its archive.
EVERY=${EVERY:-5}
BEHIND=${BEHIND:-60}
SILENT=${SILENT:-1800}

# The exit code of a failure.
code=1
trap '[ $? -eq 0 ] || exit "$code"' EXIT

say() { printf 'backup: %s\n' "$*"; }
fail() {
  say "$*" >&2
  exit "$code"
}
query() { psql --no-psqlrc --quiet --tuples-only --no-align --host "$1" --command "$2"; }

# within SECONDS HOST QUERY: repeats the query until it returns t. An error counts as no answer.
within() {
  deadline=$(($(date +%s) + $1))
  until [ "$(query "$2" "$3" 2>/dev/null)" = t ]; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep "$EVERY"
  done
}

# A failover takes a while.
await_primary() {
  say "waiting for $PRIMARY"
  within "$SILENT" "$PRIMARY" 'select not pg_is_in_recovery()' || fail "there is no primary: $(query "$PRIMARY" 'select 1' 2>&1 | tail -n 1)"
}

# WAL-G names a backup after the WAL segment in which it starts, so each backup starts in a new segment. The backup of a replica starts at
# the last checkpoint that it has replayed. A replica that does not replay this checkpoint follows another timeline, or has stopped: its
# backups would in time displace all good ones.
await_primary
query "$PRIMARY" 'select pg_switch_wal()' >/dev/null
query "$PRIMARY" 'checkpoint'
timeline=$(query "$PRIMARY" 'select timeline_id from pg_control_checkpoint()')
checkpointed=$(query "$PRIMARY" 'select pg_current_wal_lsn()')
follows="select pg_last_wal_replay_lsn() >= '$checkpointed'
  and exists (select from pg_stat_wal_receiver where status = 'streaming' and received_tli = $timeline)"

member=$PRIMARY
for replica in $MEMBERS; do
  [ "$(query "$replica" 'select pg_is_in_recovery()')" = t ] || continue
  if within "$BEHIND" "$replica" "$follows"; then
    member=$replica
    break
  fi
  say "$replica does not follow the primary"
done
say "$member takes it"

# Identifies the server that was asked first. After a restart another one may have its name.
server=$(query "$member" 'select pg_postmaster_start_time()')
same="pg_postmaster_start_time() = '$server'"
task=$(hostname)-$(date +%s)
number=0

# Runs wal-g in the member until it ends, and prints its output. Waits while the member runs another wal-g.
wal_g() {
  number=$((number + 1))
  started="$task-$number"
  until answer=$(query "$member" "copy (select where false) to program 'bash $(dirname "$0")/wal-g.sh $started $*'" 2>&1); do
    case $answer in *'exit code 75'*) ;; *) fail "$member cannot start wal-g $*: $answer" ;; esac
    say "$member runs wal-g already, for somebody else"
    sleep "$EVERY"
  done
  code=77
  silent=0
  while :; do
    case $(query "$member" "select case when $same then pg_read_file('/tmp/wal-g.state') else 'gone' end") in
    "$started running") silent=0 ;;
    "$started done")
      query "$member" "select pg_read_file('/tmp/wal-g.log')"
      return
      ;;
    "$started failed")
      query "$member" "select pg_read_file('/tmp/wal-g.log')" >&2 || true
      [ "$1" != backup-push ] || code=1
      fail "wal-g $* has failed on $member"
      ;;
    '') silent=$((silent + EVERY)) ;;
    *)
      # wal-g has ended with the server.
      [ "$1" != backup-push ] || code=1
      fail "$member has been started anew meanwhile, or is another one"
      ;;
    esac
    [ "$silent" -lt "$SILENT" ] || fail "$member gives no answer"
    sleep "$EVERY"
  done
}

wal_g backup-push "$PGDATA"

# WAL-G 3 does not wait until the WAL that the backup needs is archived (pg_backup_stop(false)). Without the last segment the backup
# cannot be restored, and the old ones stay. A member archives segments in their order, so the last one proves those before it.
await_primary
query "$PRIMARY" "select pg_create_restore_point('backup')" >/dev/null
segment=$(query "$PRIMARY" 'select pg_walfile_name(pg_switch_wal())')
archived="select $same and exists (select from pg_stat_archiver
  where last_archived_wal !~ '(history|partial)\$' and left(last_archived_wal, 24) >= '$segment')"
say "waiting until $member has archived $segment"
within "$SILENT" "$member" "$archived" || fail "the copy is not complete: $segment is not archived. Older copies stay"

wal_g delete retain FULL "$RETAIN" --confirm
say 'done'
