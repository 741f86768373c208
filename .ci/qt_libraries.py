"""Sees to it that Qt can start here: installs the Debian packages it lacks where that is possible
without asking (root, apt-get), and otherwise ends with the one line that says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def ask(question: str) -> str:
    """What preflight answers in a fresh process, where no failed import is remembered."""
    answer = subprocess.run(
        [sys.executable, "-c", f"from playground import preflight; print({question})"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


def install(packages: list[str]) -> None:
    print(f"Installing what Qt needs: {' '.join(packages)}", file=sys.stderr, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode != 0:
            reason = done.stdout.strip().splitlines()[-1:] or ["no reason given"]
            print(f"{' '.join(command[:2])} failed: {reason[0]}", file=sys.stderr)


def main() -> int:
    packages = ask("*preflight.missing_packages()").split()
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if packages and is_root and shutil.which("apt-get"):
        install(packages)
    problem = ask("preflight.problem() or ''")
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
