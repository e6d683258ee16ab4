#!/bin/sh
# A member is ready when it lets users in. After a start it is not before all copies of what is stored are there again, so that an update
# takes no second member away while the first one still copies; but it waits for {{patience}} s at most, because what is lost never comes.
set -eu
# shellcheck source=client.sh
. {{folder}}/client.sh
TRUSTED={{home}}/config/tls/ca.crt
STORE=https://localhost:{{http}}

credentials() { {{asker}}; }
ask GET {{admits}} >/dev/null
[ ! -e /tmp/settled ] || exit 0
read -r started </tmp/started
if [ $(($(date +%s) - started)) -lt {{patience}} ]; then
  credentials() { user {{user}} "$METRICS_PASSWORD"; }
  health=$(ask GET '/_cluster/health?filter_path=status&timeout=3s')
  case $health in
  *'"green"'*) ;;
  *)
    echo "copies are still missing: $health" >&2
    exit 1
    ;;
  esac
fi
touch /tmp/settled
