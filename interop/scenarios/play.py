"""Plays the scenarios, several at a time; says what held, and what all phones saw where one did not."""

import argparse
import concurrent.futures
import pathlib
import sys
import tempfile
import time
import traceback

import calls
import forks
import networks
from phone import Phone, Unexpected, parts_of_story
from server import ADDRESS, SERVERS, DidNotStart, is_there
from table import write_table

AT_ONCE = 4
SCENARIOS = [*forks.SCENARIOS, *calls.SCENARIOS, *networks.SCENARIOS]


class Stage:
    """What one scenario is given: a server of its own, phones, and a place to say what it measured."""

    def __init__(self, kind, folder):
        self.kind = kind
        self.folder = folder
        self.began = time.monotonic()
        self.server = None
        self.phones = []
        self.closing = []
        self.seen = []

    def serve(self, **settings):
        self.server = self.kind(self.folder, **settings)
        self.began = time.monotonic()
        return self.server

    def phone(self, name, *wire, server=None):
        if not (server or self.server):
            self.serve()
        phone = Phone(name, server or self.server, *wire, own=ADDRESS)
        self.phones.append(phone)
        return phone

    def registered(self, name, user, *wire):
        phone = self.phone(name, *wire)
        phone.registers(user)
        return phone

    def says(self, text):
        """A figure or a fact that belongs to the result."""
        self.seen.append(text)

    def ends(self):
        for phone in self.phones:
            phone.leaves()
        for thing in self.closing:
            thing.close()
        if self.server:
            self.server.ends()


class Result:
    def __init__(self, scenario, kind, held, seen, seconds, story=()):
        self.scenario, self.kind, self.held, self.seen, self.seconds, self.story = scenario, kind, held, seen, seconds, story

    def show(self):
        print(f"  {'ok  ' if self.held else 'FAIL'}  {self.kind.name}, {self.scenario.__name__}: {self.scenario.__doc__} ({self.seconds:.1f} s)")
        for text in self.seen:
            print(f"          {text}")
        if not self.held:
            for line in self.story:
                print(f"        | {line}")
        sys.stdout.flush()


def play(scenario, kind, folder):
    began = time.monotonic()
    stage = Stage(kind, folder / scenario.__name__)
    held, fault = True, []
    try:
        scenario(stage)
    except (Unexpected, DidNotStart) as unexpected:
        held, fault = False, [str(unexpected)]
    except Exception:
        held, fault = False, traceback.format_exc().splitlines()
    story = parts_of_story(stage.phones, stage.began) if not held else ()
    stage.ends()
    result = Result(scenario, kind, held, stage.seen + fault, time.monotonic() - began, story)
    result.show()
    return result


def play_all(scenarios, kinds, folder):
    """For each kind of server the results, in the order of the scenarios. Servers are played one after the other."""
    # those that only wait for a long time do not keep anybody waiting
    long = [scenario for scenario in scenarios if getattr(scenario, "waits", False)]
    short = [scenario for scenario in scenarios if scenario not in long]
    futures = {}
    with concurrent.futures.ThreadPoolExecutor(len(long) * len(kinds) + 1) as waiting:
        for kind in kinds:
            futures |= {(kind, scenario): waiting.submit(play, scenario, kind, folder / kind.name) for scenario in long}
        for kind in kinds:
            with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as playing:
                futures |= {(kind, scenario): playing.submit(play, scenario, kind, folder / kind.name) for scenario in short}
    return {kind: [futures[kind, scenario].result() for scenario in scenarios] for kind in kinds}


def main():
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenarios to play; all without it")
    parser.add_argument("--server", choices=SERVERS, default="strowger")
    parser.add_argument("--list", action="store_true", help="name the scenarios")
    parser.add_argument("--table", action="store_true", help="play all against every server and write docs/COMPARISON.md")
    asked = parser.parse_args()
    known = {scenario.__name__: scenario for scenario in SCENARIOS}
    unknown = [name for name in asked.names if name not in known]
    if asked.list or unknown:
        for name in unknown:
            print(f"expected the name of a scenario, found {name!r}; there are:")
        for name, scenario in known.items():
            print(f"  {name}: {scenario.__doc__}")
        return 1 if unknown else 0
    scenarios = [known[name] for name in asked.names] or SCENARIOS
    kinds = list(SERVERS.values()) if asked.table else [SERVERS[asked.server]]
    for kind in kinds:
        if not is_there(kind):
            print(f"{kind.name} is not installed: apt-get install --no-install-recommends kamailio kamailio-tls-modules kamailio-websocket-modules")
            return 1
    with tempfile.TemporaryDirectory(prefix="strowger-scenarios.") as folder:
        results = play_all(scenarios, kinds, pathlib.Path(folder))
    if asked.table:
        write_table(results)
    return verdict(results)


def verdict(results):
    failed = {kind: sum(not result.held for result in each) for kind, each in results.items()}
    for kind, each in results.items():
        print(f"{'FAIL' if failed[kind] else 'PASS'} scenarios: {len(each) - failed[kind]} of {len(each)} held against {kind.name}")
    # the first is who was asked for, or we; of others it is told, and no more
    return 1 if next(iter(failed.values())) else 0


if __name__ == "__main__":
    sys.exit(main())
