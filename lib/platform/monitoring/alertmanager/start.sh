#!/bin/sh
# Starts Alertmanager as one of $MEMBERS, whose names are full. Each tells the others its own address, which is $POD_ADDRESS: they would
# otherwise guess it, and find none outside of the private networks.
set -eu

case $POD_ADDRESS in
*:*) own="[$POD_ADDRESS]" ;;
*) own=$POD_ADDRESS ;;
esac

# A member that is not yet known by name is looked for again and again.
peers=
for member in $MEMBERS; do
  peers="$peers --cluster.peer=$member:{{gossip}}"
done

# Links in notifications lead to the external URL. Nobody reaches any member but by port-forward, and then it is this address.
# shellcheck disable=SC2086 # One word for each member.
exec alertmanager \
  --config.file={{configuration}} \
  --storage.path=/data \
  --data.retention=120h \
  --web.listen-address=:{{http}} \
  --web.external-url=http://localhost:{{http}} \
  --cluster.listen-address=:{{gossip}} \
  --cluster.advertise-address="$own:{{gossip}}" \
  --cluster.label="$DEPLOYMENT" \
  --cluster.reconnect-timeout=24h \
  $peers
