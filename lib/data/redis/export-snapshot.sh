#!/bin/sh
# Writes /scratch/redis.rdb: everything that Redis holds at this moment. From the environment: REDIS_MEMBERS, the members' names;
# REDISCLI_AUTH, which redis-cli reads by itself.
set -eu

# A replica gives the snapshot, so that the master need not fork. And Sentinel takes every client that gets a snapshot from a master for a
# replica: it would write this pod's address with port 0 into its configuration and never forget it (run with 7.0.15).
replica='' master=''
for member in $REDIS_MEMBERS; do
  case $(timeout 10 redis-cli -h "$member" info replication 2>&1) in
    *master_link_status:up*) replica=$member && break ;;
    *role:master*) master=$member ;;
  esac
done
source=${replica:-$master}
if [ -z "$source" ]; then
  echo "no snapshot: none of $REDIS_MEMBERS is a master, or a replica that is linked to one" >&2
  exit 1
fi

redis-cli -h "$source" --rdb /scratch/redis.rdb.part
# Detects a damaged transfer: a snapshot ends with its own checksum.
redis-check-rdb /scratch/redis.rdb.part
mv /scratch/redis.rdb.part /scratch/redis.rdb
