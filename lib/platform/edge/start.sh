#!/bin/sh
# nginx asks only resolvers that its configuration names by address, and those of the pod are known when it starts.
set -eu

resolvers=
while read -r keyword address _; do
  [ "$keyword" = nameserver ] || continue
  case $address in
    *:*) resolvers="$resolvers [$address]" ;;
    *) resolvers="$resolvers $address" ;;
  esac
done </etc/resolv.conf

if [ -z "$resolvers" ]; then
  echo '/etc/resolv.conf names no resolver' >&2
  exit 1
fi
echo "resolver$resolvers valid=10s;" >/tmp/resolver.conf

exec nginx -g 'daemon off;'
