#!/bin/sh
# Starts a member. Readiness waits anew for the copies of what is stored.
set -eu
date +%s >/tmp/started
rm -f /tmp/settled
exec {{home}}/bin/{{program}}
