"""Runs a command on a pseudo-terminal, with the environment that the first argument holds as JSON, and ends as the command ends."""

import json
import os
import pty
import sys

environment, *command = sys.argv[1:]
os.environ.clear()
os.environ.update(json.loads(environment))
sys.exit(os.waitstatus_to_exitcode(pty.spawn(command)))
