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

# learn: writes $HOSTS.new: whom the DNS does not tell keeps the address that is known. Fails where somebody has none.
# All lines of a name have the same length, so that the file can be written over in its place.
learn() {
  # shellcheck disable=SC2086 # a list of words
  set -- $REDIS_SERVICES
  {
    echo '127.0.0.1 localhost'
    echo '::1 localhost'
    printf '%-39s %s\n' "$POD_ADDRESS" "$POD_NAME"
  } > "$HOSTS.new"
  unknown=
  for member in $REDIS_MEMBERS; do
    if [ "$member" = "$me" ]; then
      address=$POD_ADDRESS
    else
      address=$(told_address "$1")
      [ -n "$address" ] || address=$(known_address "$member")
    fi
    [ -n "$address" ] || unknown="$unknown $1"
    printf '%-39s %s\n' "$address" "$member" >> "$HOSTS.new"
    shift
  done
  [ -z "$unknown" ]
}

# keep_hosts: follows Services that are made anew. The file is mounted, so it has to stay the same file.
keep_hosts() {
  while sleep 10; do
    if learn && ! cmp -s "$HOSTS.new" "$HOSTS"; then
      cat "$HOSTS.new" 1<> "$HOSTS"
      say "new addresses: $(tr -s ' ' < "$HOSTS" | tail -n +3 | tr '\n' ',')"
    fi
  done
}
