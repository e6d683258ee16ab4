#!/bin/sh
# Uploads /scratch/redis.rdb to $BUCKET as $PREFIX/redis-<when it was taken>.rdb, then deletes what is older than $KEEP_DAYS days. Where the
# bucket is and whose keys open it, rclone reads by itself from RCLONE_S3_* and AWS_*.
set -eu

# Everything is in the environment; without this rclone complains that it has no file.
export RCLONE_CONFIG=/dev/null
folder=:s3:$BUCKET/$PREFIX

# Named by the snapshot and not by the clock: a container that is started again uploads to the same name. rclone compares checksums.
# Unasked it would first create the bucket, which these keys need not be allowed to (run: 403, and no upload).
rclone copyto --verbose --s3-no-check-bucket /scratch/redis.rdb "$folder/redis-$(date -u -r /scratch/redis.rdb +%Y%m%dT%H%M%SZ).rdb"

# Only after an upload that succeeded, so that an export which fails for months never deletes the last good one; and only what this
# script has named.
rclone delete --verbose --min-age "${KEEP_DAYS}d" --include '/redis-*.rdb' "$folder"
