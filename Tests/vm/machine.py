"""What both kinds of machine have in common: commands are run in them, and awaited."""
import time


class Failure(Exception):
    """An expectation that did not hold; its text says which."""


class Machine:
    name = "machine"

    def execute(self, command: str, seconds: float) -> tuple[int, str]:
        """Runs a shell command as root; its exit status and all that it said."""
        raise NotImplementedError

    def sh(self, command: str, seconds: float = 60) -> str:
        """The output of a command that must succeed."""
        status, text = self.execute(command, seconds)
        if status:
            raise Failure(f"{self.name}: `{command}` ended with {status}:\n{text.strip()[-3000:]}")
        return text.strip()

    def succeeds(self, command: str, seconds: float = 60) -> bool:
        return self.execute(command, seconds)[0] == 0

    def until(self, command: str, seconds: float, what: str) -> float:
        """Seconds until the command succeeds. It is asked five times a second."""
        began = time.monotonic()
        status, text = self.execute(
            f"end=$(($(date +%s) + {int(seconds)})); until {{ {command}; }} >/tmp/until 2>&1; do "
            "[ $(date +%s) -lt $end ] || { tail -c 1000 /tmp/until; exit 1; }; sleep 0.2; done", seconds + 30)
        if status:
            raise Failure(f"{self.name}: {what}: not within {seconds:.0f} s: `{command}`\n{text.strip()}")
        return time.monotonic() - began

    def story(self) -> str:
        """The last of the log, for whoever reads a failure."""
        return self.execute("journalctl -b -n 40 --no-pager -o short-monotonic -u 'cqwatch*' 2>&1", 60)[1]
