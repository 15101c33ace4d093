"""A command that needs the server: it says the JVM's pid when it has it, and holds on until its input ends."""

import json
import sys

from app import embedded
from app.settings import Settings

if __name__ == "__main__":
    settings = Settings(**json.loads(sys.argv[1]))
    with embedded.server(settings, linger=bool(int(sys.argv[2]))):
        sys.stdout.write(f"{embedded.status(settings).pid}\n")
        sys.stdout.flush()
        sys.stdin.read()
