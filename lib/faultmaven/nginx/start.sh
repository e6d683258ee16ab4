#!/bin/sh
# Starts nginx as its pod needs it, and stops it without cutting a request.
set -eu

# The kernel lists here which addresses of IPv6 the pod has; the file is missing where the kernel has no IPv6.
interfaces=/proc/net/if_inet6
configuration=/etc/nginx

# Whether an address of IPv6 leads out of the pod: the fourth field is its scope, and 00 is global.
reaches_ipv6() {
  [ -e "$interfaces" ] || return 1
  while read -r _ _ _ scope _; do
    [ "$scope" != 00 ] || return 0
  done <"$interfaces"
  return 1
}

# nginx takes resolvers only by address from its configuration. Those of the pod are known when it starts.
name_resolvers() {
  resolvers=
  others=
  while read -r keyword address _ || [ -n "$keyword" ]; do
    [ "$keyword" = nameserver ] || continue
    case $address in
      # A link-local address with its interface, which nginx cannot read.
      *%*) ;;
      *:*) others="$others [$address]" ;;
      *) resolvers="$resolvers $address" ;;
    esac
  done </etc/resolv.conf

  # nginx asks one after the other: one that it cannot reach costs seconds each time.
  if reaches_ipv6 || [ -z "$resolvers" ]; then
    resolvers="$resolvers$others"
  fi
  if [ -z "$resolvers" ]; then
    echo '/etc/resolv.conf names no resolver that nginx can ask' >&2
    exit 1
  fi
  # A node sends all queries from one port to the same DNS pod, also for a while after that pod is gone. A resolver that is named several
  # times is asked from as many ports, one after the other.
  resolvers="$resolvers$resolvers$resolvers$resolvers"
  options='valid=10s'
  reaches_ipv6 || options="$options ipv6=off"
  echo "resolver$resolvers $options;" >/tmp/resolver.conf
}

# A kernel without IPv6 refuses to listen on it, and nginx would not start.
without_ipv6() {
  mkdir -p /tmp/nginx/conf.d
  for file in nginx.conf conf.d/default.conf; do
    [ -e "/etc/nginx/$file" ] || continue
    sed -e '/listen \[::\]/d' -e 's|/etc/nginx/conf\.d/|/tmp/nginx/conf.d/|' "/etc/nginx/$file" >"/tmp/nginx/$file"
  done
  configuration=/tmp/nginx
}

if grep -q '/tmp/resolver\.conf' /etc/nginx/nginx.conf; then
  name_resolvers
fi
if [ ! -e "$interfaces" ]; then
  without_ipv6
fi

# On SIGTERM, which containers get unless their image says otherwise, nginx aborts what it has begun. On SIGQUIT it finishes that first.
nginx=
trap '[ -z "$nginx" ] || kill -QUIT "$nginx"' TERM QUIT INT
nginx -c "$configuration/nginx.conf" -g 'daemon off;' &
nginx=$!

# A signal ends `wait`, not nginx.
status=0
wait "$nginx" || status=$?
while kill -0 "$nginx" 2>/dev/null; do
  status=0
  wait "$nginx" || status=$?
done
exit "$status"
