#!/usr/bin/env bash
# Tries the hooks of a repository with pre-commit, on a project with mistakes and on one without.
set -euo pipefail
pre_commit=$1 repository=$2 folder=$3
export PRE_COMMIT_HOME=$folder/environments
told=$folder/told.txt

mkdir -p "$folder/project"
git clone --quiet --no-hardlinks "$repository" "$folder/clone"
cd "$folder/project"
git init --quiet
try() { # how each hook must end
  "$pre_commit" try-repo "$folder/clone" --all-files > "$told" || [ "$1" = Failed ]
  if [ "$(grep -c "^[a-z].*\.$1\$" "$told")" -ne 3 ]; then
    cat "$told"
    return 1
  fi
}

printf '[logging]\nlevel="INFO"\ncolour = true\n[server.api]\nport = "4300"\n' > prefect.toml
git add .
try Failed
grep -q 'unknown-setting' "$told"
grep -q '^port = 4300$' prefect.toml
grep -q '^level = "INFO"$' prefect.toml
sed -i /colour/d prefect.toml
git add .
try Passed
echo "pre-commit: 3 hooks tried, with something to do and without"
