#!/usr/bin/env bash
# Tries the hooks of a repository with pre-commit, on a project with a mistake and without one.
set -euo pipefail
pre_commit=$1 repository=$2 folder=$3
export PRE_COMMIT_HOME=$folder/environments

mkdir -p "$folder/project"
git clone --quiet --no-hardlinks "$repository" "$folder/clone"
cd "$folder/project"
git init --quiet
printf '[logging]\nlevel = "debug"\n[server.api]\nport=4300\n' > prefect.toml
git add .

# try-repo ends with a failure where a hook changes a file or finds something.
try() { "$pre_commit" try-repo "$folder/clone" "$1" --all-files > "$folder/$1.txt"; }
expect_failure() {
  if try "$1"; then
    printf '%s passed, and should not have:\n' "$1"
    cat "$folder/$1.txt"
    return 1
  fi
}

printf 'colour = true\n' >> prefect.toml
expect_failure prefect-toml-lsp-check
grep -q 'unknown-setting' "$folder/prefect-toml-lsp-check.txt"
sed -i '$d' prefect.toml
expect_failure prefect-toml-lsp-fix
grep -q '^level = "DEBUG"' prefect.toml
expect_failure prefect-toml-lsp-format
grep -q '^port = 4300$' prefect.toml
for hook in check fix format; do
  try "prefect-toml-lsp-$hook"
done
echo "pre-commit: 3 hooks tried, each with something to do and without"
