#!/usr/bin/env bash
# Puts what the tests of delivery need into ~/.cache/faultmaven-infra: oras, crane and flux into delivery, act and actionlint into
# workflows, the definitions of the objects of Argo CD and Flux into gitops, other versions of Node into node.
# With the argument cosign it installs that instead, which takes minutes: only npm run test:long needs it. The versions are pinned in
# test/e2e/tools. What is there in its version is left alone.
set -euo pipefail
cd "$(dirname "$0")/../tools"

cache=$HOME/.cache/faultmaven-infra
mkdir -p "$cache/delivery" "$cache/cosign" "$cache/node" "$cache/workflows"

# built PROGRAM MODULE FOLDER: whether a program is there and was built from the version of the module that the folder pins.
built() {
  local version
  version=$(cd "$3" && go list -m -f '{{.Version}}' "$2")
  go version -m "$1" 2>/dev/null | grep -qE "[[:space:]]$2[[:space:]]+$version([[:space:]]|\$)"
}

build() { (cd "$1" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$cache/$1/" "${@:2}"); }

# Its module lacks the manifests that its command embeds, which only other commands of it need. So it is built in a copy that has one.
install_flux() {
  local module=github.com/fluxcd/flux2/v2 version source scratch
  version=$(cd flux && go list -m -f '{{.Version}}' $module)
  [ "$("$cache/delivery/flux" --version 2>/dev/null)" = "flux version ${version#v}" ] && return 0
  (cd flux && go mod download $module)
  source=$(cd flux && go list -m -f '{{.Dir}}' $module)
  scratch=$(mktemp -d "$cache/.flux.XXXXXX")
  trap 'rm -rf "$scratch"' RETURN
  cp -r "$source/." "$scratch"
  chmod -R u+w "$scratch"
  mkdir "$scratch/cmd/flux/manifests"
  touch "$scratch/cmd/flux/manifests/none.yaml"
  (cd "$scratch" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.VERSION=${version#v}" -o "$cache/delivery/flux" ./cmd/flux)
}

# What Argo CD and Flux take, as their modules define it for the API server.
install_definitions() {
  local module version file folder=$cache/gitops
  cmp -s gitops.txt "$folder/installed.txt" && return 0
  rm -rf "$folder"
  mkdir -p "$folder"
  while read -r module version file; do
    cp "$(go mod download -json "$module@$version" | jq -r .Dir)/$file" "$folder/"
  done <gitops.txt
  cp gitops.txt "$folder/installed.txt"
}

install_nodes() {
  cmp -s node/package-lock.json "$cache/node/package-lock.json" && return 0
  cp node/package.json "$cache/node/"
  (cd "$cache/node" && rm -f package-lock.json && cp "$OLDPWD/node/package-lock.json" . && npm ci --silent) || {
    rm -f "$cache/node/package-lock.json"
    return 1
  }
}

case ${1:-} in
cosign)
  built "$cache/cosign/cosign" github.com/sigstore/cosign/v3 cosign || build cosign github.com/sigstore/cosign/v3/cmd/cosign
  ;;
'')
  build delivery oras.land/oras/cmd/oras github.com/google/go-containerregistry/cmd/crane
  build workflows github.com/nektos/act github.com/rhysd/actionlint/cmd/actionlint
  install_flux
  install_definitions
  install_nodes
  ;;
*)
  printf 'expected nothing or cosign, got %s\n' "$1" >&2
  exit 2
  ;;
esac
