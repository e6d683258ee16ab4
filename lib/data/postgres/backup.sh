#!/bin/sh
# Lets a member take a base backup into the bucket to which archive_command sends the WAL, then forget all but the newest $RETAIN with
# the WAL before them. Any healthy member will do: the first replica of $MEMBERS that follows $PRIMARY closely, else the primary. Connects
# by PGUSER and PGPASSWORD with the client of PostgreSQL $PGVERSION.
#
# In the member itself, because wal-g reads the files: WAL-G 3.0.8 does not understand what PostgreSQL 15 and newer send it for
# `wal-g backup-push` over the network ("invalid tar header", wal-g#1385), and a member's disk can be mounted on its own node only.
#
# Ends with 77, after which nobody tries again, when there may be a new copy: $RETAIN counts copies, and another one of the same night would
# take the place of an older night's.
set -eu

PATH="/usr/lib/postgresql/$PGVERSION/bin:$PATH"
export PGCONNECT_TIMEOUT=5 PGDATABASE=postgres
# Seconds: between two looks; for which a replica may be behind before another member is asked; for which there may be no primary, or a
# member may give no answer, or its archive take nothing.
EVERY=${EVERY:-5}
BEHIND=${BEHIND:-60}
SILENT=${SILENT:-1800}

# With what it ends when something fails.
code=1
trap '[ $? -eq 0 ] || exit "$code"' EXIT

say() { printf 'backup: %s\n' "$*"; }
fail() {
  say "$*" >&2
  exit "$code"
}
query() { psql --no-psqlrc --quiet --tuples-only --no-align --host "$1" --command "$2"; }

# Runs a question until it answers t, for so many seconds. An error is no answer.
within() {
  deadline=$(($(date +%s) + $1))
  until [ "$(query "$2" "$3" 2>/dev/null)" = t ]; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep "$EVERY"
  done
}

# A change of primary takes its time.
await_primary() {
  say "waiting for $PRIMARY"
  within "$SILENT" "$PRIMARY" 'select not pg_is_in_recovery()' || fail "there is no primary: $(query "$PRIMARY" 'select 1' 2>&1 | tail -n 1)"
}

# A backup is called by the segment in which it starts, so that each begins in one of its own. What a replica starts from is the last
# checkpoint that it has got; one that has not got this one follows another timeline, or stays behind: its copies would in time take the
# place of all good ones.
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

# Of the server that was asked first, not of another one that has its name or its place by now.
server=$(query "$member" 'select pg_postmaster_start_time()')
same="pg_postmaster_start_time() = '$server'"
task=$(hostname)-$(date +%s)
number=0

# Runs wal-g in the member to its end, after whatever it runs already, and shows what it said.
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
      # What it ran has ended with it.
      [ "$1" != backup-push ] || code=1
      fail "$member has been started anew meanwhile, or is another one"
      ;;
    esac
    [ "$silent" -lt "$SILENT" ] || fail "$member gives no answer"
    sleep "$EVERY"
  done
}

wal_g backup-push "$PGDATA"

# WAL-G 3 does not wait for the WAL that the copy needs (pg_backup_stop(false)): without its last segment it is none, and the old ones
# stay. A member archives all that it receives in its order, so this one's last segment is proof of those before it.
await_primary
query "$PRIMARY" "select pg_create_restore_point('backup')" >/dev/null
segment=$(query "$PRIMARY" 'select pg_walfile_name(pg_switch_wal())')
archived="select $same and exists (select from pg_stat_archiver
  where last_archived_wal !~ '(history|partial)\$' and left(last_archived_wal, 24) >= '$segment')"
say "waiting until $member has archived $segment"
within "$SILENT" "$member" "$archived" || fail "the copy is not complete: $segment is not archived. Older copies stay"

wal_g delete retain FULL "$RETAIN" --confirm
say 'done'
