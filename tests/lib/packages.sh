# shellcheck shell=bash
# Which Debian packages which purpose needs, and how they get onto the machine.
# Sourced by tests/run and deploy/demo; the caller stands in the project's
# folder.

# Where Prometheus' programs are unpacked: nothing of theirs is installed, so
# no service of theirs starts.
tools_dir=$PWD/build/tools
kubectl_dir=$PWD/build/tools-kubernetes

# packages_for PURPOSE: their names, one a line.
packages_for() {
  case $1 in
    # cmake looks for the test libraries too, whatever is built later.
    build) printf '%s\n' g++ cmake ninja-build pkg-config ccache git \
      python3 ca-certificates prometheus-cpp-dev libcurl4-openssl-dev \
      rapidjson-dev libtomlplusplus-dev libboost1.74-dev libssl-dev zlib1g-dev \
      libisal-dev libcrypt-dev libcli11-dev libcctz-dev \
      tzdata libgtest-dev libgmock-dev libbenchmark-dev ;;
    test) printf '%s\n' python3 python3-prometheus-client curl openssl ;;
    slow) printf '%s\n' clang-14 libclang-rt-14-dev clang-format-14 \
      clang-tidy-14 shellcheck ;;
    # man-db is what people read the manual page with; docker-compose and
    # python3-kubernetes know the schemas.
    package) printf '%s\n' debootstrap dpkg-dev lintian mandoc man-db strace \
      systemd util-linux docker-compose python3-kubernetes python3-yaml ;;
    # A node from elsewhere brings an npm that does as well.
    pictures) printf '%s\n' python3 chromium chromium-driver fonts-dejavu-core
      command -v npm >/dev/null || printf '%s\n' nodejs npm ;;
    # Namespaces, a firewall in them, and a clock that jumps.
    faults) printf '%s\n' util-linux iproute2 nftables faketime ;;
    coverage) printf '%s\n' gcovr ;;
    demo) printf '%s\n' python3 curl ;;
    # Unpacked only, for a machine may have another kubectl.
    kubectl) printf '%s\n' kubernetes-client ;;
    # Unpacked only. The second half is what Prometheus' pages are made of.
    tools) printf '%s\n' prometheus prometheus-alertmanager \
      fonts-glyphicons-halflings libjs-bootstrap4 libjs-d3 \
      libjs-eonasdan-bootstrap-datetimepicker libjs-jquery \
      libjs-jquery-hotkeys libjs-moment libjs-moment-timezone \
      libjs-mustache libjs-popper.js libjs-rickshaw ;;
    *) echo "packages_for: no such purpose: $1" >&2; return 2 ;;
  esac
}

# install_packages PURPOSE…: installs what is missing, asks for nothing else.
install_packages() {
  local purpose package wanted=() missing=()
  for purpose in "$@"; do
    mapfile -t -O "${#wanted[@]}" wanted < <(packages_for "$purpose")
  done
  for package in "${wanted[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "missing packages: ${missing[*]}"
  expect_debian_12 "${missing[@]}" || return
  update_package_lists || return
  as_root apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "${missing[@]}" </dev/null
}

# fetch_tools: Prometheus, promtool and Alertmanager under $tools_dir, and
# their names in PROMETHEUS, PROMTOOL, ALERTMANAGER and AMTOOL. A name that is
# set already stays.
fetch_tools() {
  [ -f "$tools_dir/complete" ] || unpack_tools || return
  export PROMETHEUS=${PROMETHEUS:-$tools_dir/usr/bin/prometheus}
  export PROMTOOL=${PROMTOOL:-$tools_dir/usr/bin/promtool}
  export ALERTMANAGER=${ALERTMANAGER:-$tools_dir/alertmanager}
  export AMTOOL=${AMTOOL:-$tools_dir/usr/bin/amtool}
}

# fetch_axe: the checker of accessibility; its script's name in AXE, unless
# that is set already.
fetch_axe() {
  [ -n "${AXE:-}" ] || fetch_modules tests/browser build/browser || return
  export AXE=${AXE:-$PWD/build/browser/node_modules/axe-core/axe.min.js}
}

# fetch_grafana: Grafana's own libraries, which draw the dashboards; their
# folder in GRAFANA_MODULES, unless that is set already. 650 MB, a minute.
fetch_grafana() {
  [ -n "${GRAFANA_MODULES:-}" ] ||
    fetch_modules tests/grafana/render build/render || return
  export GRAFANA_MODULES=${GRAFANA_MODULES:-$PWD/build/render/node_modules}
}

# fetch_modules SOURCE FOLDER: what SOURCE's lock file names, from npm, as
# FOLDER/node_modules.
fetch_modules() {
  cmp -s "$1/package-lock.json" "$2/complete" || {
    mkdir -p "$2" &&
      cp "$1/package.json" "$1/package-lock.json" "$1/.npmrc" "$2" &&
      npm ci --prefix "$2" --no-audit --no-fund &&
      cp "$2/package-lock.json" "$2/complete"
  }
}

unpack_tools() {
  unpack tools "$tools_dir" || return
  write_alertmanager_wrapper
  touch "$tools_dir/complete"
}

# fetch_kubectl: Debian's kubectl, and its name in KUBECTL.
fetch_kubectl() {
  [ -f "$kubectl_dir/complete" ] || {
    unpack kubectl "$kubectl_dir" && touch "$kubectl_dir/complete"
  } || return
  export KUBECTL=${KUBECTL:-$kubectl_dir/usr/bin/kubectl}
}

# unpack PURPOSE FOLDER: its packages, without installing them.
unpack() {
  local packages archive
  mapfile -t packages < <(packages_for "$1")
  expect_debian_12 "${packages[@]}" || return
  rm -rf "$2"
  mkdir -p "$2/archives"
  # The lists may be missing or older than what the mirror has.
  download_packages "$2/archives" "${packages[@]}" 2>/dev/null || {
    update_package_lists && download_packages "$2/archives" "${packages[@]}"
  } || return
  for archive in "$2"/archives/*.deb; do
    dpkg-deb -x "$archive" "$2" || return
  done
  rm -r "$2/archives"
}

# download_packages FOLDER PACKAGE…
# As root, apt would hand the download to a user that cannot write here.
download_packages() {
  (cd "$1" && apt-get download -q -o APT::Sandbox::User="$(id -un)" "${@:2}")
}

# Debian's Alertmanager reads its templates from /usr/share and nowhere else,
# so it gets a view of the file system with ours there.
write_alertmanager_wrapper() {
  cat >"$tools_dir/alertmanager" <<'WRAPPER'
#!/bin/sh
tools=$(dirname "$(readlink -f "$0")")
program=$tools/usr/bin/prometheus-alertmanager
if [ -f /usr/share/prometheus/alertmanager/default.tmpl ]; then
  exec "$program" "$@"
fi
[ "$(id -u)" = 0 ] || map=--map-root-user
# shellcheck disable=SC2016,SC2086
exec unshare --mount ${map:-} -- sh -c \
  'mount --bind "$0" /usr/share && exec "$@"' \
  "$tools/usr/share" "$program" "$@"
WRAPPER
  chmod +x "$tools_dir/alertmanager"
}

is_installed() {
  dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null |
    grep -qx installed
}

# A source of the machine's own that cannot be reached is no reason to stop:
# whether ours can be, the next step tells.
update_package_lists() {
  expect_root || return
  as_root apt-get update -q </dev/null ||
    echo "apt-get update failed; going on with the lists there are" >&2
}

expect_debian_12() {
  # shellcheck source=/dev/null
  if [ "$(. /etc/os-release 2>/dev/null && echo "$ID $VERSION_ID")" != \
    "debian 12" ]; then
    echo "packages are installed on Debian 12 only; please provide: $*" >&2
    return 1
  fi
}

expect_root() {
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || {
    echo "apt-get needs root, or sudo; neither is there" >&2
    return 1
  }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo DEBIAN_FRONTEND=noninteractive "$@"
  fi
}
