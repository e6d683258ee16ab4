#!/bin/sh
# The stand-in for bin/opensearch of the image. Compiled once instead of twice, code is slower and starts sooner.
home=/usr/share/opensearch
# shellcheck disable=SC2086 # Options of Java are words.
exec {{jdk}}/bin/java -XX:TieredStopAtLevel=1 $OPENSEARCH_JAVA_OPTS \
  --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Dlog4j2.disable.jmx=true \
  -Dopensearch.path.home=$home -Dopensearch.path.conf=$home/config \
  -cp "$home/lib/classes:$home/lib/*" org.opensearch.bootstrap.OneNode $home $home/config
