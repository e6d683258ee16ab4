#!/usr/bin/env bash
# Puts OpenSearch in the versions that test/e2e/tools/opensearch and opensearch-before pin into folders of the same names below
# ~/.cache/faultmaven-infra, laid out as the image has it: the core and the security plugin from their published jars, and a start script that
# runs OneNode.java instead of the image's own launcher. What is there in its version is left alone. Needs Maven, and a JDK of at least 21.
set -euo pipefail
cd "$(dirname "$0")/../tools/opensearch"

# shellcheck source-path=SCRIPTDIR source=../opensearch/jars.sh
. ../../opensearch/jars.sh
find_jdk 21 OpenSearch

# install NAME SHARED NETTY: in a process of its own. NETTY is the class of the module.
install() (
  cd "../$1"
  begin "$1" ../../opensearch/install.sh "$2"
  home=$scratch/home
  netty=$home/modules/transport-netty4
  security=$home/plugins/opensearch-security
  mkdir -p "$home"/{bin,lib,config,logs} "$netty" "$security"

  version=$(sed -n 's|.*<opensearch.version>\(.*\)</.*|\1|p' pom.xml)

  mv "$scratch"/jars/netty-*.jar "$scratch"/jars/transport-netty4-client-*.jar "$netty/"
  # Maven has the module without what its distribution says of it.
  cat >"$netty/plugin-descriptor.properties" <<END
name=transport-netty4
description=Netty 4
classname=org.opensearch.transport.$3
version=$version
opensearch.version=$version
java.version=21
has.native.controller=false
END

  (cd "$security" && "$jdk/bin/jar" xf "$scratch"/jars/opensearch-security-*.zip)
  mv "$scratch"/jars/commons-collections4-*.jar "$security/"
  rm "$scratch"/jars/*.zip
  # It extends a plugin that is not published, for rules of its own that nothing here uses.
  sed -i 's/^extended\.plugins=.*/extended.plugins=/' "$security/plugin-descriptor.properties"
  # As the image: with users whose passwords everybody knows.
  cp -r "$security/config" "$home/config/opensearch-security"

  finish opensearch "$home"
)

install opensearch . Netty4ModulePlugin
install opensearch-before ../opensearch Netty4Plugin
