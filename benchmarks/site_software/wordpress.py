"""The tests' stories as sites of WordPress itself: its PHP, with MariaDB, as Debian packages them.

Debian: php-cli php-mysql php-xml mariadb-server-core wordpress, and wordpress-theme-… for further themes.
Beside the stories a site has what WordPress makes of its own accord (archives by author, day, tag and
category, a feed of each), a comment on each story, a page about the site, its sample page, and a post behind
a password.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from markdown import markdown
from site_software.site import BuiltSite
from site_software.stories import STORIES

PROGRAMS = ("php", "mariadbd", "mariadb-install-db")
INSTALLED = Path("/usr/share/wordpress")
_SECONDS = 120

_SETTINGS = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('DB_HOST', 'localhost:' . getenv('WORDPRESS_SOCKET'));
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('WP_HOME', getenv('WORDPRESS_HOME'));
define('WP_SITEURL', getenv('WORDPRESS_HOME'));
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
_ROUTER = """<?php
$file = __DIR__ . urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (is_file($file)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
"""


def themes(wordpress: Path = INSTALLED) -> list[str]:
    """Names of the themes that can be served: none where a program or WordPress is missing."""
    if not all(map(shutil.which, PROGRAMS)):
        return []
    return sorted(path.parent.name for path in wordpress.glob("wp-content/themes/*/style.css"))


@contextmanager
def wordpress_site(theme: str, folder: Path, wordpress: Path = INSTALLED) -> Iterator[BuiltSite]:
    """A site of WordPress with a theme on a free port of loopback, as long as the context lasts."""
    root = folder / "wordpress"
    folder.mkdir(exist_ok=True)
    shutil.copytree(wordpress, root, symlinks=False, ignore_dangling_symlinks=True)
    (root / "wp-config.php").write_text(_SETTINGS, "utf-8")
    (root / "router.php").write_text(_ROUTER, "utf-8")
    host = f"127.0.0.1:{_free_port()}"
    environment = os.environ | {
        "WORDPRESS": str(root),
        "WORDPRESS_HOME": f"http://{host}",
        "WORDPRESS_SOCKET": str(folder / "mariadb.sock"),
        "PHP_CLI_SERVER_WORKERS": "2",
    }
    with _database(folder):
        _write_stories(theme, host, environment)
        with _running(["php", "-S", host, "-t", str(root), str(root / "router.php")], environment):
            home = f"http://{host}/"
            _wait_for(home)
            yield BuiltSite(home, root, [])


def _write_stories(theme: str, host: str, environment: dict[str, str]) -> None:
    stories = [
        {
            "slug": story.slug,
            "title": story.title,
            "author": story.author,
            "published": story.published.strftime("%Y-%m-%d %H:%M:%S"),
            "section": story.section,
            "tags": story.tags,
            "html": markdown(story.body),
        }
        for story in STORIES
    ]
    given = {
        "title": "The Lock Keeper",
        "theme": theme,
        "host": host,
        "permalinks": "/%year%/%monthnum%/%day%/%postname%/",
        "stories": stories,
    }
    command = ["php", str(Path(__file__).with_suffix(".php"))]
    subprocess.run(command, input=json.dumps(given).encode(), env=environment, check=True, timeout=_SECONDS)


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    data, own_socket = folder / "mariadb", folder / "mariadb.sock"
    common = ["--no-defaults", f"--datadir={data}", "--user=root"]
    made = ["mariadb-install-db", *common, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(made, check=True, capture_output=True, timeout=_SECONDS)
    first = folder / "first.sql"
    first.write_text("CREATE DATABASE wordpress CHARACTER SET utf8mb4;\n", "utf-8")
    serve = ["mariadbd", *common, f"--socket={own_socket}", "--skip-networking", f"--init-file={first}"]
    with _running(serve, os.environ):
        deadline = time.monotonic() + _SECONDS
        while not own_socket.exists():
            if time.monotonic() > deadline:
                raise TimeoutError(f"MariaDB made no socket in {_SECONDS} s: {own_socket}")
            time.sleep(0.1)
        yield


@contextmanager
def _running(command: Sequence[str], environment: os._Environ[str] | dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # PHP's workers do not end with the process that forked them
        process.wait(_SECONDS)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=_SECONDS).close()
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
