# mend: After a loss of the majority, the member that stayed may win the election. OpenSearch then promotes its copies to primaries, but loses
# their new primary terms (its issue 19150). Such a primary takes no writes, and a copy of it never begins, by which it is found: how much
# there is to copy stays unknown, and nothing goes on between two looks. A copy that replays what it has itself goes on. Cancelling the
# primary makes OpenSearch assign it anew, with all that it has. Each is cancelled once.
mend() {
  waited=60
  seen=
  mended=
  while :; do
    columns=type,translog_ops,translog_ops_recovered,time,index,shard,source_node,target_node
    copying=$(ask GET "/_cat/recovery?active_only=true&v=true&h=$columns&time=s") || return 1
    case $copying in
    type*) ;;
    *)
      echo "expected what is copied, got '$copying'" >&2
      return 1
      ;;
    esac
    commands=
    unknown=
    while read -r type operations replayed seconds index shard member target; do
      [ "$type/$operations" = peer/-1 ] || continue
      number "$seconds" 'for how long a shard is copied' || return 1
      case $mended in *" $index/$shard "*) continue ;; esac
      [ "$seconds" -ge $waited ] || continue
      case $seen in
      *" $index/$shard/$target=$replayed "*) ;;
      *" $index/$shard/$target="*) continue ;;
      *)
        seen="$seen $index/$shard/$target=$replayed "
        unknown=yes
        continue
        ;;
      esac
      echo "assigning $index/$shard anew: no copy of the one on $member has begun for $seconds s"
      commands="$commands${commands:+,}{\"cancel\":{\"index\":\"$index\",\"shard\":$shard,\"node\":\"$member\",\"allow_primary\":true}}"
      mended="$mended $index/$shard "
    done <<END
$copying
END
    if [ -n "$commands" ]; then
      ask POST '/_cluster/reroute?filter_path=acknowledged' "{\"commands\":[$commands]}" || return 1
      # Only some are copied at a time. Those that waited begin now, or do not.
      waited=10
    elif [ -z "$unknown" ]; then
      return 0
    fi
    sleep 20
  done
}
mend || failed=1

