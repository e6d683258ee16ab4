#!/bin/sh
# Uploads /scratch/redis.rdb to $BUCKET as $PREFIX/redis-<when it was taken>.rdb, then deletes what is older than $KEEP_DAYS days. rclone
# reads where the bucket is, and its keys, from RCLONE_S3_* and AWS_*.
set -eu

# All settings are in the environment. Without this line rclone complains that it has no file.
export RCLONE_CONFIG=/dev/null
folder=:s3:$BUCKET/$PREFIX

# The name has the time of the snapshot, so that a restarted container uploads to the same name. rclone compares checksums.
# By default rclone first tries to create the bucket, which these keys need not be allowed to (run: 403, and no upload).
rclone copyto --verbose --s3-no-check-bucket /scratch/redis.rdb "$folder/redis-$(date -u -r /scratch/redis.rdb +%Y%m%dT%H%M%SZ).rdb"

# Runs only after a successful upload, so that an export which fails for months never deletes the last good snapshot. Deletes only what
# this script has named.
rclone delete --verbose --min-age "${KEEP_DAYS}d" --include '/redis-*.rdb' "$folder"
