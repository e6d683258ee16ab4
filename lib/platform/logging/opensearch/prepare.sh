#!/bin/sh
# Puts a configuration together in /config, which a start has to be able to write to: what the image has, and over it what is ours.
set -eu

cp -r {{home}}/config/. /config/
# The users of the image have passwords that everybody knows.
rm -rf /config/opensearch-security
mkdir -p /config/opensearch-security /config/tls
cp {{folder}}/opensearch.yml {{folder}}/log4j2.properties /config/
for file in access internal_users roles roles_mapping action_groups tenants; do
  target=$file
  [ $file = access ] && target=config
  cp "{{folder}}/$file.yml" "/config/opensearch-security/$target.yml"
done
# It is refused if others can read it.
chmod -R go-rwx /config/opensearch-security
