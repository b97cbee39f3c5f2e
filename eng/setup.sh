# Sourced by run.sh and test.sh: makes sure that programs are there. Installs with apt where it may, else says what is missing.
# Expects the working folder to be the root of the repository.

export DEBIAN_FRONTEND=noninteractive DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '== %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Is a program or library there? Names are those of Debian packages.
have() {
    case $1 in
        postgresql-15) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
        rabbitmq-server) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && command -v epmd >/dev/null ;;
        etcd-server) command -v etcd >/dev/null ;;
        redis-server) command -v redis-server >/dev/null ;;
        nodejs) command -v node >/dev/null ;;
        npm) command -v npm >/dev/null ;;
        libicu72) ldconfig -p 2>/dev/null | grep -q 'libicuuc\.so\.' || compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null ;;
        python3-grpcio) /usr/bin/python3 -c 'import grpc' 2>/dev/null ;;
        python3-protobuf) /usr/bin/python3 -c 'import google.protobuf' 2>/dev/null ;;
        nghttp2-client) command -v h2load >/dev/null ;;
        ruby-grpc) /usr/bin/ruby -e 'require "grpc"' 2>/dev/null ;;
        nginx) command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] ;;
        chromium) command -v chromium >/dev/null ;;
        poppler-utils) command -v pdftotext >/dev/null ;;
        libc6-dev) [ -f /usr/include/stdio.h ] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# need PACKAGE...: installs what is missing.
need() {
    local missing=() name sudo=
    for name in "$@"; do have "$name" || missing+=("$name"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    local how="apt-get install -y --no-install-recommends ${missing[*]}"
    command -v apt-get >/dev/null || fail "missing: ${missing[*]}. On Debian 12: $how. Elsewhere install what these packages hold."
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || fail "missing: ${missing[*]}. Run as root: $how"
        sudo=sudo
    fi
    say "installing ${missing[*]}"
    local log; log=$(mktemp)
    { $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive $how; } </dev/null >"$log" 2>&1 \
        || { tail -20 "$log" >&2; rm -f "$log"; fail "$how did not work"; }
    rm -f "$log"
    for name in "${missing[@]}"; do have "$name" || fail "$name was installed but is still not found"; done
}

need_dotnet() {
    command -v dotnet >/dev/null || { [ -x "$HOME/.dotnet/dotnet" ] && PATH="$HOME/.dotnet:$PATH"; } \
        || fail "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
    dotnet --version >/dev/null 2>&1 || fail "no .NET SDK fits global.json; install the .NET 10 SDK"
    # Programs we build look for the runtime here when it is not in the system's place.
    DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
    export DOTNET_ROOT PATH
}

# Installs the node programs of eng/node, once per lock file. Not by `npm ci`: the lock file lacks buf's packages for
# systems that the registry we lock against does not carry.
need_node_programs() {
    cmp -s eng/node/package-lock.json .tools/node/installed.json && return 0
    say "installing node programs"
    mkdir -p .tools/node
    cp eng/node/package.json eng/node/package-lock.json .tools/node/
    local log; log=$(mktemp)
    (cd .tools/node && npm install --ignore-scripts --no-audit --no-fund </dev/null >"$log" 2>&1) \
        || { tail -20 "$log" >&2; rm -f "$log"; fail "npm install did not work"; }
    rm -f "$log"
    cp eng/node/package-lock.json .tools/node/installed.json
}
