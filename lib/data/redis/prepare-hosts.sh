#!/bin/sh
# Writes the file with the addresses of the members before Redis and Sentinel of this pod start. Asks the DNS once; an address that it
# does not tell stays as it was when this member last ran. Only a new disk has to wait for the DNS.
set -eu
# shellcheck source-path=SCRIPTDIR source=members.sh
. /etc/redis/members.sh
# shellcheck source-path=SCRIPTDIR source=hosts.sh
. /etc/redis/hosts.sh

trap 'exit 143' TERM INT

until learn; do
  say "waiting for the DNS to tell the addresses of$unknown"
  sleep 1
done

# keeps_all: whether the existing file has an address for every member.
keeps_all() {
  for member in $REDIS_MEMBERS; do
    [ -n "$(known_address "$member")" ] || return 1
  done
}

if ! write_over && ! printf '%s\n' "$hosts" | place "$HOSTS"; then
  rm -f "$HOSTS.new"
  if ! keeps_all; then
    say "the addresses cannot be written: is the disk full?"
    exit 1
  fi
  say "the addresses cannot be written, and stay as they are: is the disk full?"
fi
