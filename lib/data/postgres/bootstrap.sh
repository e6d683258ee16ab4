#!/bin/sh
# Creates or updates on the primary, for each of $DATABASES: the database, the role that owns it, the role that reads and writes in it,
# and their passwords. Can run again at any time. For a database `orders` the environment has ORDERS_OWNER_USERNAME,
# ORDERS_OWNER_PASSWORD, ORDERS_USERNAME and ORDERS_PASSWORD. Connects by PGHOST, PGUSER and PGPASSWORD.
set -eu

# The image has several major versions and puts another one first.
PATH="/usr/lib/postgresql/$PGVERSION/bin:$PATH"
export PGCONNECT_TIMEOUT=5 PGDATABASE=postgres

say() { printf 'bootstrap: %s\n' "$*"; }

# A primary that is being replaced still answers, but is read-only. A password that is refused stays refused.
refused=0
while :; do
  answer=$(psql --no-psqlrc --tuples-only --no-align --command 'show transaction_read_only' 2>&1) || true
  case $answer in
  off) break ;;
  *'password authentication failed'*) refused=$((refused + 1)) ;;
  *) refused=0 ;;
  esac
  say "waiting for a primary that takes writes: $(printf '%s' "$answer" | tail -n 1)"
  if [ "$refused" -ge "${REFUSALS:-100}" ]; then
    say 'given up: the Secret postgres has another superuser-password than the server' >&2
    exit 77
  fi
  sleep 3
done

for database in $DATABASES; do
  prefix=$(printf '%s' "$database" | tr '[:lower:]' '[:upper:]')
  for suffix in OWNER_USERNAME OWNER_PASSWORD USERNAME PASSWORD; do
    [ -n "$(printenv "${prefix}_$suffix")" ] || {
      say "${prefix}_$suffix is missing" >&2
      exit 1
    }
  done
  # bootstrap.sql reads the passwords from the environment. On a command line every process of the node could read them.
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set database="$database" --set prefix="$prefix" \
    --file "$(dirname "$0")/bootstrap.sql"
  say "$database is ready"
done
