package org.strowger.sip.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the handlers that cipher connections, always of the certificates as they are on the disk now. Any thread. */
public final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    /** A ClientHello is a few hundred bytes, with keys of the next decades some thousand. */
    private static final int MOST_HELLO_BYTES = 16_384;

    private final TlsSettings settings;
    private Stamp seen;
    /** What was said last, so that it is said once. */
    private String complaint = "";

    private volatile Contexts contexts;

    private Tls(TlsSettings settings, Stamp seen, Contexts contexts) {
        this.settings = settings;
        this.seen = seen;
        this.contexts = contexts;
    }

    /** Reads the certificates; throws an IOException that names the file which cannot be used. */
    public static Tls open(TlsSettings settings) throws IOException {
        var stamp = Stamp.of(settings);
        return new Tls(settings, stamp, Contexts.read(settings));
    }

    /**
     * Reads the certificates again if their files have changed; connections that there are go on with the old ones. If the new ones cannot
     * be used, the old ones stay, and that is logged once. Reads files: not for a thread that must not wait.
     *
     * @return whether there are others now
     */
    public synchronized boolean refresh() {
        var stamp = Stamp.of(settings);
        if (stamp.equals(seen)) {
            return false;
        }
        try {
            contexts = Contexts.read(settings);
            seen = stamp;
            complaint = "";
            LOG.info("certificates read again");
            return true;
        } catch (IOException e) {
            // not marked as seen: half of what belongs together may have been written yet
            complain(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** For a connection that was accepted; there must be a certificate. */
    public ChannelHandler accepting(ByteBufAllocator allocator, Duration handshake) {
        var present = contexts;
        long millis = handshake.toMillis();
        return present.servers().size() == 1
                ? timed(present.servers().getFirst().context().newHandler(allocator), millis)
                : new Named(present, millis);
    }

    /** For a connection that we opened, to that domain or address (without brackets). */
    public ChannelHandler opening(ByteBufAllocator allocator, String host, int port, Duration handshake) {
        return timed(contexts.client().newHandler(allocator, host, port), handshake.toMillis());
    }

    /** Who is at the other end of a connection whose handshake is complete. */
    public static Identities peer(SslHandler handler) {
        try {
            var chain = handler.engine().getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? Identities.of(certificate)
                    : Identities.NONE;
        } catch (SSLPeerUnverifiedException _) {
            return Identities.NONE;
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            LOG.error("the certificates stay as they were: {}", reason);
        }
        complaint = reason;
    }

    private static SslHandler timed(SslHandler handler, long handshakeMillis) {
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }

    /** Waits for the name of the server that the peer asks for. */
    private static final class Named extends SniHandler {
        Named(Contexts contexts, long handshakeMillis) {
            super(
                    (@Nullable String server, io.netty.util.concurrent.Promise<SslContext> chosen) -> chosen.setSuccess(
                            server == null ? contexts.servers().getFirst().context() : contexts.named(server)),
                    MOST_HELLO_BYTES,
                    handshakeMillis);
        }

        @Override
        protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
            return timed(context.newHandler(allocator), handshakeTimeoutMillis);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.fireExceptionCaught(cause);
        }
    }
}
