#!/bin/sh
# Puts a configuration together in /config, which a start has to be able to write to: what the image says of Java and of lines, and what is
# ours. The password of the first user goes where a start reads it.
set -eu

mkdir -p /config/jvm.options.d /config/tls
cp {{home}}/config/jvm.options {{home}}/config/log4j2.properties {{folder}}/elasticsearch.yml /config/
export ES_PATH_CONF=/config
# It is there already where the pod of a node that was restarted begins anew. The tool would ask whether to write over it.
rm -f /config/elasticsearch.keystore
{{home}}/bin/elasticsearch-keystore create --silent
printf '%s\n' "$ELASTIC_PASSWORD" | {{home}}/bin/elasticsearch-keystore add --silent --stdin bootstrap.password
