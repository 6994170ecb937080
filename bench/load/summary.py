#!/usr/bin/env python3
"""summary.py RESULTS.jsonl ...: medians of all repetitions, and their ratios to the peers, as Markdown."""
import json
import statistics
import sys


def read(files):
    for file in files:
        with open(file) as lines:
            yield from (json.loads(line) for line in lines)


def kind_of(server):
    """strowger-usrloc -> strowger, so that each row has its servers side by side"""
    if server == 'strowger-at-once' or server.startswith('strowger') and 'loops' in server:
        return server
    if server.startswith(('kamailio-newer', 'kamailio-tlsf', 'kamailio-long')):
        return server.removesuffix('-1')
    return server.split('-')[0] if not server.startswith('jain') else server


def name_of(run):
    rate = 'saturated' if run['rate'] == 0 else f"{run['rate']}/s"
    words = [run['scenario'], run.get('label', ''), rate]
    return ' '.join(word for word in words if word)


def group(runs, key):
    """row -> server -> values of all repetitions"""
    rows = {}
    for run in runs:
        rows.setdefault(name_of(run), {}).setdefault(kind_of(run['server']), []).append(key(run))
    return rows


def median(values):
    return statistics.median(values) if values else None


def ratio(ours, theirs):
    return f'{ours / theirs:.2f}' if ours is not None and theirs else ''


def table(title, head, rows):
    if not rows:
        return
    print(f"\n## {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print('| ' + ' | '.join(row) + ' |')


def costs(runs):
    """us of CPU per unit: median (least to most)"""
    rows = group(runs, lambda run: run['us'])
    if not rows:
        return
    peers = ['relay', 'kamailio', 'jain-sip', 'strowger']
    servers = peers + sorted({server for row in rows.values() for server in row} - set(peers))
    servers = [server for server in servers if any(server in row for row in rows.values())]
    out = []
    for name, row in rows.items():
        ours, kamailio, relay = (median(row.get(server, [])) for server in ('strowger', 'kamailio', 'relay'))
        above = ''
        if None not in (ours, kamailio, relay) and kamailio > relay:
            above = f'{(ours - relay) / (kamailio - relay):.2f}'
        cells = [f'{median(v):.1f} ({min(v):.1f} to {max(v):.1f})' if (v := row.get(server)) else '' for server in servers]
        out.append([name, str(max(map(len, row.values()))), *cells, ratio(ours, kamailio), ratio(ours, relay), above])
    table('CPU per unit, us: median (least to most)',
          ['scenario', 'runs', *servers, 'ours / kamailio', 'ours / relay', 'above the relay'], out)


def troubles(runs):
    """how the units fared, and how long they took at the caller"""
    out = []
    grouped = group(runs, lambda run: run)
    for name, row in grouped.items():
        for server, values in row.items():
            latency = [run['rtt_ms'].get('1') or {} for run in values]
            def at(percentile):
                found = [one[percentile] for one in latency if percentile in one]
                return f'{median(found):.2f}' if found else ''
            out.append([name, server, f"{sum(run['failed'] or 0 for run in values)} of {sum(run['calls'] for run in values)}",
                        str(sum(run['retrans_uac'] for run in values)), str(sum(run['unexpected'] for run in values)),
                        at('p50'), at('p99'), at('p999'), at('max'),
                        f"{median([run['pss_kib'] for run in values]) / 1024:.0f}",
                        f"{median([run['per_s'] for run in values]):.0f}" if 'per_s' in values[0] else '',
                        f"{median([run['vcsw'] for run in values]):.2f}"])
    table('How they fared; latency of the first answer (a call: INVITE to 180) at the caller, ms',
          ['scenario', 'server', 'failed', 'retransmissions', 'unexpected', 'p50', 'p99', 'p99.9', 'max', 'resident MB', 'units/s', 'switches each'], out)


def main():
    runs = list(read(sys.argv[1:]))
    measured = [run for run in runs if run.get('kind') is None]
    costs([run for run in measured if run['ok']])
    troubles(measured)
    table('Runs without a figure', ['scenario', 'server', 'why'],
          [[name_of(run), run['server'], run['why']] for run in runs if run.get('kind') == 'broken'])
    most = {}
    for run in runs:
        if run.get('kind') == 'max':
            most.setdefault(run['server'], []).append(run['most'])
    table('Most calls a second with fewer than 1 in 1000 failed or retransmitted', ['server', 'runs', 'median'],
          [[server, str(len(v)), f'{median(v):.0f}'] for server, v in most.items()])
    table('Memory', ['server', 'what', 'idle, resident MB', 'bytes each (PSS grown)', 'after a while', 'CPU us each'],
          [[run['server'], f"{run['n']} {run['what']}", f"{run['idle']['rss_kib'] / 1024:.0f}", str(run['pss_bytes_each']),
            str(run['pss_bytes_each_settled']), str(run['us'])] for run in runs if run.get('kind') == 'mem'])
    starts = {}
    for run in runs:
        if run.get('kind') == 'start':
            starts.setdefault(run['server'], []).append(run)
    table('Start to the first answered OPTIONS', ['server', 'runs', 'median s', 'CPU s', 'resident MB'],
          [[server, str(len(v)), f"{median([run['startup_s'] for run in v]):.3f}", f"{median([run['cpu_s'] for run in v]):.2f}",
            f"{median([run['rss_kib'] for run in v]) / 1024:.0f}"] for server, v in starts.items()])


if __name__ == '__main__':
    main()
