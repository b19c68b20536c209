"""The command `folklore`, and `python -m harness`."""

from harness import signals


def main() -> None:
    """Call the command with the words of the shell; Ctrl-C while it is imported is one line, too."""
    signals.leave_at_signals()
    from harness import cli

    try:
        cli.main()
    finally:
        signals.as_usual()


if __name__ == "__main__":
    main()
