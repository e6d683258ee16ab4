#!/bin/sh
# The stand-in for bin/elasticsearch of the image. The core has neither security nor licences nor the module that downloads databases of
# addresses, and refuses settings of theirs as unknown: they are left out. Compiled once instead of twice, code is slower and starts sooner.
set -eu
home=/usr/share/elasticsearch
mkdir -p /tmp/config
grep -vE '^(xpack|ingest\.geoip)\.' $home/config/elasticsearch.yml >/tmp/config/elasticsearch.yml
cp $home/config/log4j2.properties /tmp/config/
# shellcheck disable=SC2086 # Options of Java are words.
exec {{jdk}}/bin/java -XX:TieredStopAtLevel=1 $ES_JAVA_OPTS \
  --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Dlog4j2.disable.jmx=true \
  -Des.nativelibs.path=$home/native -Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false \
  -Des.path.home=$home -Des.path.conf=/tmp/config -Dlog4j.configurationFile=/tmp/config/log4j2.properties \
  -cp "$home/lib/classes:$home/lib/*" org.elasticsearch.bootstrap.OneNode $home /tmp/config
