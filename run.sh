#!/usr/bin/env bash
# Sets up what is missing, builds, and runs the platform with its dashboard.
#   ./run.sh            runs until Ctrl+C
#   ./run.sh --detach   returns when all is ready
#   ./run.sh --profile ha [--detach]   three servers of each kind, any of which may go (docs/operations.md)
#   ./run.sh --stop     ends what --detach started
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

readonly ASPIRE_VERSION=13.5.4
readonly DATA=${Aspire__DataDirectory:-$PWD/.data}
readonly LOG=$DATA/apphost.log
readonly READY_LIMIT=300 # seconds
export EGOV_REST=${EGOV_REST:-http://127.0.0.1:${Gateway__HttpPort:-8080}}
export EGOV_GRPC=${EGOV_GRPC:-http://127.0.0.1:${Gateway__GrpcPort:-8081}}

step() { printf '==> %s\n' "$*"; }
fail() { printf 'run.sh: %s\n' "$*" >&2; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi; }

# The process id may have passed to another program, or its owner may be dead and not yet buried.
running_pid() {
  local pid
  pid=$(cat "$DATA/apphost.pid" 2>/dev/null) && grep -qsz EGovPlatform.AppHost "/proc/$pid/cmdline" && echo "$pid"
}

stop() {
  local pid
  pid=$(running_pid) || { step "Nothing runs."; return; }
  step "Stopping the platform (process $pid)"
  kill -TERM "$pid"
  for _ in $(seq 600); do running_pid >/dev/null || { step "Stopped."; return; }; sleep 0.1; done
  kill -KILL "$pid"
  fail "it did not stop within 60 s and was killed"
}

container_engine() {
  local engine
  for engine in docker podman; do
    command -v $engine >/dev/null && timeout 5 $engine info >/dev/null 2>&1 && return 0
  done
  return 1
}

install_packages() {
  local missing=()
  ls /usr/lib/*/libicuuc.so.* >/dev/null 2>&1 || [ "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-}" = 1 ] || missing+=(libicu72)
  if [ "$profile" = ha ]; then
    (. eng/setup.sh; need postgresql-15 rabbitmq-server redis-server patroni etcd-server)
  elif ! container_engine; then
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql-15)
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null || missing+=(rabbitmq-server)
    command -v redis-server >/dev/null || missing+=(redis-server)
  fi
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "please install: ${missing[*]} (these are Debian's names), or start Docker or Podman"
  step "Installing ${missing[*]}"
  as_root apt-get update -qq || fail "please run as root: apt-get install ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_dashboard() {
  local platform package
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    Darwin-arm64) platform=osx-arm64 ;;
    *) step "No dashboard for $(uname -sm); going on without it."; return ;;
  esac
  package=.tools/node_modules/@microsoft/aspire-cli-$platform
  grep -q "\"version\": \"$ASPIRE_VERSION\"" "$package/package.json" 2>/dev/null && [ -x "$package/bundle/managed/aspire-managed" ] && return
  command -v npm >/dev/null || { step "Node is missing, so the dashboard cannot be installed; going on without it."; return; }
  step "Installing the Aspire dashboard $ASPIRE_VERSION"
  mkdir -p .tools/home
  npm install --prefix .tools --no-audit --no-fund --loglevel error "@microsoft/aspire-cli-$platform@$ASPIRE_VERSION"
  HOME=$PWD/.tools/home ASPIRE_CLI_TELEMETRY_OPTOUT=true "$package/bin/aspire" setup >.tools/setup.log 2>&1 \
    || { cat .tools/setup.log >&2; fail "the dashboard could not be unpacked"; }
}

# Development sign-in runs on Node; without it ./egov token still gives tokens.
install_identity() {
  command -v npm >/dev/null || { step "Node is missing, so there is no development sign-in; going on without it."; return; }
  (. eng/setup.sh; need_node_programs)
}

build() {
  dotnet --version >/dev/null 2>&1 || fail "please install the .NET SDK 10"
  step "Building"
  dotnet build EGovPlatform.AppHost -v minimal --nologo
  dotnet build src/Cli -v minimal --nologo
}

start() {
  mkdir -p "$DATA"
  step "Starting"
  : >"$LOG"
  nohup dotnet run --project EGovPlatform.AppHost --no-build >>"$LOG" 2>&1 </dev/null &
  local host=$! waited=0 shown=0 lines
  until grep -q 'Distributed application ready' "$LOG"; do
    kill -0 $host 2>/dev/null || { tail -n 30 "$LOG" >&2; fail "the platform ended while starting; its log is $LOG"; }
    if grep -q 'Distributed application not ready' "$LOG" || [ $waited -ge $((READY_LIMIT * 5)) ]; then
      printf '\n' >&2
      awk '/^[0-9:]+ /{bad = /^[0-9:]+ fail: /} bad' "$LOG" | head -n 80 >&2
      stop
      fail "the platform did not become ready; its log is $LOG"
    fi
    sleep 0.2
    waited=$((waited + 1))
    lines=$(grep -cE '^[0-9:]+ [a-z-]+: (Running|Finished)' "$LOG" || true)
    if [ "$lines" -gt "$shown" ]; then shown=$lines; printf '\r    %s resources up ' "$shown"; fi
  done
  printf '\n'
}

load() {
  if ls samples/notices/*.json >/dev/null 2>&1 && ./egov --help 2>/dev/null | grep -q import; then
    step "Loading the notices"
    ./egov import samples/notices/*.json || return
    step "What they add up to"
    ./egov report || return
  fi
}

show() {
  step "Ready"
  printf '    REST       %s  (reference at /docs)\n' "$EGOV_REST"
  printf '    gRPC       %s\n' "$EGOV_GRPC"
  printf '    Dashboard  %s\n' "$(grep -o 'http://[^ ]*/login?t=[0-9a-f]*' "$LOG" | head -n 1 || echo 'not installed')"
  printf '    Sign-in    resource identity on the dashboard, a user per role\n'
  printf '    Log        %s\n' "$LOG"
}

detach=no profile=${Servers__Profile:-}
while [ $# -gt 0 ]; do
  case $1 in
    --stop) stop; exit ;;
    --detach) detach=yes; shift ;;
    --profile)
      [ "${2:-}" = ha ] || fail "there is one profile: ha"
      profile=ha; shift 2 ;;
    *) fail "unknown option $1 (there are --detach, --profile ha and --stop)" ;;
  esac
done
export Servers__Profile=$profile

if running_pid >/dev/null; then
  show
  exit
fi
install_packages
install_dashboard
install_identity
build
start
loaded=0
load || loaded=$?
show
[ $loaded = 0 ] || printf 'run.sh: the notices could not all be loaded or reported; see above\n' >&2
if [ $detach = yes ]; then
  exit $loaded
fi
trap stop INT TERM
step "Ctrl+C ends it."
wait || true
