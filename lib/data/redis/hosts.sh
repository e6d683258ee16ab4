# shellcheck shell=sh disable=SC2154
# Where the members are, for the scripts that source this file after members.sh, which sets me. $HOSTS is the /etc/hosts of every
# container of this pod:
# Redis and Sentinel do nothing else while they look up a name, and a Sentinel that waited for one for two seconds takes no part in
# elections for the next 30, so they must find all names without the DNS. A member has the address of its own Service, which stays the
# same wherever its pod runs; this pod itself has its own address, because not every network leads a pod to itself through a Service.
# REDIS_SERVICES holds the Services' names in the order of REDIS_MEMBERS.

HOSTS=/data/hosts

# told_address NAME: what the DNS says. nslookup asks it whatever /etc/hosts says; nothing if there is no answer soon.
told_address() {
  timeout 3 nslookup "$1" 2> /dev/null | awk '/^Name:/ { named = 1 } named && /^Address:/ { print $2; exit }'
}

# known_address NAME: what the file says.
known_address() {
  awk -v name="$1" '$2 == name { print $1; exit }' "$HOSTS" 2> /dev/null
}

# learn: sets hosts, what the file is to hold: whom the DNS does not tell keeps the address that is known. Fails where somebody has none.
# All lines of a name have the same length, so that the file can be written over in its place.
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

# write_over: writes hosts over the file, which stays the same file, because it is mounted. That needs no room on the disk, which may be
# full; a file of another length is left as it is, because it could end in the middle.
write_over() {
  [ -e "$HOSTS" ] && [ "$(wc -c < "$HOSTS")" -eq $((${#hosts} + 1)) ] && printf '%s\n' "$hosts" 1<> "$HOSTS"
}

# keep_hosts: follows Services that are made anew.
keep_hosts() {
  while sleep 10; do
    if learn && [ "$hosts" != "$(cat "$HOSTS")" ] && write_over; then
      say "new addresses: $(tr -s ' ' < "$HOSTS" | tail -n +3 | tr '\n' ',')"
    fi
  done
}
