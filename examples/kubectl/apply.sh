#!/usr/bin/env bash
# apply.sh HOST/NAME@sha256:DIGEST: applies what was approved and nothing else, after a look at what that changes in the cluster. Needs
# flux (to pull), fmsynth and kubectl. `APPLY=yes` leaves out the question.
set -euo pipefail

reference=${1:?expected HOST/NAME@sha256:DIGEST}
[[ $reference =~ @sha256:[0-9a-f]{64}$ ]] || {
  printf 'expected a digest, which nobody can move: HOST/NAME@sha256:…, got %s\n' "$reference" >&2
  exit 2
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

flux pull artifact "oci://$reference" --output "$folder" ${FLUX_FLAGS:+"$FLUX_FLAGS"}
fmsynth verify "$folder"
kubectl diff --server-side -k "$folder" || [ $? -eq 1 ]
if [ "${APPLY:-}" != yes ]; then
  read -r -p 'Apply this? Type yes: ' APPLY
  [ "$APPLY" = yes ] || exit 1
fi
kubectl apply --server-side -k "$folder"
