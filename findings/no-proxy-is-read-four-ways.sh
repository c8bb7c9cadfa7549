#!/bin/sh
# NO_PROXY has no standard, and four clients that one Python program is likely to hold read it in four ways.
#
# Guess: an address on loopback that NO_PROXY names is asked directly by all of them, or by none.
# Seen with httpx 0.28.1, requests 2.34.2, urllib of Python 3.11 and git 2.39.5, each asked for a server on
# 127.0.0.1 while http_proxy leads to another server that answers 502:
#   127.0.0.0/8        direct: requests, git          through the proxy: httpx, urllib
#   127.0.0.1:PORT     direct: httpx, urllib          through the proxy: requests, git
#   a.example,*        direct: httpx                  through the proxy: requests, urllib, git
#   127.0.0.1          direct: all four
# So only plain names and addresses, and a lone star, mean the same to all.
# The script prints the table that it sees and ends with 1 where it differs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install httpx==0.28.1 requests==2.34.2 2>/dev/null
cat > "$folder/ask.py" <<'PY'
import os
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import requests


def serve(status):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


origin, proxy = serve(404), serve(502)
url = f"http://127.0.0.1:{origin}/x"


def by_urllib():
    try:
        urllib.request.urlopen(url, timeout=5)
    except urllib.error.HTTPError as error:
        return error.code


def by_git():
    said = subprocess.run(["git", "ls-remote", url], capture_output=True, text=True, timeout=20).stderr
    return 502 if "502" in said else 404


clients = {
    "httpx": lambda: httpx.get(url, timeout=5).status_code,
    "requests": lambda: requests.get(url, timeout=5).status_code,
    "urllib": by_urllib,
    "git": by_git,
}
expected = {
    "127.0.0.0/8": {"requests", "git"},
    f"127.0.0.1:{origin}": {"httpx", "urllib"},
    "a.example,*": {"httpx"},
    "127.0.0.1": set(clients),
}
for name in list(os.environ):
    if name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        del os.environ[name]
os.environ |= {"http_proxy": f"http://127.0.0.1:{proxy}", "GIT_TERMINAL_PROMPT": "0"}
differs = False
for value, direct in expected.items():
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = value
    found = {name for name, ask in clients.items() if ask() == 404}
    print(f"{value.replace(str(origin), 'PORT'):16} direct: {', '.join(name for name in clients if name in found)}")
    differs |= found != direct
sys.exit(differs)
PY
"$folder/venv/bin/python" "$folder/ask.py"
