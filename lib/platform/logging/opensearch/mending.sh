# mend: An election that follows the loss of a majority can promote the copy of a member that stayed, and lose what says so: that copy takes no
# writes, and none is made from it, for ever (OpenSearch 19150). What is copied from it never begins, by which it is found. Taken away, it is
# assigned anew with all that it has: it stays one of those that are known to have everything. Each is taken once.
mend() {
  waited=60
  mended=
  while :; do
    copying=$(ask GET '/_cat/recovery?active_only=true&v=true&h=type,translog_ops,time,index,shard,source_node&time=s') || return 1
    case $copying in
    type*) ;;
    *)
      echo "expected what is copied, got '$copying'" >&2
      return 1
      ;;
    esac
    commands=
    while read -r type operations seconds index shard member; do
      [ "$type/$operations" = peer/-1 ] || continue
      number "$seconds" 'for how long a shard is copied' || return 1
      case $mended in *" $index/$shard "*) continue ;; esac
      [ "$seconds" -ge $waited ] || continue
      echo "assigning $index/$shard anew: no copy of the one on $member has begun for $seconds s"
      commands="$commands${commands:+,}{\"cancel\":{\"index\":\"$index\",\"shard\":$shard,\"node\":\"$member\",\"allow_primary\":true}}"
      mended="$mended $index/$shard "
    done <<END
$copying
END
    [ -n "$commands" ] || return 0
    ask POST '/_cluster/reroute?filter_path=acknowledged' "{\"commands\":[$commands]}" || return 1
    # Only some are copied at a time. Those that waited begin now, or do not.
    waited=10
    sleep 20
  done
}
mend || failed=1

