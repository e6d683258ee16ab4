#!/usr/bin/env bash
# Puts the core of Elasticsearch in the version that test/e2e/tools/elasticsearch pins into ~/.cache/faultmaven-infra/elasticsearch, laid out
# as its image has it: its published jars, and a start script that runs OneNode.java. What is there in its version is left alone. Needs Maven,
# a JDK of at least 21, and libzstd.
set -euo pipefail
cd "$(dirname "$0")/../tools/elasticsearch"

# shellcheck source-path=SCRIPTDIR source=../opensearch/jars.sh
. ../../opensearch/jars.sh
find_jdk 21 Elasticsearch
begin elasticsearch ../../elasticsearch/install.sh
home=$scratch/home
netty=$home/modules/transport-netty4
mkdir -p "$home"/{bin,lib,config,logs,native} "$netty"
version=$(sed -n 's|.*<elasticsearch.version>\(.*\)</.*|\1|p' pom.xml)

mv "$scratch"/jars/netty-*.jar "$scratch"/jars/transport-netty4-*.jar "$scratch"/jars/elasticsearch-ssl-config-*.jar "$netty/"
# Maven has the module without what its distribution says of it.
cat >"$netty/plugin-descriptor.properties" <<END
name=transport-netty4
description=Netty 4
classname=org.elasticsearch.transport.netty4.Netty4Plugin
version=$version
elasticsearch.version=$version
java.version=21
END

library=$(ldconfig -p | sed -n 's|.*libzstd\.so\.1 .*=> ||p' | head -n 1)
[ -n "$library" ] || {
  echo 'Elasticsearch needs libzstd.so.1' >&2
  exit 1
}
cp "$library" "$home/native/libzstd.so"

# What the image has in its folder of the configuration. The image's own lines are JSON.
echo '# The options of the image are in its own file.' >"$home/config/jvm.options"
cat >"$home/config/log4j2.properties" <<'END'
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1} %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
END
cp keystore.sh "$home/bin/elasticsearch-keystore"
finish elasticsearch "$home"
