#!/bin/sh
# Writes the file by which Redis and Sentinel of this pod find the members, before they start. Addresses are asked for once; what nobody
# answers is as it was when this member last ran. Only a new disk has to wait for the DNS.
set -eu
# shellcheck source=lib/services/redis/members.sh
. /etc/redis/members.sh
# shellcheck source=lib/services/redis/hosts.sh
. /etc/redis/hosts.sh

trap 'exit 143' TERM INT

until learn; do
  say "waiting for the DNS to tell the addresses of$unknown"
  sleep 1
done
mv "$HOSTS.new" "$HOSTS"
