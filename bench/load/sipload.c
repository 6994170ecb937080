/* sipload.c - a small SIP load generator by UDP or TCP: caller and callee in one thread.
 *
 * sipp's clock ticks every 4 ms on a 250 Hz kernel and it spends ~330 us CPU per call, so it can
 * neither show sub-millisecond latency nor drive a server to its limit on a 2-core machine.  This
 * program times with CLOCK_MONOTONIC (ns) and costs a fraction of that per call.
 *
 *   sipload -s IP:PORT -m call|call-aor|hold|options|register|register-auth
 *           -r RATE (per second; 0 = closed loop)  -w WINDOW (most calls open at once)
 *           -n COUNT  -u USERS (distinct AORs, from u0 on; -f FIRST: from another)  -a UASIP:PORT (callee)  -W WARMUP (first units, not reported)
 *           -T (by TCP)  -p PORTS (the caller's sockets or connections, in turn; 1)  -t SECONDS (then none begins any more, and those open have 2 s)  -k KEEP (hold: seconds to stay after the last call)
 * Prints one JSON object.  Latencies in microseconds; own CPU in us per unit.
 *
 * Caller: INVITE, (100), 180, 200 -> ACK + BYE at once -> 200.  Retransmits INVITE, BYE, REGISTER and
 * OPTIONS after 500 ms, 1 s, 2 s, ... (Timer A/E), gives up after 6 sends.  Builds the route set from
 * Record-Route and sends ACK/BYE to the remote target (Contact) through the server's address.
 * Callee: 180 and 200 at once; no 200 retransmission (on loopback only an overflowing socket
 * loses datagrams, and that shows as failed or retransmitted calls).
 * By TCP: the caller's connections stand before the first call, the callee answers on whatever connections the server opens to it
 * ("accepted" counts them), and each message is a write of its own, as from so many phones.  Nothing is sent again; who has no answer
 * after 32 s has failed.  A connection that ends before the last unit ends the run, with a word about it and status 2.
 * In calls, those whose ACK never reached the callee are counted as "unacked".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- MD5 (RFC 1321), for digest ---- */
static const uint32_t K[64] = {
    0xd76aa478,0xe8c7b756,0x242070db,0xc1bdceee,0xf57c0faf,0x4787c62a,0xa8304613,0xfd469501,0x698098d8,0x8b44f7af,0xffff5bb1,0x895cd7be,0x6b901122,0xfd987193,0xa679438e,0x49b40821,
    0xf61e2562,0xc040b340,0x265e5a51,0xe9b6c7aa,0xd62f105d,0x02441453,0xd8a1e681,0xe7d3fbc8,0x21e1cde6,0xc33707d6,0xf4d50d87,0x455a14ed,0xa9e3e905,0xfcefa3f8,0x676f02d9,0x8d2a4c8a,
    0xfffa3942,0x8771f681,0x6d9d6122,0xfde5380c,0xa4beea44,0x4bdecfa9,0xf6bb4b60,0xbebfbc70,0x289b7ec6,0xeaa127fa,0xd4ef3085,0x04881d05,0xd9d4d039,0xe6db99e5,0x1fa27cf8,0xc4ac5665,
    0xf4292244,0x432aff97,0xab9423a7,0xfc93a039,0x655b59c3,0x8f0ccc92,0xffeff47d,0x85845dd1,0x6fa87e4f,0xfe2ce6e0,0xa3014314,0x4e0811a1,0xf7537e82,0xbd3af235,0x2ad7d2bb,0xeb86d391};
static const int R[64] = {7,12,17,22,7,12,17,22,7,12,17,22,7,12,17,22,5,9,14,20,5,9,14,20,5,9,14,20,5,9,14,20,4,11,16,23,4,11,16,23,4,11,16,23,4,11,16,23,6,10,15,21,6,10,15,21,6,10,15,21,6,10,15,21};
static void md5hex(const char *s, char out[33]) {
    static unsigned char m[2048];
    size_t n = strlen(s), t = ((n + 8) / 64 + 1) * 64;
    memset(m, 0, t); memcpy(m, s, n); m[n] = 0x80;
    uint64_t bits = n * 8; memcpy(m + t - 8, &bits, 8);
    uint32_t h[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    for (size_t o = 0; o < t; o += 64) {
        uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3];
        memcpy(w, m + o, 64);
        for (int i = 0; i < 64; i++) {
            uint32_t f; int g;
            if (i < 16) f = (b & c) | (~b & d), g = i;
            else if (i < 32) f = (d & b) | (~d & c), g = (5 * i + 1) & 15;
            else if (i < 48) f = b ^ c ^ d, g = (3 * i + 5) & 15;
            else f = c ^ (b | ~d), g = (7 * i) & 15;
            uint32_t x = a + f + K[i] + w[g]; a = d; d = c; c = b; b += (x << R[i]) | (x >> (32 - R[i]));
        }
        h[0] += a; h[1] += b; h[2] += c; h[3] += d;
    }
    for (int i = 0; i < 16; i++) sprintf(out + 2 * i, "%02x", ((unsigned char *)h)[i]);
}

enum { CALL, AOR, HOLD, OPTIONS, REGISTER, REGAUTH };
#define PORTS 64
#define ACCEPTED 64       /* a server that opens more opens one per call or so, and is not what is measured */
static int mode, first, users = 1, ports = 1, uacs[PORTS], uas; static long total, warm; static double rate; static int window = 50000;
static struct sockaddr_in srv, me, callee; static char sip_srv[32], sip_mes[PORTS][32], sip_uas[32];
static long user(long id) { return first + id % users; }
/* the caller's socket of a unit: in turn */
#define uac uacs[id % ports]
#define sip_me sip_mes[id % ports]
static unsigned run;
/* Of a registration: phones keep their Call-ID over all refreshes and runs, and count their requests on; the second of a unit has the credentials.
 * Numbers follow the clock, so a run counts on from the one before (below 1,000 refreshes of a phone a second), and begin anew every eleven days;
 * two runs at once need different users. */
static long cseqs;
#define PHONE "phone-%ld@127.0.0.1"
static long cseq_of(long id) { return cseqs + id / users * 2; }
static int tcp; static const char *TP = "UDP", *tr = "";   /* in Via, and behind URIs that lead to us */

/* one unit (call, registration, request) */
struct unit { int64_t t0, t1; uint32_t l180, l200, lbye; uint8_t stage, level; char *msg; };   /* stage: 0 new 1 first sent 2 second sent 3 done 4 failed 5 got 180 */
static struct unit *U;
/* retransmission: one FIFO per back-off level, so each is sorted by time */
struct rt { long id; int64_t due; uint8_t stage; };
static struct rtq { struct rt *q; long h, t, cap; } RT[6];
static long started, done, failed, retrans, uas_inv, uas_bye, uas_ack, other, accepted;

static int64_t now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }
static void die(const char *m) { perror(m); exit(2); }
static void arm(long id, int64_t t) {
    struct unit *u = &U[id]; if (tcp) u->level = 5; else if (u->level >= 6) return;      /* by TCP the first time is the last */
    struct rtq *r = &RT[u->level];
    if (r->t - r->h == r->cap) { long c = r->cap ? 2 * r->cap : 4096; struct rt *n = malloc(c * sizeof *n); for (long i = r->h; i < r->t; i++) n[i - r->h] = r->q[i % r->cap]; free(r->q); r->q = n; r->t -= r->h; r->h = 0; r->cap = c; }
    r->q[r->t++ % r->cap] = (struct rt){id, t + (tcp ? 32000000000LL : 500000000LL << u->level), u->stage};
}

/* ---- TCP: what was read and is no whole message yet, and what the kernel did not take yet; by descriptor ---- */
#define IN 65536
struct conn { char *in, *out; int n, on, ocap, slot; char name[64]; };
static struct conn C[256]; static struct pollfd pf[1 + PORTS + ACCEPTED]; static int npf = 1;      /* 0: the callee's socket */
static void ended(int fd, const char *why) { fprintf(stderr, "sipload: the connection %s ended after %ld of %ld units: %s\n", C[fd].name, done, total, why); exit(2); }
static void stands(int fd, const char *from, const char *to) {
    struct conn *k = &C[fd]; int one = 1;
    if (fd >= 256) { fprintf(stderr, "sipload: descriptor %d is above 255\n", fd); exit(2); }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    k->in = malloc(IN); snprintf(k->name, sizeof k->name, "%s -> %s", from, to);
    k->slot = npf; pf[npf++] = (struct pollfd){fd, POLLIN, 0};
}
static int taken(int fd, const char *b, int n) { int w = send(fd, b, n, MSG_NOSIGNAL); if (w < 0 && errno != EAGAIN) ended(fd, strerror(errno)); return w < 0 ? 0 : w; }
static void put(int fd, const char *b, int n) {
    struct conn *k = &C[fd]; int w = k->on ? 0 : taken(fd, b, n);
    if (w == n) return;
    if (k->on + n - w > k->ocap) k->out = realloc(k->out, k->ocap = 2 * (k->on + n - w));
    memcpy(k->out + k->on, b + w, n - w); k->on += n - w; pf[k->slot].events |= POLLOUT;
}
static void put_rest(int fd) {
    struct conn *k = &C[fd]; int w = taken(fd, k->out, k->on);
    memmove(k->out, k->out + w, k->on -= w); if (!k->on) pf[k->slot].events = POLLIN;
}

static void tx(int fd, const char *b, int n, const struct sockaddr_in *to) { if (tcp) put(fd, b, n); else if (sendto(fd, b, n, 0, (const struct sockaddr *)to, sizeof *to) < 0 && errno != EAGAIN && errno != ECONNREFUSED) die("sendto"); }

#define SDP "v=0\r\no=alice 2890844526 2890844526 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
#define SDP2 "v=0\r\no=bob 2890844527 2890844527 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 49172 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"

static int first_msg(long id, char *b) {
    const char *me_ = sip_me; char uri[80];
    switch (mode) {
    case CALL: case HOLD: snprintf(uri, sizeof uri, "sip:bob@%s", sip_uas); break;
    case AOR: snprintf(uri, sizeof uri, "sip:u%ld@example.com", user(id)); break;
    case OPTIONS:
        return sprintf(b, "OPTIONS sip:%s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%x-%lx-o;rport\r\nMax-Forwards: 70\r\nFrom: <sip:ping@example.com>;tag=%xo%lx\r\nTo: <sip:%s>\r\nCall-ID: %ld.%x@127.0.0.1\r\nCSeq: 1 OPTIONS\r\nContact: <sip:ping@%s%s>\r\nUser-Agent: load-harness/1.0\r\nContent-Length: 0\r\n\r\n",
                       sip_srv, TP, me_, run, id, run, id, sip_srv, id, run, me_, tr);
    default:
        return sprintf(b, "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%x-%lx-r1;rport\r\nMax-Forwards: 70\r\nFrom: <sip:u%ld@example.com>;tag=%xr%lx\r\nTo: <sip:u%ld@example.com>\r\nCall-ID: " PHONE "\r\nCSeq: %ld REGISTER\r\nContact: <sip:u%ld@%s%s>\r\nExpires: 3600\r\nUser-Agent: load-harness/1.0\r\nContent-Length: 0\r\n\r\n",
                       TP, me_, run, id, user(id), run, id, user(id), user(id), cseq_of(id), user(id), sip_uas, tr);
    }
    return sprintf(b, "INVITE %s%s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%x-%lx-i;rport\r\nMax-Forwards: 70\r\nFrom: \"Alice\" <sip:alice@example.com>;tag=%xa%lx\r\nTo: \"Bob\" <%s>\r\nCall-ID: %ld.%x@127.0.0.1\r\nCSeq: 1 INVITE\r\nContact: <sip:alice@%s%s>\r\nUser-Agent: load-harness/1.0\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE\r\nSupported: timer, 100rel\r\nContent-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n" SDP,
                   uri, mode == AOR ? "" : tr, TP, me_, run, id, run, id, uri, id, run, me_, tr, sizeof SDP - 1);
}

/* header lines of a message: returns start of value and end of line, or 0 */
static const char *hdr(const char *m, const char *end, const char *name, const char **e) {
    int n = strlen(name);
    for (const char *p = m; (p = memchr(p, '\n', end - p)) && ++p + n < end;)
        if (!strncasecmp(p, name, n) && p[n] == ':') { for (p += n + 1; *p == ' '; p++); *e = memchr(p, '\r', end - p); return *e ? p : 0; }
    return 0;
}
/* the unit: its number stands in the Call-ID, and that of a registration in the tag of From, behind the number of the run */
static long unit_of(const char *m, const char *end) {
    const char *e, *p = hdr(m, end, mode >= REGISTER ? "From" : "Call-ID", &e); if (!p) return -1;
    char *q; long id; unsigned long of;
    if (mode >= REGISTER) { if (!(p = memmem(p, e - p, ";tag=", 5))) return -1; of = strtoul(p + 5, &q, 16); if (*q != 'r') return -1; id = strtol(q + 1, 0, 16); }
    else { id = strtol(p, &q, 10); if (*q != '.') return -1; of = strtoul(q + 1, 0, 16); }
    return of == run && id >= 0 && id < started ? id : -1;
}
static char *kept(const char *b, int n) { return tcp ? 0 : strndup(b, n); }       /* to be sent again */
static void finish(long id, int ok) { struct unit *u = &U[id]; u->stage = ok ? 3 : 4; free(u->msg); u->msg = 0; if (ok) done++; else failed++; }

static void on_uac(char *m, int n) {
    char *end = m + n, b[8192]; int64_t t = now(); const char *e, *p;
    if (strncmp(m, "SIP/2.0 ", 8)) { other++; return; }
    int code = atoi(m + 8); long id = unit_of(m, end);
    if (id < 0 || !(p = hdr(m, end, "CSeq", &e))) { other++; return; }
    struct unit *u = &U[id]; int isfirst = mode != REGAUTH || atol(p) == cseq_of(id), inv = !!memmem(p, e - p, "INVITE", 6);
    if (code < 200) { if (inv && code == 180 && !u->l180) u->l180 = (t - u->t0) / 1000 + 1; if (u->stage == 1) u->stage = 5; return; }
    if (mode == REGAUTH && code == 401 && isfirst && u->stage == 1) {
        const char *a = hdr(m, end, "WWW-Authenticate", &e), *x; if (!a) { finish(id, 0); return; }
        char realm[128] = "", nonce[256] = "", s[1024], h1[33], h2[33], r[33]; int qop = !!memmem(a, e - a, "qop=", 4);
        if ((x = memmem(a, e - a, "realm=\"", 7))) sscanf(x + 7, "%127[^\"]", realm);
        if ((x = memmem(a, e - a, "nonce=\"", 7))) sscanf(x + 7, "%255[^\"]", nonce);
        sprintf(s, "u%ld:%s:secret", user(id), realm); md5hex(s, h1);
        md5hex("REGISTER:sip:example.com", h2);
        if (qop) sprintf(s, "%s:%s:00000001:c0ffee:auth:%s", h1, nonce, h2); else sprintf(s, "%s:%s:%s", h1, nonce, h2);
        md5hex(s, r);
        int k = sprintf(b, "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%x-%lx-r2;rport\r\nMax-Forwards: 70\r\nFrom: <sip:u%ld@example.com>;tag=%xr%lx\r\nTo: <sip:u%ld@example.com>\r\nCall-ID: " PHONE "\r\nCSeq: %ld REGISTER\r\nContact: <sip:u%ld@%s%s>\r\n"
                        "Authorization: Digest username=\"u%ld\", realm=\"%s\", nonce=\"%s\", uri=\"sip:example.com\", response=\"%s\", algorithm=MD5%s\r\nExpires: 3600\r\nUser-Agent: load-harness/1.0\r\nContent-Length: 0\r\n\r\n",
                        TP, sip_me, run, id, user(id), run, id, user(id), user(id), cseq_of(id) + 1, user(id), sip_uas, tr, user(id), realm, nonce, r, qop ? ", qop=auth, nc=00000001, cnonce=\"c0ffee\"" : "");
        free(u->msg); u->msg = kept(b, k); u->stage = 2; u->level = 0; arm(id, t); tx(uac, b, k, &srv);
        return;
    }
    if (!inv) {                                     /* final answer to BYE, REGISTER, OPTIONS */
        if (u->stage >= 3 && u->stage != 5) return;
        if (mode == REGAUTH && isfirst) { if (u->stage == 1) finish(id, 0); return; }
        if (mode <= AOR) u->lbye = (t - u->t1) / 1000 + 1; else u->l200 = (t - u->t0) / 1000 + 1;
        finish(id, code == 200);
        return;
    }
    if (u->stage != 1 && u->stage != 5) { /* repeated final: repeat the ACK is left out; count it */ other++; return; }
    if (code != 200) {                              /* the ACK of a failure is hop by hop; good enough for a failed call */
        finish(id, 0); return;
    }
    u->l200 = (t - u->t0) / 1000 + 1;
    const char *c = hdr(m, end, "Contact", &e); char target[160] = "", route[2048] = "", *to; int tn;
    if (c && (p = memchr(c, '<', e - c))) { const char *g = memchr(p, '>', e - p); if (g) snprintf(target, sizeof target, "%.*s", (int)(g - p - 1), p + 1); }
    if (!(to = (char *)hdr(m, end, "To", &e))) { finish(id, 0); return; }
    tn = e - to;
    const char *rr[8]; int rn[8], k = 0;            /* Record-Route lines in reverse; a comma list counts as one line (one proxy: no difference) */
    for (const char *q = m; k < 8 && (q = hdr(q, end, "Record-Route", &e)); q = e) { rr[k] = q; rn[k++] = e - q; }
    for (int len = 0; k-- > 0;) len += snprintf(route + len, sizeof route - len, "Route: %.*s\r\n", rn[k], rr[k]);
    int z = sprintf(b, "ACK %s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%x-%lx-a;rport\r\nMax-Forwards: 70\r\n%sFrom: \"Alice\" <sip:alice@example.com>;tag=%xa%lx\r\nTo: %.*s\r\nCall-ID: %ld.%x@127.0.0.1\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n",
                    target, TP, sip_me, run, id, route, run, id, tn, to, id, run);
    tx(uac, b, z, &srv);
    if (mode == HOLD) { finish(id, 1); return; }
    z = sprintf(b, "BYE %s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%x-%lx-b;rport\r\nMax-Forwards: 70\r\n%sFrom: \"Alice\" <sip:alice@example.com>;tag=%xa%lx\r\nTo: %.*s\r\nCall-ID: %ld.%x@127.0.0.1\r\nCSeq: 2 BYE\r\nUser-Agent: load-harness/1.0\r\nContent-Length: 0\r\n\r\n",
                target, TP, sip_me, run, id, route, run, id, tn, to, id, run);
    free(u->msg); u->msg = kept(b, z); u->stage = 2; u->level = 0; u->t1 = now(); arm(id, u->t1); tx(uac, b, z, &srv);
}

/* a response echoing Via*, (Record-Route*), From, To+tag, Call-ID, CSeq in the request's own order */
static int reply(const char *status, const char *m, const char *end, int rr, const char *tail, char *b) {
    int n = sprintf(b, "SIP/2.0 %s\r\n", status);
    for (const char *p = memchr(m, '\n', end - m); p && ++p < end && *p != '\r';) {
        const char *nl = memchr(p, '\n', end - p); if (!nl) break;
        if (!strncasecmp(p, "Via:", 4) || !strncasecmp(p, "From:", 5) || !strncasecmp(p, "Call-ID:", 8) || !strncasecmp(p, "CSeq:", 5) || (rr && !strncasecmp(p, "Record-Route:", 13))) { memcpy(b + n, p, nl + 1 - p); n += nl + 1 - p; }
        else if (!strncasecmp(p, "To:", 3)) { memcpy(b + n, p, nl - 1 - p); n += nl - 1 - p; n += sprintf(b + n, memmem(p, nl - p, ";tag=", 5) ? "\r\n" : ";tag=b%x\r\n", run); }
        p = nl;
    }
    return n + sprintf(b + n, "%s", tail);
}
static void on_uas(int fd, char *m, int n, struct sockaddr_in *from) {
    char *end = m + n, b[8192], tail[1024]; int z;
    if (!strncmp(m, "INVITE ", 7)) {
        uas_inv++;
        snprintf(tail, sizeof tail, "Contact: <sip:bob@%s%s>\r\nContent-Length: 0\r\n\r\n", sip_uas, tr);
        z = reply("180 Ringing", m, end, 1, tail, b); tx(fd, b, z, from);
        snprintf(tail, sizeof tail, "Contact: <sip:bob@%s%s>\r\nContent-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n" SDP2, sip_uas, tr, sizeof SDP2 - 1);
        z = reply("200 OK", m, end, 1, tail, b); tx(fd, b, z, from);
    } else if (!strncmp(m, "BYE ", 4)) { uas_bye++; z = reply("200 OK", m, end, 0, "Content-Length: 0\r\n\r\n", b); tx(fd, b, z, from); }
    else if (!strncmp(m, "ACK ", 4)) uas_ack++;
    else other++;
}

/* the length of the message that begins there; 0: it is not whole yet */
static int whole(int fd, const char *m, const char *end) {
    const char *e, *body = memmem(m, end - m, "\r\n\r\n", 4), *p; if (!body) return 0;
    if (!(p = hdr(m, body += 4, "Content-Length", &e))) ended(fd, "a message without Content-Length came");
    int n = body - m + atoi(p); return n <= end - m ? n : 0;
}
static void messages(int fd) {
    struct conn *k = &C[fd]; int n = recv(fd, k->in + k->n, IN - 1 - k->n, 0), z;
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) ended(fd, n ? strerror(errno) : k->n ? "closed within a message" : "closed");
    char *m = k->in, *end = k->in + (k->n += n); *end = 0;
    for (;; m += z) {
        while (m < end && (*m == '\r' || *m == '\n')) m++;
        if (m == end || !(z = whole(fd, m, end))) break;
        if (k->slot <= ports) on_uac(m, z); else on_uas(fd, m, z, 0);
    }
    memmove(k->in, m, k->n = end - m); if (k->n == IN - 1) ended(fd, "a message of more than 64 KiB came");
}
static void accept_all(void) {
    for (;;) {
        struct sockaddr_in a; socklen_t l = sizeof a; int fd = accept4(uas, (struct sockaddr *)&a, &l, SOCK_NONBLOCK); char from[32];
        if (fd < 0) { if (errno == EAGAIN) return; die("accept"); }
        if (accepted++ == ACCEPTED) { fprintf(stderr, "sipload: the server opened more than %d connections to %s\n", ACCEPTED, sip_uas); exit(2); }
        snprintf(from, sizeof from, "%s:%d", inet_ntoa(a.sin_addr), ntohs(a.sin_port)); stands(fd, from, sip_uas);
    }
}
static void ready(void) {
    if (pf[0].revents) accept_all();
    for (int i = 1, n = npf; i < n; i++) {
        if (pf[i].revents & POLLOUT) put_rest(pf[i].fd);
        if (pf[i].revents & ~POLLOUT) messages(pf[i].fd);
    }
}

static int mk_tcp(struct sockaddr_in *a, int listens) {
    int s = socket(AF_INET, SOCK_STREAM, 0), one = 1; socklen_t l = sizeof *a;
    if (listens) setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(s, (struct sockaddr *)a, sizeof *a)) die("bind");
    if (listens ? listen(s, 1024) : connect(s, (struct sockaddr *)&srv, sizeof srv)) die(listens ? "listen" : "connect");
    fcntl(s, F_SETFL, O_NONBLOCK);
    getsockname(s, (struct sockaddr *)a, &l); return s;
}
static int mk(struct sockaddr_in *a) {
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), z = 4 << 20; socklen_t l = sizeof *a;
    setsockopt(s, SOL_SOCKET, SO_RCVBUF, &z, sizeof z); setsockopt(s, SOL_SOCKET, SO_SNDBUF, &z, sizeof z);
    if (bind(s, (struct sockaddr *)a, sizeof *a)) die("bind");
    getsockname(s, (struct sockaddr *)a, &l); return s;
}
static void addr(const char *s, struct sockaddr_in *a) {
    char h[64]; int p = 5060; if (sscanf(s, "%63[^:]:%d", h, &p) < 1 || strncmp(h, "127.", 4)) { fprintf(stderr, "loopback only\n"); exit(2); }
    a->sin_family = AF_INET; a->sin_port = htons(p); inet_pton(AF_INET, h, &a->sin_addr);
}
static int cmp(const void *a, const void *b) { uint32_t x = *(uint32_t *)a, y = *(uint32_t *)b; return x < y ? -1 : x > y; }
static void pct(const char *name, size_t off, int comma) {
    uint32_t *v = malloc(total * 4); long n = 0;
    for (long i = warm; i < total; i++) { uint32_t x = *(uint32_t *)((char *)&U[i] + off); if (x) v[n++] = x - 1; }
    qsort(v, n, 4, cmp);
#define Q(p) (n ? v[(long)(n * p) < n ? (long)(n * p) : n - 1] : 0)
    printf("%s\"%s\":{\"n\":%ld,\"p50\":%u,\"p90\":%u,\"p99\":%u,\"p999\":%u,\"max\":%u}", comma ? "," : "", name, n, Q(.5), Q(.9), Q(.99), Q(.999), n ? v[n - 1] : 0);
    free(v);
}

int main(int c, char **v) {
    static const char *names[] = {"call", "call-aor", "hold", "options", "register", "register-auth"};
    int o, limit = 60, keep = 0; char *s = "127.0.0.1:5060", *a = "127.0.0.1:5070";
    while ((o = getopt(c, v, "s:m:r:w:n:u:f:a:W:t:k:p:T")) > 0) switch (o) {
        case 's': s = optarg; break; case 'a': a = optarg; break; case 'r': rate = atof(optarg); break; case 'w': window = atoi(optarg); break;
        case 'n': total = atol(optarg); break; case 'u': users = atoi(optarg); break; case 'f': first = atoi(optarg); break; case 'W': warm = atol(optarg); break;
        case 'T': tcp = 1; TP = "TCP"; tr = ";transport=tcp"; break;
        case 't': limit = atoi(optarg); break; case 'k': keep = atoi(optarg); break;
        case 'p': ports = atoi(optarg); if (ports > 0 && ports <= PORTS) break; /* fall through */
        case 'm': for (mode = 0; mode < 6 && strcmp(names[mode], optarg); mode++); if (mode < 6) break; /* fall through */
        default: fprintf(stderr, "see the head of sipload.c\n"); return 2; }
    run = getpid() ^ (unsigned)time(0) << 8; total += warm; cseqs = time(0) % 1000000 * 2000;
    addr(s, &srv); addr(a, &callee); addr("127.0.0.1:0", &me);
    uas = mode > HOLD ? -1 : tcp ? mk_tcp(&callee, 1) : mk(&callee);
    for (int id = 0; id < ports; id++) {
        me.sin_port = 0; uac = tcp ? mk_tcp(&me, 0) : mk(&me);
        snprintf(sip_me, sizeof sip_me, "127.0.0.1:%d", ntohs(me.sin_port));
    }
    snprintf(sip_srv, sizeof sip_srv, "%s:%d", inet_ntoa(srv.sin_addr), ntohs(srv.sin_port));
    snprintf(sip_uas, sizeof sip_uas, "%s:%d", inet_ntoa(callee.sin_addr), ntohs(callee.sin_port));
    U = calloc(total, sizeof *U);
    static char b[65536]; int64_t t = now(), T0 = t, Tw = t, tstop = t + limit * 1000000000LL, tend = tstop + 2000000000LL; double gap = rate > 0 ? 1e9 / rate : 0; int warmed = !warm;
    pf[0] = (struct pollfd){uas, POLLIN, 0};
    for (int k = 0; k < ports; k++) if (tcp) stands(uacs[k], sip_mes[k], sip_srv); else pf[npf++] = (struct pollfd){uacs[k], POLLIN, 0};
    while (done + failed < total && (t = now()) < tend) {
        if (t >= tstop && total > started && (total = started) == done + failed) break;    /* what is left open would be sent again into whatever comes next */
        if (!warmed && started >= warm) { warmed = 1; Tw = t; fprintf(stderr, "warm\n"); }
        int burst = 0;
        while (started < total && started - done - failed < window && (rate > 0 ? T0 + (int64_t)(started * gap) <= t : 1) && burst++ < 32) {
            long id = started++; int n = first_msg(id, b); U[id].msg = kept(b, n); U[id].stage = 1; U[id].t0 = now(); arm(id, U[id].t0); tx(uac, b, n, &srv);
        }
        for (int l = 0; l < 6; l++) { struct rtq *r = &RT[l]; while (r->h < r->t && r->q[r->h % r->cap].due <= t) {
            struct rt x = r->q[r->h++ % r->cap]; struct unit *u = &U[x.id];
            if (u->stage != x.stage && !(tcp && x.stage == 1 && u->stage == 5)) continue;       /* answered since, or moved on; by TCP 32 s are all there is */
            if (++u->level >= 6) { finish(x.id, 0); continue; }
            retrans++; arm(x.id, t); tx(uacs[x.id % ports], u->msg, strlen(u->msg), &srv);
        } }
        int got = 0;
        if (!tcp) for (int k = 0; k <= ports; k++) if (pf[k].fd >= 0) for (int i = 0; i < 64; i++) {
            struct sockaddr_in f; socklen_t fl = sizeof f; int n = recvfrom(pf[k].fd, b, sizeof b - 1, 0, (struct sockaddr *)&f, &fl);
            if (n <= 0) break;
            b[n] = 0; got++;
            if (k > 0) on_uac(b, n); else on_uas(uas, b, n, &f);
        }
        if (got) continue;
        int64_t next = t + 50000000LL, tn = now(); if (rate > 0 && started < total) { int64_t d = T0 + (int64_t)(started * gap); if (d < next) next = d; }
        int64_t rest = next > tn ? next - tn : 0; struct timespec ts = {rest / 1000000000LL, rest % 1000000000LL};
        if ((rest || tcp) && ppoll(pf, npf, &ts, 0) > 0 && tcp) ready();
    }
    int64_t T1 = now(); struct rusage ru; getrusage(RUSAGE_SELF, &ru);
    double cpu = ru.ru_utime.tv_sec + ru.ru_stime.tv_sec + (ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;
    for (int64_t end = T1 + 50000000LL; mode <= AOR && uas_ack < done && now() < end;) {     /* an ACK may have been overtaken by its BYE */
        struct timespec ts = {0, 1000000}; struct sockaddr_in f; socklen_t fl = sizeof f;
        if (ppoll(pf, npf, &ts, 0) > 0) { if (tcp) ready(); else for (int n; (n = recvfrom(uas, b, sizeof b - 1, 0, (struct sockaddr *)&f, &fl)) > 0; fl = sizeof f) { b[n] = 0; on_uas(uas, b, n, &f); } }
    }
    long unacked = mode <= AOR && uas_ack < done ? done - uas_ack : 0;
    long late = 0; for (long i = 0; i < started; i++) if (U[i].stage != 3 && U[i].stage != 4) late++;
    printf("{\"mode\":\"%s\",\"rate\":%g,\"units\":%ld,\"warm\":%ld,\"ok\":%ld,\"failed\":%ld,\"unfinished\":%ld,\"unacked\":%ld,\"retrans\":%ld,\"other\":%ld,\"accepted\":%ld,\"seconds\":%.3f,\"per_s\":%.1f,\"gen_us\":%.2f,\"uas\":[%ld,%ld,%ld],\"lat_us\":{",
           names[mode], rate, total - warm, warm, done, failed, late, unacked, retrans, other, accepted, (T1 - Tw) / 1e9, (done - warm) / ((T1 - Tw) / 1e9), cpu * 1e6 / (done ? done : 1), uas_inv, uas_ack, uas_bye);
    if (mode <= HOLD) { pct("invite_180", offsetof(struct unit, l180), 0); pct("invite_200", offsetof(struct unit, l200), 1); if (mode != HOLD) pct("bye_200", offsetof(struct unit, lbye), 1); }
    else pct("total", offsetof(struct unit, l200), 0);
    printf("}}\n"); fflush(stdout);
    if (keep) sleep(keep);
    return failed || late ? 1 : 0;
}
