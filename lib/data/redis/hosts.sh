# shellcheck shell=sh disable=SC2154
# Addresses of the members, for scripts that source this file after members.sh, which sets me. $HOSTS is mounted as /etc/hosts into both
# containers, so that they find all names without the DNS: Redis and Sentinel block during a look-up, and a Sentinel that was blocked for
# two seconds takes no part in elections for the next 30. Each member has the address of its own Service, which stays the same wherever
# its pod runs. This pod has its own address, because not every network leads a pod to itself through a Service. REDIS_SERVICES holds the
# names of the Services in the order of REDIS_MEMBERS.

HOSTS=/data/hosts

# told_address NAME: the address that the DNS has; nothing if it does not answer within three seconds. nslookup ignores /etc/hosts.
told_address() {
  timeout 3 nslookup "$1" 2> /dev/null | awk '/^Name:/ { named = 1 } named && /^Address:/ { print $2; exit }'
}

# known_address NAME: the address in the file.
known_address() {
  awk -v name="$1" '$2 == name { print $1; exit }' "$HOSTS" 2> /dev/null
}

# learn: sets hosts, the new content of the file; keeps the old address if DNS does not answer. Fails if a member has no address.
# Addresses are padded to one length, so that the file can be overwritten in place.
learn() {
  # shellcheck disable=SC2086 # a list of words
  set -- $REDIS_SERVICES
  hosts=$(printf '127.0.0.1 localhost\n::1 localhost\n%-39s %s' "$POD_ADDRESS" "$POD_NAME")
  unknown=
  for member in $REDIS_MEMBERS; do
    if [ "$member" = "$me" ]; then
      address=$POD_ADDRESS
    else
      address=$(told_address "$1")
      [ -n "$address" ] || address=$(known_address "$member")
    fi
    [ -n "$address" ] || unknown="$unknown $1"
    hosts=$(printf '%s\n%-39s %s' "$hosts" "$address" "$member")
    shift
  done
  [ -z "$unknown" ]
}

# write_over: overwrites the file with hosts. It stays the same file, because it is mounted. That needs no room on the disk, which may be
# full. A file of another length is left alone, because the write could end in the middle.
write_over() {
  [ -e "$HOSTS" ] && [ "$(wc -c < "$HOSTS")" -eq $((${#hosts} + 1)) ] && printf '%s\n' "$hosts" 1<> "$HOSTS"
}

# keep_hosts: follows Services that are created anew.
keep_hosts() {
  while sleep 10; do
    if learn && [ "$hosts" != "$(cat "$HOSTS")" ] && write_over; then
      say "new addresses: $(tr -s ' ' < "$HOSTS" | tail -n +3 | tr '\n' ',')"
    fi
  done
}
