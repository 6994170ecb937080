"""docs/COMPARISON.md: what every server did, as it was seen."""

import datetime
import platform

from server import ROOT


def write_table(results):
    """results: for each kind of server the results of all scenarios, in one order."""
    kinds = list(results)
    today = datetime.date.today().isoformat()
    lines = [
        "# Finer points of SIP, compared",
        "",
        "What the scenarios of [interop/scenarios](../interop/scenarios) saw, each played with real sockets on loopback against a real server.",
        "Written by `interop/scenarios/run.sh --table`; play it yourself.",
        "",
        f"- Date: {today}; {platform.system()} {platform.machine()}.",
    ]
    lines.append(f"- Servers: {'; '.join(kind.version() for kind in kinds)}.")
    lines += [
        "- Configuration of Kamailio: [kamailio.cfg](../interop/scenarios/kamailio.cfg), Debian's package with everything switched on that helps here.",
        "- Configuration of Strowger: ports, domain, no passwords, and T1 where the scenario shortens it; Kamailio's timers are shortened alike.",
        "- T1 is 500 ms, but 50 ms in `silent_to_options`, `three_servers_of_a_name` and `handshake_that_never_ends`, so that time-outs take seconds.",
        "",
        "| scenario | what must hold | " + " | ".join(kind.name for kind in kinds) + " |",
        "|---|---|" + "---|" * len(kinds),
    ]
    for row in zip(*results.values()):
        scenario = row[0].scenario
        held = " | ".join("holds" if result.held else "**fails**" for result in row)
        lines.append(f"| `{scenario.__name__}` | {scenario.__doc__} | {held} |")
    lines += ["", "## What was seen", ""]
    for row in zip(*results.values()):
        for kind, result in zip(kinds, row):
            lines += [f"- `{result.scenario.__name__}`, {kind.name}{'' if result.held else ' (fails)'}: {text}" for text in result.seen if text.strip()]
    (ROOT / "docs" / "COMPARISON.md").write_text("\n".join(lines) + "\n")
