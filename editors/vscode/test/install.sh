#!/usr/bin/env bash
# Set up VS Code in a browser for the tests: code-server in .vscode-test/, driven by playwright-core
# in Debian's Chromium. What is there already is kept. Needs Node.js 20, and Debian's apt for the rest.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$PWD/.vscode-test
release=4.100.3

packages=()
command -v chromium > /dev/null || packages+=(chromium)
command -v rg > /dev/null || packages+=(ripgrep)
command -v fc-list > /dev/null && fc-list | grep -qi dejavu || packages+=(fonts-dejavu-core)
# The extension sets up its server with the system's Python.
/usr/bin/python3 -c 'import ensurepip' 2> /dev/null || packages+=(python3-venv)
# For the native modules of VS Code that are built below.
for package in build-essential libkrb5-dev; do
  dpkg -s "$package" > /dev/null 2>&1 || packages+=("$package")
done
if [ ${#packages[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

if [ -f "$folder/ready-$release" ]; then
  exit 0
fi
# The headers that node-gyp would download come with Node.js.
node_home=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
if [ -f "$node_home/include/node/node.h" ]; then
  export npm_config_nodedir=$node_home
fi
# Its install scripts download programs from elsewhere, so none of them runs; what is needed of
# them is done here.
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts "code-server@$release" playwright-core@1.65.1
(
  cd node_modules/code-server/lib/vscode
  npm install --silent --no-audit --no-fund --ignore-scripts --omit=dev
  npm rebuild --silent @vscode/spdlog native-watchdog kerberos
  mkdir -p node_modules/@vscode/ripgrep/bin
  ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
)
npm rebuild --silent argon2
node node_modules/code-server/out/node/entry.js --version
touch "ready-$release"
