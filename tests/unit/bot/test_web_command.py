"""The web server's command line fits the database and the mode."""

from pathlib import Path

from bot.commands.web import POSTGRES_PROCESSES, server_command
from bot.settings import Settings, load


def serving(**environ: str) -> list[str]:
    """Put the command line together for settings that are complete enough."""
    return server_command(Settings(**{"port": 5050, **environ}))  # type: ignore[arg-type]


def test_sqlite_is_served_by_one_process_with_threads() -> None:
    command = serving(database_url="sqlite:///var/text-us.sqlite3")
    assert "--workers=1" in command
    assert "--worker-class=gthread" in command


def test_postgresql_is_served_by_several_processes() -> None:
    assert f"--workers={POSTGRES_PROCESSES}" in serving(database_url="postgresql://host/name")


def test_the_port_is_honoured_and_a_demo_listens_to_this_machine_alone(tmp_path: Path) -> None:
    assert "--bind=0.0.0.0:5050" in serving()
    demo = load({"DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3", "PORT": "5051"}, demo=True)
    assert "--bind=127.0.0.1:5051" in server_command(demo)
    assert server_command(demo)[-1] == "bot.wsgi:application(demo=True)"
