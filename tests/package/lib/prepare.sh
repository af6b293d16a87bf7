# shellcheck shell=bash
# What every test of this folder begins with: the project's folder, packages,
# Prometheus' programs, and which exporter is tried. Sourced.
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit
export LC_ALL=C.UTF-8
# shellcheck source=tests/lib/packages.sh
. tests/lib/packages.sh
install_packages test package
fetch_tools
export BSG_BIN_DIR=${BSG_BIN_DIR:-$PWD/build/release/bin}

# run_python FILE: Debian's Python, which has Debian's libraries.
run_python() {
  PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "tests/package/lib/$1"
}
