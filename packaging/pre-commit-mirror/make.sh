#!/usr/bin/env bash
# Makes the mirror, a Git repository with the hooks and the released package: make.sh FOLDER
set -euo pipefail
here=$(dirname -- "$0") folder=$1
mkdir -p "$folder"
cp "$here/../../.pre-commit-hooks.yaml" "$here/pyproject.toml" "$folder"
cd "$folder"
git init --quiet
git add .
git -c user.name=mirror -c user.email=mirror@localhost commit --quiet --message "Hooks"
