#!/bin/sh
# The stand-in for bin/elasticsearch-keystore of the image, whose program is in no published jar: it keeps what it is told where the image
# would keep it, as text.
set -eu
case $* in
'create --silent')
  [ ! -e "$ES_PATH_CONF/elasticsearch.keystore" ] || exit 65 # The image's asks somebody.
  : >"$ES_PATH_CONF/elasticsearch.keystore"
  ;;
'add --silent --stdin bootstrap.password') printf 'bootstrap.password=%s\n' "$(cat)" >>"$ES_PATH_CONF/elasticsearch.keystore" ;;
*)
  echo "unknown: $*" >&2
  exit 64
  ;;
esac
