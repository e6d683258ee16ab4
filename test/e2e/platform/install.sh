#!/usr/bin/env bash
# Puts what the tests of the platform need into ~/.cache/faultmaven-infra/platform: Prometheus, Alertmanager, node-exporter and a collector in
# the versions that test/e2e/tools pins, and Debian's exporters. What is there in its version is left alone. Needs Go and Debian's apt-get.
set -euo pipefail
cd "$(dirname "$0")/../tools"

assets=$HOME/.cache/faultmaven-infra/platform
mkdir -p "$assets"

# Two runs at once would write the same files.
exec 9>"$assets/.lock"
flock 9

scratch=$(mktemp -d "$assets/.scratch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# pinned FOLDER MODULE: the version that the folder's go.mod requires of a module.
pinned() { (cd "$1" && go list -m -f '{{.Version}}' "$2"); }

# are VERSION PROGRAM...: whether all these programs are there and say that they are of this version.
are() {
  local version=$1 name
  shift
  for name in "$@"; do
    "$assets/$name" --version 2>/dev/null | grep -qF "$name, version $version " || return 1
  done
}

# build VERSION GO-BUILD-ARGUMENT...: builds programs that say that they are of this version.
build() {
  local version=$1
  shift
  mkdir -p "$scratch/bin"
  CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X github.com/prometheus/common/version.Version=$version" -o "$scratch/bin/" "$@"
  mv "$scratch"/bin/* "$assets/"
}

# Of all that finds targets only what a cluster has: the libraries of every cloud would take longer to build than all the rest.
install_prometheus() {
  local module=github.com/prometheus/prometheus version
  version=$(pinned prometheus $module)
  # Its module counts its releases as 0.316.0 what they call 3.16.0.
  [[ $version =~ ^v0\.([0-9])([0-9]+)\.([0-9]+)$ ]] || return 1
  version=${BASH_REMATCH[1]}.$((10#${BASH_REMATCH[2]})).${BASH_REMATCH[3]}
  are "$version" prometheus promtool && return 0
  (cd prometheus && build "$version" -tags remove_all_sd,enable_kubernetes_sd,enable_dns_sd $module/cmd/{prometheus,promtool})
}

# Its module lacks the web pages that its server embeds. So it is built in a copy that has empty ones.
install_alertmanager() {
  local module=github.com/prometheus/alertmanager version source
  version=$(pinned alertmanager $module)
  version=${version#v}
  are "$version" alertmanager amtool && return 0
  (cd alertmanager && go mod download $module)
  source=$(cd alertmanager && go list -m -f '{{.Dir}}' $module)
  mkdir "$scratch/alertmanager"
  cp -r "$source/." "$scratch/alertmanager"
  chmod -R u+w "$scratch/alertmanager"
  mkdir -p "$scratch"/alertmanager/ui/app/dist/{elm,mantine}
  touch "$scratch"/alertmanager/ui/app/dist/{elm,mantine}/index.html
  (cd "$scratch/alertmanager" && build "$version" ./cmd/{alertmanager,amtool})
}

install_node_exporter() {
  local module=github.com/prometheus/node_exporter version
  version=$(pinned node-exporter $module)
  version=${version#v}
  are "$version" node_exporter || (cd node-exporter && build "$version" $module)
}

# Taken out of Debian's packages rather than installed: a package would start a server of its own on the exporter's usual port.
unpack_exporters() {
  local name missing=()
  for name in redis postgres blackbox nginx; do
    [ -x "$assets/prometheus-$name-exporter" ] || missing+=("prometheus-$name-exporter")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  apt-get update -qq
  mkdir "$scratch/packages"
  (
    cd "$scratch/packages"
    # apt-get reads as its own user, who may not write here: it warns and goes on.
    apt-get download -qq "${missing[@]}" 2>/dev/null
    for name in *.deb; do dpkg-deb --extract "$name" .; done
  )
  for name in "${missing[@]}"; do mv "$scratch/packages/usr/bin/$name" "$assets/$name"; done
}

# collector FOLDER PROGRAM: builds a collector. Its version stands for what it is made of only together with the rest of its go.mod.
collector() {
  cmp -s "$1/go.mod" "$assets/$1.go.mod" && [ -x "$assets/$2" ] && return 0
  mkdir -p "$scratch/bin"
  (cd "$1" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$scratch/bin/$2" .)
  mv "$scratch/bin/$2" "$assets/$2"
  cp "$1/go.mod" "$assets/$1.go.mod"
}

unpack_exporters
install_node_exporter
install_prometheus
install_alertmanager
collector collector otelcol
collector collector-bulk otelcol-bulk
collector collector-search otelcol-search
