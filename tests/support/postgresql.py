"""A PostgreSQL server of the tests' own, on a Unix socket in a temporary directory.

What a newcomer would get wrong: the server refuses to run as root, so root starts it as the user `postgres`, in a directory
that this user owns; and a socket's path must stay under 100 bytes, so that directory is under /tmp whatever TMPDIR says.
"""

import getpass
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")  # Debian keeps the binaries off PATH

# Debian keeps it where an ordinary PATH does not look.
RUNUSER = shutil.which("runuser", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "runuser"


def find_binaries() -> Path | None:
    """The directory of the newest installed server, or None."""
    versions = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class PostgresServer:
    """Started on entry, stopped and removed on exit."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        self._home = Path(tempfile.mkdtemp(prefix="tu", dir="/tmp"))
        self._databases = 0

    def __enter__(self) -> "PostgresServer":
        """Make a cluster and start it."""
        if os.geteuid() == 0:
            shutil.chown(self._home, self._user)
        data = str(self._home / "data")
        self._run("initdb", "--no-sync", "--auth=trust", f"--username={self._user}", "--encoding=UTF8", "-D", data)
        options = f"-k {self._home} -c listen_addresses= -c fsync=off -c max_connections=60"
        self._run("pg_ctl", "-D", data, "-o", options, "-w", "-l", str(self._home / "log"), "start")
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Stop the server and remove everything."""
        self._run("pg_ctl", "-D", str(self._home / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._home, ignore_errors=True)

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://{self._user}@/{name}?host={self._home}"

    def create(self, template: str = "template1") -> str:
        """Make a database, a copy of `template`, and return its name."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._run("createdb", f"--host={self._home}", f"--username={self._user}", f"--template={template}", name)
        return name

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        if os.geteuid() == 0:
            command = [RUNUSER, "-u", self._user, "--", *command]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")
