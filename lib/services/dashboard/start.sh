#!/bin/sh
# Starts nginx, which listens at addresses of version 6 as well where the kernel has them: where it has none, nginx would not start.
set -eu
if [ -e /proc/net/if_inet6 ]; then echo "listen [::]:8080;"; fi >/run/listen.conf
exec nginx -g 'daemon off;'
