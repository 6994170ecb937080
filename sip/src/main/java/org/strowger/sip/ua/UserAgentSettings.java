package org.strowger.sip.ua;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.strowger.sip.auth.Account;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Tap;

/**
 * What a user agent is made from; begin with {@link #of(String)}.
 *
 * @param addressOfRecord who it is: From of what it sends, and what it registers
 * @param account what it answers challenges with
 * @param listens where it receives, and by which protocols it sends
 * @param outboundProxy where everything outside dialogs goes first; with lr
 * @param registrar whom it registers with; the domain of the address-of-record if absent
 * @param mostSessions calls it takes at once; one more is answered 486
 * @param product what it says it is, in User-Agent and Server
 */
public record UserAgentSettings(
        SipUri addressOfRecord,
        Optional<Account> account,
        List<Listen> listens,
        Optional<SipUri> outboundProxy,
        Optional<SipUri> registrar,
        MediaSettings media,
        int mostSessions,
        String product,
        Timers timers,
        DnsSettings dns,
        Tap tap) {
    private static final int USUAL_SESSIONS = 100;
    private static final List<Listen> EVERYWHERE = Listen.everywhere(0);

    public UserAgentSettings {
        listens = List.copyOf(listens);
    }

    /**
     * The usual settings: any free port of all addresses by UDP and TCP, tones for media.
     *
     * @throws IllegalArgumentException if that is no SIP URI
     */
    public static UserAgentSettings of(String addressOfRecord) {
        return of(uri(addressOfRecord));
    }

    /** The usual settings: any free port of all addresses by UDP and TCP, tones for media. */
    public static UserAgentSettings of(SipUri addressOfRecord) {
        return new UserAgentSettings(
                addressOfRecord,
                Optional.empty(),
                EVERYWHERE,
                Optional.empty(),
                Optional.empty(),
                MediaSettings.tones(),
                USUAL_SESSIONS,
                "Strowger",
                Timers.RFC3261,
                DnsSettings.SYSTEM,
                Tap.NONE);
    }

    /** Answers challenges with that, in whatever realm. */
    public UserAgentSettings withAccount(String user, String password) {
        return withAccount(Account.of(user, password));
    }

    public UserAgentSettings withAccount(Account changed) {
        return new UserAgentSettings(
                addressOfRecord,
                Optional.of(changed),
                listens,
                outboundProxy,
                registrar,
                media,
                mostSessions,
                product,
                timers,
                dns,
                tap);
    }

    /** Listens on points such as {@code udp://127.0.0.1:5060}; port 0 is any free one. */
    public UserAgentSettings listening(String... points) {
        return listening(Stream.of(points).map(Listen::parse).toList());
    }

    public UserAgentSettings listening(List<Listen> points) {
        return new UserAgentSettings(
                addressOfRecord,
                account,
                points,
                outboundProxy,
                registrar,
                media,
                mostSessions,
                product,
                timers,
                dns,
                tap);
    }

    /** Sends everything outside dialogs through that proxy; lr is added if it is not there. */
    public UserAgentSettings through(String proxy) {
        return through(uri(proxy));
    }

    /** Sends everything outside dialogs through that proxy; lr is added if it is not there. */
    public UserAgentSettings through(SipUri proxy) {
        return new UserAgentSettings(
                addressOfRecord,
                account,
                listens,
                Optional.of(proxy.isLooseRouter() ? proxy : proxy.withParameter("lr", "")),
                registrar,
                media,
                mostSessions,
                product,
                timers,
                dns,
                tap);
    }

    /** Registers there, and not with the domain of the address-of-record. */
    public UserAgentSettings registeringAt(SipUri where) {
        return new UserAgentSettings(
                addressOfRecord,
                account,
                listens,
                outboundProxy,
                Optional.of(where),
                media,
                mostSessions,
                product,
                timers,
                dns,
                tap);
    }

    public UserAgentSettings withMedia(MediaSettings changed) {
        return new UserAgentSettings(
                addressOfRecord,
                account,
                listens,
                outboundProxy,
                registrar,
                changed,
                mostSessions,
                product,
                timers,
                dns,
                tap);
    }

    /** Takes so many calls at once. */
    public UserAgentSettings withMostSessions(int changed) {
        return new UserAgentSettings(
                addressOfRecord, account, listens, outboundProxy, registrar, media, changed, product, timers, dns, tap);
    }

    public UserAgentSettings withTimers(Timers changed) {
        return new UserAgentSettings(
                addressOfRecord,
                account,
                listens,
                outboundProxy,
                registrar,
                media,
                mostSessions,
                product,
                changed,
                dns,
                tap);
    }

    public UserAgentSettings withDns(DnsSettings changed) {
        return new UserAgentSettings(
                addressOfRecord,
                account,
                listens,
                outboundProxy,
                registrar,
                media,
                mostSessions,
                product,
                timers,
                changed,
                tap);
    }

    /** Shows every message that comes or goes. */
    public UserAgentSettings withTap(Tap changed) {
        return new UserAgentSettings(
                addressOfRecord,
                account,
                listens,
                outboundProxy,
                registrar,
                media,
                mostSessions,
                product,
                timers,
                dns,
                changed);
    }

    /** Whom REGISTER goes to: "the domain of the location service" (RFC 3261 §10.2), without user. */
    SipUri registrarUri() {
        return registrar.orElseGet(() -> {
            var host = addressOfRecord.host().toString();
            var port = addressOfRecord.port();
            var domain = (addressOfRecord.isSecure() ? "sips:" : "sip:")
                    + host
                    + (port.isPresent() ? ":" + port.getAsInt() : "");
            var transport = addressOfRecord.transport();
            return uri(transport.isPresent() ? domain + ";transport=" + transport.get() : domain);
        });
    }

    private static SipUri uri(String text) {
        try {
            return SipUri.parse(text);
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(
                    "expected a URI such as \"sip:alice@example.com\", found \"" + text + "\"", e);
        }
    }
}
