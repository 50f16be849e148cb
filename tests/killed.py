"""A migration that is killed at its n-th statement, for every n there is; run as a program.

Each round is a process of its own, ended by SIGKILL; what it left is then looked at and brought up
to date. It prints, as JSON, how many kills there were, what each kill left behind and what the
next start made of it.
"""

import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event, inspect, text

from bot.storage.address import Address
from bot.storage.migrating import version
from bot.storage.opening import opened
from bot.storage.sessions import session

ENDLESS = 10_000


def main(url: str, folder: Path, step: int) -> None:
    """Kill a migration once at every statement it consists of, or at each `step`th."""
    left: list[list[str]] = []
    made: list[list[str]] = []
    for number in range(0, ENDLESS, step):
        address = Address.of(url, folder=folder / f"killed-at-{number}")
        died = _killed(address, number)
        left.append(_tables(address))
        opened(address).close()
        made.append(_tables(address))
        if not died:
            break
        if url:
            _emptied(address)
    said = {"rounds": len(left) - 1, "left": left, "made": made}
    sys.stdout.write(json.dumps(said))


# Tells whether it was killed before it was done.
def _killed(address: Address, number: int) -> bool:
    child = os.fork()
    if not child:
        seen = 0

        def count(*_arguments: object) -> None:
            nonlocal seen
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        opened(address).close()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _tables(address: Address) -> list[str]:
    if address.path and not address.path.exists():
        return []
    it = session(address, reads=True)
    (found,) = it.transact([lambda c: (sorted(inspect(c).get_table_names()), version(c))])
    it.close()
    return [*found[0], *filter(None, [found[1]])]


def _emptied(address: Address) -> None:
    it = session(address)
    it.transact([lambda c: c.execute(text("DROP SCHEMA public CASCADE"))])
    it.transact([lambda c: c.execute(text("CREATE SCHEMA public"))])
    it.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
