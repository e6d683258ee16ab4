#!/usr/bin/env bash
# Puts what the control plane tests need into ${KUBEBUILDER_ASSETS:-$HOME/.cache/faultmaven-infra/kubernetes}: the programs that
# tools/*/go.mod pin, kwok's stages, etcd, and the schemas that tools/requirements.txt pins. What is there already, in the pinned
# version, is left alone; so a second run takes a second. Needs Go, Python 3, and root on Debian where apt has to bring something.
set -euo pipefail
cd "$(dirname "$0")/tools"

assets=${KUBEBUILDER_ASSETS:-$HOME/.cache/faultmaven-infra/kubernetes}
mkdir -p "$assets"
assets=$(cd "$assets" && pwd)

# Two runs at once would write the same files.
exec 9>"$assets/.lock"
flock 9

say() { printf 'control plane: %s\n' "$*"; }
fail() {
  printf 'control plane: %s\n' "$*" >&2
  exit 1
}

command -v go >/dev/null || fail 'go is missing: install Go 1.26 or newer and put it on PATH'
command -v python3 >/dev/null || fail 'python3 is missing: apt-get install python3'

scratch=$(mktemp -d "$assets/.scratch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

updated=
apt_update() {
  [ -n "$updated" ] || apt-get update -qq || fail 'apt-get update failed: is this Debian, as root, with a network?'
  updated=yes
}

apt_install() {
  apt_update
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

# pinned FOLDER MODULE: the version that the folder's go.mod requires of a module.
pinned() { (cd "$1" && go list -m -f '{{.Version}}' "$2"); }

# is_built NAME MODULE VERSION: whether the program is there and was built from that version of the module.
is_built() { go version -m "$assets/$1" 2>/dev/null | grep -qE "^[[:space:]]+mod[[:space:]]+$2[[:space:]]+$3([[:space:]]|\$)"; }

# build FOLDER MODULE LDFLAGS NAME...: builds those of a module's commands that are missing, all in one go.
build() {
  local folder=$1 module=$2 ldflags=$3 version name missing=()
  shift 3
  version=$(pinned "$folder" "$module")
  for name in "$@"; do
    is_built "$name" "$module" "$version" || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "building ${missing[*]} $version"
  mkdir -p "$scratch/bin"
  (cd "$folder" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w $ldflags" -o "$scratch/bin/" "${missing[@]/#/$module/cmd/}")
  for name in "${missing[@]}"; do mv "$scratch/bin/$name" "$assets/$name"; done
}

build_kubernetes() {
  local version package=k8s.io/component-base/version
  version=$(pinned kubernetes k8s.io/kubernetes)
  [[ $version =~ ^v([0-9]+)\.([0-9]+)\. ]] || fail "tools/kubernetes/go.mod pins an odd version: $version"
  build kubernetes k8s.io/kubernetes \
    "-X $package.gitVersion=$version -X $package.gitMajor=${BASH_REMATCH[1]} -X $package.gitMinor=${BASH_REMATCH[2]}" \
    kube-apiserver kube-controller-manager kube-scheduler kubectl
}

# copy_files FOLDER MODULE NAME PATH...: puts files that a module ships (a pattern each) into the folder NAME of the assets.
copy_files() {
  local folder=$1 module=$2 name=$3 version source path
  shift 3
  version=$(pinned "$folder" "$module")
  [ "$(cat "$assets/$name/VERSION" 2>/dev/null)" = "$version" ] && return 0
  say "copying $name of $module $version"
  (cd "$folder" && go mod download "$module")
  source=$(cd "$folder" && go list -m -f '{{.Dir}}' "$module")
  mkdir "$scratch/$name"
  # shellcheck disable=SC2086 # A path may be a pattern.
  for path in "$@"; do cp "$source"/$path "$scratch/$name/"; done
  chmod -R u+w "$scratch/$name"
  printf '%s\n' "$version" >"$scratch/$name/VERSION"
  rm -rf "${assets:?}/$name"
  mv "$scratch/$name" "$assets/$name"
}

# Taken out of Debian's package rather than installed: the package would start a server of its own on etcd's usual port.
unpack_etcd() {
  [ -x "$assets/etcd" ] && return 0
  command -v etcd >/dev/null && return 0
  say 'unpacking etcd'
  apt_update
  mkdir "$scratch/etcd"
  (
    cd "$scratch/etcd"
    # apt-get reads as its own user, who may not write here: it warns and goes on.
    apt-get download -qq etcd-server 2>/dev/null
    dpkg-deb --extract etcd-server_*.deb .
  ) || fail 'the package etcd-server cannot be had: put etcd 3.4 or newer on PATH'
  mv "$scratch/etcd/usr/bin/etcd" "$assets/etcd"
}

unpack_schemas() {
  local version
  version=$(sed -n 's/^kubernetes-validate==\([0-9.]*\).*/\1/p' requirements.txt)
  [ "$(cat "$assets/kubernetes-json-schema/VERSION" 2>/dev/null)" = "$version" ] && return 0
  say "unpacking the schemas of kubernetes-validate $version"
  python3 -m pip --version >/dev/null 2>&1 || apt_install python3-pip
  python3 -m pip download -q --no-deps --require-hashes --only-binary :all: --dest "$scratch/wheel" --requirement requirements.txt
  python3 -m zipfile -e "$scratch"/wheel/*.whl "$scratch/wheel"
  mkdir "$scratch/schemas"
  mv "$scratch"/wheel/kubernetes_validate/kubernetes-json-schema/*-strict "$scratch/schemas/"
  # They name one another by addresses on the web, and a validator would look there rather than in the folder.
  # shellcheck disable=SC2016 # The dollars are the schemas' own.
  find "$scratch/schemas" -name '*.json' -exec sed -i \
    -e 's|"$id": "https://kubernetes.io/api/|"$comment": "https://kubernetes.io/api/|' \
    -e 's|"$ref": "/api/_definitions.json#|"$ref": "_definitions.json#|' {} +
  printf '%s\n' "$version" >"$scratch/schemas/VERSION"
  rm -rf "$assets/kubernetes-json-schema"
  mv "$scratch/schemas" "$assets/kubernetes-json-schema"
}

command -v openssl >/dev/null || apt_install openssl
unpack_etcd
unpack_schemas
build_kubernetes
build kwok sigs.k8s.io/kwok '' kwok
build manifests github.com/yannh/kubeconform '' kubeconform
build manifests github.com/zegl/kube-score '' kube-score
# kwok knows how a node or a pod behaves only from its stages.
copy_files kwok sigs.k8s.io/kwok stages \
  kustomize/stage/node/fast/node-initialize.yaml kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml \
  'kustomize/stage/pod/fast/pod-*.yaml'
copy_files gateway sigs.k8s.io/gateway-api gateway-api config/crd/standard/gateway.networking.k8s.io_httproutes.yaml
copy_files operator github.com/prometheus-operator/prometheus-operator prometheus-operator \
  'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml' \
  'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml'
say "ready in $assets"
