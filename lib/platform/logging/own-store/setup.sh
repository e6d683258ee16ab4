#!/bin/sh
# Gives the store its users, what each of them may do, and the streams with their template. Runs as often as anybody likes.
set -eu
# shellcheck source=client.sh
. {{folder}}/client.sh
TRUSTED={{tls}}/ca.crt

{{superuser}}

# Members are asked by their own names: before there are users none is ready. Whichever answers will do.
reach() {
  for member in $MEMBERS; do
    STORE=https://$member:{{http}}
    ask GET {{answers}} >/dev/null && ask GET '/_cluster/health?timeout=5s' >/dev/null && return 0
  done
  return 1
}
tries=60
until reach; do
  tries=$((tries - 1))
  [ $tries -gt 0 ] || exit 1
  sleep 5
done

for file in {{folder}}/role-*.json; do
  name=${file##*/role-}
  ask PUT "{{roles}}/${name%.json}" "@$file"
done

ask PUT /_index_template/{{template}} "@{{folder}}/template.json"
for stream in {{streams}}; do
  if ask GET "/_data_stream/$stream" >/dev/null 2>&1; then
    # What is written from now on follows the template as it is now.
    ask POST "/$stream/_rollover" '{"conditions":{"max_docs":1}}'
  else
    ask PUT "/_data_stream/$stream"
  fi
done

# Users come last: whoever can sign in finds everything there.
{{users}}
