#!/usr/bin/env python3
"""What a SIP server costs under load on loopback, beside its peers, in alternating runs; run.sh calls it.

  * CPU microseconds (user, system) per call, registration or request: utime + stime of every process of the server's
    session, read from /proc before and after the load
  * latency as the caller sees it, resident memory, start-up until the first OPTIONS is answered
and, for honesty, the CPU of the generator, the machine's steal and idle time, failures, retransmissions and drops.

Repetition by repetition every target has its turn (A B C A B C ...), each freshly started, so that the drift of a
shared machine hits all of them alike. Targets are named in targets.json. Only loopback addresses are accepted.
"""
import argparse, contextlib, fcntl, glob, json, os, re, signal, socket, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf('SC_CLK_TCK')
UAS = ('127.0.0.1', 5070)
SCENARIOS = ['call', 'call-usrloc', 'hold', 'register', 'register-auth', 'options']
PIN = (None, None)        # --pin: CPUs of the server, CPUs of the load generators


def pin(which):
    return (lambda: os.sched_setaffinity(0, PIN[which])) if PIN[which] else None


# ---------------------------------------------------------------- /proc accounting
def stat_fields(pid):
    with open(f'/proc/{pid}/stat') as f:
        s = f.read()
    f = s[s.rindex(')') + 2:].split()
    return {'ppid': int(f[1]), 'session': int(f[3]), 'ut': int(f[11]), 'st': int(f[12]), 'comm': s[s.index('(') + 1:s.rindex(')')]}


def procs_of(root, session=None):
    """root, its descendants, and every process of the given session"""
    all_ = {}
    for d in os.listdir('/proc'):
        if d.isdigit():
            with contextlib.suppress(OSError, ValueError):
                all_[int(d)] = stat_fields(d)
    want = {root} if root in all_ else set()
    if session is not None:
        want |= {p for p, s in all_.items() if s['session'] == session}
    grew = True
    while grew:
        more = {p for p, s in all_.items() if s['ppid'] in want} - want
        want |= more
        grew = bool(more)
    return {p: all_[p] for p in want}


def cpu_of(root, session=None):
    """(user seconds, sys seconds, switches) of the whole server"""
    u = s = vol = inv = 0
    for p, f in procs_of(root, session).items():
        u += f['ut']; s += f['st']
        for t in glob.glob(f'/proc/{p}/task/*/status'):
            with contextlib.suppress(OSError):
                for line in open(t):
                    if line.startswith('voluntary'): vol += int(line.split()[1])
                    elif line.startswith('nonvoluntary'): inv += int(line.split()[1])
    return u / TICK, s / TICK, vol, inv


def mem_of(root, session=None):
    """KiB: sum of RSS (shared pages counted once per process), sum of PSS (counted once)"""
    rss = pss = 0
    for p in procs_of(root, session):
        with contextlib.suppress(OSError):
            for line in open(f'/proc/{p}/smaps_rollup'):
                if line.startswith('Rss:'): rss += int(line.split()[1])
                elif line.startswith('Pss:'): pss += int(line.split()[1])
    return {'rss_kib': rss, 'pss_kib': pss}


def host_cpu():
    f = [int(x) for x in open('/proc/stat').readline().split()[1:]]
    return {'total': sum(f[:8]) / TICK, 'idle': (f[3] + f[4]) / TICK, 'steal': f[7] / TICK, 'softirq': f[6] / TICK}


def udp_drops():
    rows = [l.split() for l in open('/proc/net/snmp') if l.startswith('Udp:')]
    d = dict(zip(rows[0][1:], map(int, rows[1][1:])))
    return d['RcvbufErrors'] + d.get('InErrors', 0) - d['RcvbufErrors']


# ---------------------------------------------------------------- the server under test
class Broken(Exception):
    """a server that was started and does not answer, or drops what its caller stands on"""


class Server:
    def __init__(self, name, cmd=None, pid=None, listen='127.0.0.1:5060', proto='udp', log=None, prep=None):
        self.name, self.cmd, self.root, self.proto, self.prep = name, cmd, pid, proto, prep
        h, p = listen.rsplit(':', 1)
        if not h.startswith('127.'):
            sys.exit('loopback only')
        self.addr = (h, int(p))
        self.session = None
        self.log = log or os.path.join(WORK, f'{name}.log')

    def start(self):
        """returns seconds until the first answer"""
        t0 = time.monotonic()
        if self.cmd:
            env = dict(os.environ)
            if self.prep:
                subprocess.run(self.prep, shell=True, check=True, env=env, cwd=HERE)
            self.p = subprocess.Popen('exec ' + self.cmd, shell=True, start_new_session=True, env=env, cwd=HERE,
                                      stdin=subprocess.DEVNULL, stdout=open(self.log, 'ab'), stderr=subprocess.STDOUT, preexec_fn=pin(0))
            self.root = self.session = self.p.pid
        if not self.probe(30):
            self.stop()
            raise Broken(f'{self.name}: no answer to OPTIONS; see {self.log}')
        took = time.monotonic() - t0
        if self.cmd and self.p.poll() is not None:
            raise Broken(f'{self.name}: ended at once, and somebody else answers at {self.addr}; see {self.log}')
        return took

    def probe(self, limit):
        t_end, n = time.monotonic() + limit, 0
        while time.monotonic() < t_end:
            n += 1
            m = (f'OPTIONS sip:{self.addr[0]}:{self.addr[1]} SIP/2.0\r\nVia: SIP/2.0/{self.proto.upper()} 127.0.0.1:5099;branch=z9hG4bKp{os.getpid()}x{n}\r\n'
                 f'Max-Forwards: 70\r\nFrom: <sip:probe@127.0.0.1>;tag=p{n}\r\nTo: <sip:{self.addr[0]}>\r\nCall-ID: probe{n}.{os.getpid()}\r\n'
                 f'CSeq: 1 OPTIONS\r\nContact: <sip:probe@127.0.0.1:5099>\r\nContent-Length: 0\r\n\r\n').encode()
            with contextlib.suppress(OSError):
                if self.proto == 'udp':
                    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                        s.bind(('127.0.0.1', 5099)); s.settimeout(0.01); s.sendto(m, self.addr)
                        if s.recv(4096).startswith(b'SIP/2.0 '): return True
                else:
                    with socket.create_connection(self.addr, 0.2) as s:
                        s.settimeout(0.2); s.sendall(m)
                        if s.recv(4096).startswith(b'SIP/2.0 '): return True
            time.sleep(0.002)
        return False

    def cpu(self): return cpu_of(self.root, self.session)
    def mem(self): return mem_of(self.root, self.session)

    def stop(self):
        """end only what was started here: the processes of our own session"""
        if not self.cmd: return
        with contextlib.suppress(ProcessLookupError): os.kill(self.root, signal.SIGTERM)
        t_end = time.monotonic() + 6
        while time.monotonic() < t_end and self.p.poll() is None: time.sleep(0.02)
        for p in procs_of(self.root, self.session):
            with contextlib.suppress(ProcessLookupError): os.kill(p, signal.SIGKILL)
        self.p.wait()


# ---------------------------------------------------------------- registering bindings
def register_many(server, users, contact=UAS, window=64, domain='example.com', transport='udp'):
    """plain REGISTERs over UDP, a window outstanding; the (aor -> contact) bindings used by usrloc calls, who are reached by the given transport"""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    s.bind(('127.0.0.1', 0)); s.settimeout(1.0)
    me, run, todo, out, ok, tries = s.getsockname(), time.time_ns(), iter(users), {}, 0, 0
    by = '' if transport == 'udp' else f';transport={transport}'
    def send(u):
        s.sendto((f'REGISTER sip:{domain} SIP/2.0\r\nVia: SIP/2.0/UDP {me[0]}:{me[1]};branch=z9hG4bK{run}.{u}.{tries}\r\nMax-Forwards: 70\r\n'
                  f'From: <sip:{u}@{domain}>;tag=t{u}\r\nTo: <sip:{u}@{domain}>\r\nCall-ID: {u}.{run}\r\nCSeq: {1 + tries} REGISTER\r\n'
                  f'Contact: <sip:{u}@{contact[0]}:{contact[1]}{by}>\r\nExpires: 3600\r\nUser-Agent: load-harness/1.0\r\nContent-Length: 0\r\n\r\n').encode(), server.addr)
    done = False
    while True:
        while not done and len(out) < window:
            try: u = next(todo)
            except StopIteration: done = True; break
            out[u] = 1; send(u)
        if not out: return ok
        try: m = s.recv(4096)
        except socket.timeout:
            tries += 1
            if tries > 20: raise RuntimeError(f'{len(out)} registrations unanswered')
            for u in list(out): send(u)
            continue
        u = re.search(rb'\r\nCall-ID: ([^.]+)\.', m)
        if m.startswith(b'SIP/2.0 200') and u: ok += out.pop(u.group(1).decode(), 0)
        elif not m.startswith(b'SIP/2.0 1'): raise RuntimeError(m[:60])


# ---------------------------------------------------------------- the generator
def load_c(server, scen, rate, calls, users, warm=0, window=0, limit=None, ports=1, first=0, transport='udp'):
    """one bounded run of sipload; a dict. Rate 0 = closed loop"""
    mode = {'call-usrloc': 'call-aor'}.get(scen, scen)
    limit = limit or int((calls + warm) / (rate or 2000) + 35)
    a = [f'{HERE}/build/sipload', '-s', f'{server.addr[0]}:{server.addr[1]}', '-m', mode, '-r', str(rate), '-n', str(calls), '-W', str(warm), '-u', str(users), '-f', str(first), '-a', f'{UAS[0]}:{UAS[1]}',
         '-t', str(limit), '-p', str(ports), '-w', str(window or (32 if rate == 0 else 50000)), *(['-T'] if transport == 'tcp' else [])]
    p = subprocess.Popen(a, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=WORK, preexec_fn=pin(1)); said = ''
    try:
        if warm: said = p.stderr.readline()
        c0, h0, d0, t0 = server.cpu(), host_cpu(), udp_drops(), time.monotonic()
        out, more = p.communicate()                         # bounded: sipload ends by itself after -t seconds
    except BaseException:
        p.kill(); raise
    wall = time.monotonic() - t0
    if not out: raise Broken(f'{server.name}: {said}{more}'.strip())     # it has said why, and what it measured is no figure
    time.sleep(0.3)
    c1, h1, d1 = server.cpu(), host_cpu(), udp_drops()
    g = json.loads(out); n = max(g['ok'] - warm, 1)
    ms = {k: {q: (x / 1000 if q != 'n' else x) for q, x in v.items()} for k, v in g['lat_us'].items()}
    return {'server': server.name, 'scenario': scen, 'transport': transport, 'ports': ports, 'rate': rate, 'calls': calls, 'wall_s': round(wall, 2), 'ok': max(g['ok'] - warm, 0), 'failed': g['failed'] + g['unfinished'] + g['unacked'],
         'retrans_uac': g['retrans'], 'unexpected': g['other'], 'accepted': g['accepted'], 'per_s': g['per_s'], 'window': window,
         'us_user': round((c1[0] - c0[0]) * 1e6 / n, 2), 'us_sys': round((c1[1] - c0[1]) * 1e6 / n, 2), 'us': round((c1[0] - c0[0] + c1[1] - c0[1]) * 1e6 / n, 2),
         'vcsw': round((c1[2] - c0[2]) / n, 2), 'ivcsw': round((c1[3] - c0[3]) / n, 2), 'srv_cores': round((c1[0] - c0[0] + c1[1] - c0[1]) / wall, 3), 'gen_us': g['gen_us'],
         'host_idle': round((h1['idle'] - h0['idle']) / (h1['total'] - h0['total']), 3), 'host_steal': round((h1['steal'] - h0['steal']) / (h1['total'] - h0['total']), 4),
         'udp_drops': d1 - d0, 'rtt_ms': {'1': ms.get('invite_180') or ms.get('total'), '2': ms.get('invite_200', {}), '3': ms.get('bye_200', {})}, **server.mem(), 'at': time.strftime('%H:%M:%S')}


# ---------------------------------------------------------------- command line
@contextlib.contextmanager
def machine(lock):
    if not lock: yield; return
    with open(lock, 'a') as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        yield


def targets(a):
    if a.server_cmd or a.server_pid:
        return [dict(name=a.name, cmd=a.server_cmd, pid=a.server_pid, listen=a.listen, proto=a.proto)]
    with open(a.targets_file) as f: known = json.load(f)
    out = []
    for n in a.targets.split(','):
        if n not in known: sys.exit(f'unknown target {n}; known: {", ".join(known)}')
        out.append(dict(name=n, listen=a.listen, proto=a.proto) | known[n])
    return out


def keep(a, r):
    os.makedirs(os.path.dirname(os.path.abspath(a.out)), exist_ok=True)
    with open(a.out, 'a') as f: f.write(json.dumps(r) + '\n')


def show(r):
    l = r.get('rtt_ms') or {}
    print(f"{r['server']:18s} {r['scenario']:13s} r={r['rate']:<6} ok={r['ok']} fail={r['failed']} rtx={r['retrans_uac']} | {r['us']:8.1f} us ({r['us_user']:.1f}u+{r['us_sys']:.1f}s)"
          f" csw {r['vcsw']}+{r['ivcsw']} | cores {r['srv_cores']} gen {r['gen_us']} us idle {r['host_idle']} steal {r['host_steal']} | "
          + ' '.join(f"rtd{k} {v['p50']:.2f}/{v['p99']:.2f}/{v['p999']:.2f}/{v['max']:.1f}" for k, v in sorted(l.items()) if v), flush=True)


def mk_server(t):
    return Server(**{k: v for k, v in t.items() if k in ('name', 'cmd', 'pid', 'listen', 'proto', 'prep')})


def cmd_run(a):
    for rep in range(a.reps):
        with machine(a.lock):                       # one repetition of all targets under one lock: A B C close together
            for t in targets(a):
                s = mk_server(t)
                try:
                    st = s.start()
                    if a.scenario == 'call-usrloc': register_many(s, [f'u{i}' for i in range(a.users)], transport=a.transport)
                    heat(a, t, s, a.rate)
                    r = load_c(s, a.scenario, a.rate, a.calls, a.users, a.rate, a.window, ports=a.ports, transport=a.transport)
                except Broken as why:
                    keep(a, {'kind': 'broken', 'server': t['name'], 'scenario': a.scenario, 'rate': a.rate, 'rep': rep, 'label': a.label, 'why': str(why)})
                    print(why, flush=True); continue
                finally: s.stop()
                r |= {'rep': rep, 'startup_s': round(st, 3), 'label': a.label}
                keep(a, r); show(r)


def cmd_mem(a):
    for t in targets(a):
        s = mk_server(t)
        with machine(a.lock):
            s.start()
            try:
                time.sleep(1); m0 = s.mem(); c0 = s.cpu(); t0 = time.monotonic()
                if a.regs:
                    what, n = 'registrations', register_many(s, [f'user{i:07d}' for i in range(a.regs)], window=32)
                else:
                    what = 'held dialogs'
                    n = load_c(s, 'hold', a.rate, a.holds, 1)['ok']
                w = time.monotonic() - t0; c1 = s.cpu(); m1 = s.mem()
                time.sleep(a.settle); m2 = s.mem()
            finally: s.stop()
        r = {'kind': 'mem', 'server': t['name'], 'what': what, 'n': n, 'idle': m0, 'after': m1, 'settled': m2, 'wall_s': round(w, 2),
             'us': round((c1[0] + c1[1] - c0[0] - c0[1]) * 1e6 / max(n, 1), 2),
             'pss_bytes_each': round((m1['pss_kib'] - m0['pss_kib']) * 1024 / max(n, 1)), 'pss_bytes_each_settled': round((m2['pss_kib'] - m0['pss_kib']) * 1024 / max(n, 1))}
        keep(a, r); print(json.dumps(r), flush=True)


def cmd_start(a):
    v = {}
    for rep in range(a.reps):
        for t in targets(a):
            s = mk_server(t)
            with machine(a.lock):
                st = s.start(); c = s.cpu(); m = s.mem(); time.sleep(1); m2 = s.mem(); s.stop()
            v.setdefault(t['name'], []).append(st)
            r = {'kind': 'start', 'server': t['name'], 'rep': rep, 'startup_s': round(st, 4), 'cpu_s': round(c[0] + c[1], 3), **m2}
            keep(a, r); print(json.dumps(r), flush=True)


def cmd_ramp(a):
    """the most units a second with fewer than 1 in 1000 failed or retransmitted: all targets at each rate, until one fails"""
    for rep in range(a.reps):
        best = {t['name']: 0 for t in targets(a)}
        running = targets(a)
        for rate in range(a.rate_from, a.rate_to + 1, a.step):
            running = [t for t in running if holds(a, t, rate, best)]
        for name, rate in best.items():
            keep(a, {'kind': 'max', 'server': name, 'scenario': a.scenario, 'rep': rep, 'label': a.label, 'most': rate})
            print(f'{name}: at most {rate}/s', flush=True)


def heat(a, t, s, rate):
    """
    Warms a server up: first as fast as it goes (at a given rate one that is still cold would only pile up retransmissions), then at the
    rate that is measured, until what the first left behind has expired and each unit pays for the end of another. How many seconds each
    takes stands with the target: a virtual machine of Java compiles for some 20 s, and our transactions live for 32 s.
    """
    fast, steady = (seconds * a.heat for seconds in t['warm'])
    def run(rate, seconds, **to):
        load_c(s, a.scenario, rate, int(seconds * (rate or 100000)), a.heat_users or a.users, window=0 if rate else 32, limit=max(1, round(seconds)), ports=a.ports, transport=a.transport, **to)
    if a.heat_users: run(rate, fast + steady, first=1000000)        # whoever is measured must still be new
    elif rate == 0: run(0, fast + steady)
    else:
        run(0, fast)
        if steady: run(rate, steady)


def holds(a, t, rate, best):
    s = mk_server(t)
    with machine(a.lock):
        try:
            s.start()
            heat(a, t, s, 0)
            r = load_c(s, a.scenario, rate, int(rate * a.seconds), a.users, rate, limit=a.seconds + 15, ports=a.ports, transport=a.transport)
        except Broken as why:
            print(why, flush=True)
            return False
        finally: s.stop()
    bad = (r['failed'] or 0) + (r['retrans_uac'] or 0)
    good = bool(r['ok'] and bad < 0.001 * r['calls'] and r['wall_s'] < a.seconds * 1.1 + 1)
    keep(a, r | {'kind': 'ramp', 'good': good, 'label': a.label}); show(r)
    if good: best[t['name']] = rate
    return good


def main():
    global WORK, PIN
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))   # so that 'finally' ends what was started
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = p.add_subparsers(dest='cmd', required=True)
    def common(q):
        q.add_argument('--targets'); q.add_argument('--targets-file', default=os.path.join(HERE, 'targets.json'))
        q.add_argument('--server-cmd'); q.add_argument('--server-pid', type=int); q.add_argument('--name', default='server')
        q.add_argument('--listen', default='127.0.0.20:5060'); q.add_argument('--proto', default='udp', choices=['udp', 'tcp'])
        q.add_argument('--out', required=True); q.add_argument('--label', default=''); q.add_argument('--heat', type=float, default=1, help='share of the full warm-up')
        q.add_argument('--pin', help='SERVER:LOAD CPU lists, e.g. 1:0 - wake-ups then always cross CPUs, runs repeat far better')
        q.add_argument('--lock', default=os.environ.get('BENCH_LOCK', ''), help='file locked around each measurement; empty: none'); q.add_argument('--work', default=os.path.join(HERE, 'build', 'work'))
    q = sub.add_parser('run'); common(q)
    q.add_argument('--scenario', choices=SCENARIOS, default='call'); q.add_argument('--rate', type=int, default=1000); q.add_argument('--calls', type=int, default=15000)
    q.add_argument('--reps', type=int, default=3); q.add_argument('--users', type=int, default=1000)
    q.add_argument('--heat-users', type=int, default=0, help='others than those measured, for the warm-up'); q.add_argument('--window', type=int, default=0, help='rate 0: units outstanding')
    q.add_argument('--ports', type=int, default=1, help='sockets or connections of the caller'); q.add_argument('--transport', default='udp', choices=['udp', 'tcp'])
    q = sub.add_parser('mem'); common(q); q.add_argument('--regs', type=int, default=0); q.add_argument('--holds', type=int, default=0)
    q.add_argument('--rate', type=int, default=1500); q.add_argument('--settle', type=float, default=8)
    q = sub.add_parser('start'); common(q); q.add_argument('--reps', type=int, default=5)
    q = sub.add_parser('ramp'); common(q); q.add_argument('--scenario', choices=SCENARIOS, default='call'); q.add_argument('--from', dest='rate_from', type=int, default=2000)
    q.add_argument('--to', dest='rate_to', type=int, default=20000); q.add_argument('--step', type=int, default=1000); q.add_argument('--seconds', type=int, default=6)
    q.add_argument('--users', type=int, default=1000); q.add_argument('--heat-users', type=int, default=0); q.add_argument('--reps', type=int, default=1)
    q.add_argument('--ports', type=int, default=1); q.add_argument('--transport', default='udp', choices=['udp', 'tcp'])
    a = p.parse_args()
    WORK = a.work; os.makedirs(WORK, exist_ok=True)
    if a.pin: PIN = tuple({int(c) for c in x.split(',')} for x in a.pin.split(':'))
    globals()['cmd_' + a.cmd](a)


if __name__ == '__main__':
    main()
