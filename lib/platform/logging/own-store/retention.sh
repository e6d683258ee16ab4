#!/bin/sh
# Begins a new index of each stream by age and size, then deletes old ones: first those whose last line is older than $DAYS days, then the
# oldest as long as a disk is fuller than $DISK_PERCENT % and its lines take more than $LEAST bytes of it. The index that a stream writes to
# stays. Fails too when the certificate of the store expires soon, or does not tell when.
set -eu
# shellcheck source=client.sh
. {{folder}}/client.sh
TRUSTED={{tls}}/ca.crt
STORE=https://{{store}}:{{http}}
credentials() { user {{user}} "$RETENTION_PASSWORD"; }
failed=0

# number TEXT WHAT: fails unless the text is a whole number. A comparison with anything else is neither true nor false.
number() {
  case $1 in
  '' | *[!0-9]*)
    echo "expected a whole number as $2, got '$1'" >&2
    return 1
    ;;
  esac
}

# list: writes the indices that nothing is written to any more into /tmp/finished, the oldest first: when each was begun and when the one
# after it was, in milliseconds, and its name.
list() {
  for stream in {{streams}}; do
    indices=$(ask GET "/_cat/indices/$stream?h=creation.date,index&s=creation.date&expand_wildcards=all") || return 1
    before=
    while read -r begun index; do
      number "$begun" "the time of an index of $stream" || return 1
      [ -z "$before" ] || echo "$since $begun $before"
      since=$begun
      before=$index
    done <<END
$indices
END
  done >/tmp/indices
  sort -n /tmp/indices >/tmp/finished
}

# delete INDEX REASON
delete() {
  echo "deleting $1: $2"
  ask DELETE "/$1"
}

# look: how many per cent of the fullest disk are used ($used), and of the fullest one on which lines take more than $LEAST bytes ($filled).
look() {
  disks=$(ask GET '/_cat/allocation?h=disk.percent,disk.indices&bytes=b') || return 1
  used=
  filled=0
  while read -r percent lines; do
    # Shards without a member have a row of their own, without a disk.
    [ -n "$percent" ] || continue
    number "$percent" 'how full a disk is' || return 1
    number "$lines" 'what lines take of a disk' || return 1
    [ "$percent" -le "${used:--1}" ] || used=$percent
    [ "$percent" -le "$filled" ] || [ "$lines" -le "$LEAST" ] || filled=$percent
  done <<END
$disks
END
  number "$used" 'how full the fullest disk is'
}

{{mending}}for stream in {{streams}}; do
  ask POST "/$stream/_rollover" "{\"conditions\":{\"max_age\":\"1d\",\"max_size\":\"$INDEX_SIZE\"}}" || failed=1
done

oldest=$(($(date +%s) - DAYS * 86400))000
list
while read -r _ ended index; do
  [ "$ended" -gt "$oldest" ] || delete "$index" "its last line is older than $DAYS days" || failed=1
done </tmp/finished

look
while [ "$filled" -gt "$DISK_PERCENT" ]; do
  list
  if ! read -r _ _ index </tmp/finished; then
    echo "a disk is $filled % full, and only the indices that are written to are left: docs/runbooks/log-store.md" >&2
    exit 1
  fi
  delete "$index" "a disk is $filled % full"
  # Its files go a moment later. Whoever asks sooner sees the disk as it was, and deletes too much.
  sleep 5
  look
done
if [ "$used" -gt "$DISK_PERCENT" ]; then
  echo "a disk is $used % full, and not of lines: docs/runbooks/log-store.md" >&2
  failed=1
fi

# Nobody renews the certificate of the members by himself, and a Job that fails is an alert. Who asks need not sign in for it.
expires=$(curl --silent --verbose --output /dev/null --max-time 60 --cacert "$TRUSTED" "$STORE/" 2>&1 | sed -n 's/^\* *expire date: //p')
if [ -z "$expires" ] || ! until=$(date -d "$expires" +%s); then
  echo 'until when the certificate of the store is valid could not be read' >&2
  failed=1
elif [ $((until - $(date +%s))) -lt {{renew}} ]; then
  echo "the certificate of the store expires on $expires: docs/runbooks/log-store-secrets.md" >&2
  failed=1
fi

exit $failed
