"""The page of commands, from what `baraza --help` is made of."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from app.cli import baraza


def commands_page() -> str:
    """A section for each command: its usage, what it means, its options."""
    head = (
        "# Commands\n\n<!-- Made by `make generate`; change the code instead. -->\n\n"
        "`.venv/bin/baraza` in a clone. Exit codes: 0 done, 1 could not (with a sentence), 2 wrong usage.\n"
    )
    return "\n".join([head, *sections(typer.main.get_command(baraza), "baraza")])


def sections(command: typer.core.TyperGroup, name: str) -> Iterator[str]:
    """The sections of a group's commands, by name."""
    for word, inner in sorted(command.commands.items()):
        full = f"{name} {word}"
        if hasattr(inner, "commands"):
            yield from sections(inner, full)
        else:
            yield section(inner, full)


def section(command: typer.core.TyperCommand, name: str) -> str:
    """One command."""
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    usage = " ".join([name, *(str(each.name).upper() for each in arguments)])
    rows = [option(each) for each in command.params if each.name != "help"]
    return "\n".join([f"## `{usage}`\n", f"{(command.help or '').strip()}\n", *rows, *([""] if rows else [])])


def option(parameter: typer.core.TyperArgument | typer.core.TyperOption) -> str:
    """One argument or option: how it is written, what it means, its default."""
    is_argument = parameter.param_type_name == "argument"
    words = str(parameter.name).upper() if is_argument else ", ".join(parameter.opts)
    default = (
        ""
        if parameter.default in (None, False, ()) or parameter.required
        else f" Default: `{shown(parameter.default)}`."
    )
    needed = " Needed." if parameter.required and not is_argument else ""
    return f"- `{words}` – {parameter.help or ''}{needed}{default}"


def shown(default: object) -> str:
    """A default as it would be typed."""
    return str(getattr(default, "value", default))
