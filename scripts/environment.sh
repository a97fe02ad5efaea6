#!/bin/sh
# Makes .venv with the locked packages and the project itself. Uses uv where it is present, pip otherwise.
set -eu
python=${1:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; $("$python" --version) is here. Set PYTHON=/path/to/python3.11." >&2
    exit 1
}
if ! [ -x .venv/bin/python ]; then
    echo "Making the environment (.venv)"
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --seed --python "$python" .venv
    elif ! "$python" -m venv .venv 2>/dev/null; then
        rm -rf .venv
        # Debian keeps venv in a package of its own.
        if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
            "$python" -m venv .venv
        else
            echo "Python's venv is missing. Install it (Debian: sudo apt-get install python3-venv) and run make again." >&2
            exit 1
        fi
    fi
fi
echo "Installing the locked packages"
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python .venv/bin/python --require-hashes --requirement requirements.lock
    uv pip install --quiet --python .venv/bin/python --no-deps --editable .
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
fi
