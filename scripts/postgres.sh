#!/usr/bin/env bash
# Makes sure that PostgreSQL's server programs are on this machine. kapbridge
# needs the programs only: it makes and starts a private server by itself.
set -euo pipefail

# The places where internal/pg looks (binaries.go).
has_server() {
  local folder on_path=/nowhere
  if command -v postgres >/dev/null; then on_path=$(dirname "$(readlink -f "$(command -v postgres)")"); fi
  for folder in "${KAPBRIDGE_POSTGRES_BIN:-/nowhere}" "$on_path" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    if [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ]; then return 0; fi
  done
  return 1
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

if [ -n "${KAPBRIDGE_DATABASE_URL:-}" ] && [ "${1:-}" != server ]; then exit 0; fi
if has_server; then exit 0; fi

if ! may_install; then
  cat >&2 <<'TEXT'
kapbridge needs PostgreSQL's programs (15 or newer), and they were not found. Do one of these:
  - install them:            sudo apt-get install postgresql     (Debian, Ubuntu)
                             sudo dnf install postgresql-server  (Fedora, RHEL)
  - say where they are:      export KAPBRIDGE_POSTGRES_BIN=/folder/with/postgres/and/initdb
  - use a running database:  export KAPBRIDGE_DATABASE_URL='postgres://user:password@host/database?sslmode=require'
TEXT
  exit 1
fi

# Debian's package makes and starts a cluster of its own on TCP port 5432 at its
# first installation. Nobody asked for that one here, so it is switched off in the
# way Debian provides (create_main_cluster, see pg_createcluster(1)), only while
# this installs: what an administrator installs later behaves as Debian means it.
# postgresql-common comes first because it brings the folder's configuration.
echo "Installing PostgreSQL's programs (Debian's package postgresql) without a cluster of its own ..."
install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}
switch=/etc/postgresql-common/createcluster.d/kapbridge-installs.conf
as_root apt-get update
install postgresql-common
as_root mkdir -p "${switch%/*}"
trap 'as_root rm -f "$switch"' EXIT
echo 'create_main_cluster = false' | as_root tee "$switch" >/dev/null
install postgresql
has_server || { echo "PostgreSQL is installed, but postgres and initdb are not where they are looked for; set KAPBRIDGE_POSTGRES_BIN to their folder." >&2; exit 1; }
