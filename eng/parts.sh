#!/bin/bash
# Lists what a program is made of, as CycloneDX: eng/parts.sh [FOLDER [PROJECT...]] writes FOLDER/PROGRAM.json for each project, by default
# for every service, the gateway and the command line to artifacts/parts. Packages with versions, licences and digests come from what was restored.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. eng/setup.sh
need_dotnet

folder=${1:-artifacts/parts}
shift || true
[ $# -gt 0 ] || set -- src/{Countries,Activities,Training,Reporting,Integration,Gateway,Cli}/*.csproj
dotnet tool restore -v q >/dev/null || fail "the tools of .config/dotnet-tools.json could not be restored"
for project in "$@"; do
    name=$(basename "$project" .csproj)
    [ -f "artifacts/obj/$name/project.assets.json" ] || fail "$project is not restored: dotnet restore $project --locked-mode"
    # With the packages of the projects it refers to: they are in its own assets.
    dotnet tool run dotnet-CycloneDX "$project" --output "$folder" --filename "$name.json" --output-format Json --set-name "$name" --disable-package-restore >/dev/null \
        || fail "the list of $name could not be made"
    say "$folder/$name.json"
done
