

import java.util.ListIterator;
import java.util.Properties;
import javax.sip.*;
import javax.sip.address.*;
import javax.sip.header.*;
import javax.sip.message.*;

/** A minimal stateful record-routing proxy on the JAIN-SIP reference implementation; destination = Request-URI or Route.
 *  JainProxy IP PORT [threads] */
public final class JainProxy implements SipListener {
    private SipProvider provider;
    private AddressFactory af; private HeaderFactory hf; private MessageFactory mf;
    private String ip; private int port;
    private RecordRouteHeader rr;

    public static void main(String[] a) throws Exception {
        if (!a[0].startsWith("127.")) throw new IllegalArgumentException("loopback only");
        new JainProxy().start(a[0], Integer.parseInt(a[1]), a.length > 2 ? a[2] : "2");
    }

    void start(String ip, int port, String threads) throws Exception {
        this.ip = ip; this.port = port;
        Properties p = new Properties();
        p.setProperty("javax.sip.STACK_NAME", "jainproxy");
        p.setProperty("javax.sip.IP_ADDRESS", ip);
        p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        p.setProperty("gov.nist.javax.sip.TRACE_LEVEL", "0");
        p.setProperty("gov.nist.javax.sip.LOG_MESSAGE_CONTENT", "false");
        p.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", threads);
        p.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        p.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "4194304");
        p.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", "4194304");
        p.setProperty("gov.nist.javax.sip.CACHE_CLIENT_CONNECTIONS", "true");
        p.setProperty("gov.nist.javax.sip.MAX_SERVER_TRANSACTIONS", "1000000");
        SipFactory f = SipFactory.getInstance(); f.setPathName("gov.nist");
        af = f.createAddressFactory(); hf = f.createHeaderFactory(); mf = f.createMessageFactory();
        SipStack st = f.createSipStack(p);
        provider = st.createSipProvider(st.createListeningPoint(ip, port, "udp"));
        provider.addSipListener(this);
        SipURI u = af.createSipURI(null, ip); u.setPort(port); u.setLrParam();
        rr = hf.createRecordRouteHeader(af.createAddress(u));
        st.start();
        Thread.currentThread().join();
    }

    @Override public void processRequest(RequestEvent e) {
        Request req = e.getRequest();
        try {
            String m = req.getMethod();
            if (m.equals(Request.OPTIONS)) { provider.sendResponse(mf.createResponse(200, req)); return; }
            if (m.equals(Request.CANCEL)) return;     // not part of the benchmark
            Request out = (Request) req.clone();
            MaxForwardsHeader mfh = (MaxForwardsHeader) out.getHeader(MaxForwardsHeader.NAME);
            mfh.decrementMaxForwards();
            RouteHeader r = (RouteHeader) out.getHeader(RouteHeader.NAME);
            if (r != null && r.getAddress().getURI() instanceof SipURI u && u.getHost().equals(ip) && u.getPort() == port) out.removeFirst(RouteHeader.NAME);
            if (m.equals(Request.ACK)) {
                out.addFirst(hf.createViaHeader(ip, port, "udp", "z9hG4bK" + Long.toHexString(System.nanoTime())));
                provider.sendRequest(out);
                return;
            }
            ServerTransaction st = e.getServerTransaction();
            if (st == null) st = provider.getNewServerTransaction(req);
            if (m.equals(Request.INVITE)) { st.sendResponse(mf.createResponse(100, req)); out.addFirst((Header) rr.clone()); }
            out.addFirst(hf.createViaHeader(ip, port, "udp", null));
            ClientTransaction ct = provider.getNewClientTransaction(out);
            ct.setApplicationData(st);
            ct.sendRequest();
        } catch (Exception x) { x.printStackTrace(); }
    }

    @Override public void processResponse(ResponseEvent e) {
        Response res = e.getResponse();
        if (res.getStatusCode() == 100) return;
        try {
            Response out = (Response) res.clone();
            out.removeFirst(ViaHeader.NAME);
            ClientTransaction ct = e.getClientTransaction();
            if (ct != null && ct.getApplicationData() instanceof ServerTransaction st) st.sendResponse(out);
            else provider.sendResponse(out);
        } catch (Exception x) { x.printStackTrace(); }
    }

    @Override public void processTimeout(TimeoutEvent e) { }
    @Override public void processIOException(IOExceptionEvent e) { }
    @Override public void processTransactionTerminated(TransactionTerminatedEvent e) { }
    @Override public void processDialogTerminated(DialogTerminatedEvent e) { }
}
