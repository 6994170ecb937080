package org.strowger.server.location;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Parameters;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/**
 * One contact address of an address-of-record, until it expires (RFC 3261 §10.3). Immutable; all its texts lie in one array, because
 * there may be a million.
 */
public final class Binding {
    private static final int MOST_OCTETS = 0xffff;
    private static final int AGENT_OCTETS = 100;
    private static final byte BETWEEN_PATHS = '\n';

    /**
     * Contact, Call-ID, protocol, host, our own end, user agent, parameters and path, one behind the other; the path's values with line feeds between
     * them.
     */
    private final byte[] texts;

    private final char contactEnd;
    private final char callIdEnd;
    private final char protocolEnd;
    private final char hostEnd;
    private final char localEnd;
    private final char agentEnd;
    private final char parametersEnd;
    private final char port;
    private final char qThousandths;
    private final Reach reach;
    private final int cseq;
    /** Whether it is keyed by instance and reg-id instead of its contact. */
    private final boolean flow;

    private final int epoch;
    private final long expiresAtMillis;

    /** @param qThousandths 0 to 1000 */
    public Binding(Uri contact, int qThousandths, Instant expiresAt, Origin origin) {
        this(contact, qThousandths, Slice.EMPTY, expiresAt, origin);
    }

    /** @param parameters as {@link #parameters} */
    public Binding(Uri contact, int qThousandths, Slice parameters, Instant expiresAt, Origin origin) {
        this(
                contact,
                qThousandths,
                parameters,
                origin.path().isEmpty() ? Reach.of(contact, origin.source()) : Reach.CONTACT,
                expiresAt,
                origin);
    }

    /** @param reach how the contact is reached */
    public Binding(Uri contact, int qThousandths, Slice parameters, Reach reach, Instant expiresAt, Origin origin) {
        var agent = origin.userAgent();
        var path = joined(origin.path());
        var pieces = new Slice[] {
            contact.text(),
            origin.callId().value(),
            Slice.of(origin.source().protocol()),
            Slice.of(origin.source().host()),
            Slice.of(origin.source().local()),
            agent.part(0, Math.min(agent.length(), AGENT_OCTETS)),
            parameters,
            path
        };
        var all = Slice.joined(pieces);
        if (all.length() > MOST_OCTETS) {
            throw new IllegalArgumentException("expected a binding of at most " + MOST_OCTETS + " octets");
        }
        texts = all.bytes();
        contactEnd = (char) pieces[0].length();
        callIdEnd = (char) (contactEnd + pieces[1].length());
        protocolEnd = (char) (callIdEnd + pieces[2].length());
        hostEnd = (char) (protocolEnd + pieces[3].length());
        localEnd = (char) (hostEnd + pieces[4].length());
        agentEnd = (char) (localEnd + pieces[5].length());
        parametersEnd = (char) (agentEnd + parameters.length());
        port = (char) origin.source().port();
        this.qThousandths = (char) qThousandths;
        this.reach = reach;
        cseq = (int) origin.cseq();
        flow = !parameters.isEmpty() && isFlow(parameters);
        epoch = 0;
        expiresAtMillis = expiresAt.toEpochMilli();
    }

    private Binding(Binding same, byte[] texts, int epoch) {
        this.texts = texts;
        contactEnd = same.contactEnd;
        callIdEnd = same.callIdEnd;
        protocolEnd = same.protocolEnd;
        hostEnd = same.hostEnd;
        localEnd = same.localEnd;
        agentEnd = same.agentEnd;
        parametersEnd = same.parametersEnd;
        port = same.port;
        qThousandths = same.qThousandths;
        reach = same.reach;
        cseq = same.cseq;
        flow = same.flow;
        this.epoch = epoch;
        expiresAtMillis = same.expiresAtMillis;
    }

    /** The same in that epoch of its instance's temporary GRUUs. */
    public Binding inEpoch(int number) {
        return number == epoch ? this : new Binding(this, texts, number);
    }

    /**
     * The same, its texts being in the array of that other one if they are the same as those, as they are whenever a phone refreshes what it
     * registered: what is old already, the collector need not copy once more.
     */
    Binding sharing(Binding other) {
        return Arrays.equals(texts, other.texts) ? new Binding(this, other.texts, epoch) : this;
    }

    private static boolean isFlow(Slice parameters) {
        var read = InstanceId.parsed(parameters);
        return regId(read).isPresent() && InstanceId.in(read).isPresent();
    }

    /** The reg-id among those parameters of a Contact: {@code 1*DIGIT ; 1 to (2^31 - 1)} (RFC 5626 §10); empty if there is none, or no such. */
    public static OptionalInt regId(Parameters contact) {
        var value = contact.value("reg-id").orElse(Slice.EMPTY);
        try {
            int number = Integer.parseInt(value.toString());
            return number > 0 && value.at(0) != '+' ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    private static Slice joined(List<Slice> path) {
        if (path.isEmpty()) {
            return Slice.EMPTY;
        }
        var writer = new ByteArrayOutputStream();
        for (var value : path) {
            if (writer.size() > 0) {
                writer.write(BETWEEN_PATHS);
            }
            for (int at = 0; at < value.length(); at++) {
                // a folded line is white space (RFC 3261 §7.3.1)
                int octet = value.at(at);
                writer.write(octet == '\r' || octet == '\n' ? ' ' : octet);
            }
        }
        return Slice.of(writer.toByteArray());
    }

    /** The address that a request is sent to. */
    public Uri contact() {
        try {
            return Uri.parse(contactText());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("expected a URI that was read before", e);
        }
    }

    /** The contact as it stood in the request, without angle brackets and header parameters. */
    public Slice contactText() {
        return new Slice(texts, 0, contactEnd);
    }

    /** Relative preference, 0 to 1000. */
    public int qThousandths() {
        return qThousandths;
    }

    public Instant expiresAt() {
        return Instant.ofEpochMilli(expiresAtMillis);
    }

    boolean isLiveAt(long millis) {
        return expiresAtMillis > millis;
    }

    long expiresAtMillis() {
        return expiresAtMillis;
    }

    /** Until it expires, rounded up; what has expired has none left. */
    public long secondsLeft(Instant now) {
        return Math.max(0, Math.ceilDiv(expiresAtMillis - now.toEpochMilli(), 1000));
    }

    public CallId callId() {
        return new CallId(new Slice(texts, contactEnd, callIdEnd));
    }

    public long cseq() {
        return cseq & 0xffff_ffffL;
    }

    /** To be put into Route, in this order, when a request goes to the contact (RFC 3327 §5.4). */
    public List<Slice> path() {
        if (parametersEnd == texts.length) {
            return List.of();
        }
        var values = new ArrayList<Slice>();
        int start = parametersEnd;
        for (int at = parametersEnd; at <= texts.length; at++) {
            if (at == texts.length || texts[at] == BETWEEN_PATHS) {
                values.add(new Slice(texts, start, at));
                start = at + 1;
            }
        }
        return List.copyOf(values);
    }

    public Source source() {
        return new Source(text(callIdEnd, protocolEnd), text(protocolEnd, hostEnd), port, text(hostEnd, localEnd));
    }

    public Reach reach() {
        return reach;
    }

    /** Which phone it is of; empty if it did not say. */
    public Optional<InstanceId> instance() {
        return InstanceId.in(parameters());
    }

    /** Whether it is one of the flows of an instance: "between an AOR and the combination of the instance-id […] and the value of reg-id" (RFC 5626 §6). */
    public boolean isFlow() {
        return flow;
    }

    /** Temporary GRUUs of its instance are good if they were made in the same epoch, which ends when the Call-ID changes (RFC 5627 §5.1). */
    public int epoch() {
        return epoch;
    }

    /**
     * Whether it ends with the flow that its registration came by: a connection, or between two addresses where the phone has promised to
     * be heard.
     */
    public boolean hangsOnFlow() {
        return reach == Reach.FLOW && (flow || !new Slice(texts, callIdEnd, protocolEnd).is("UDP"));
    }

    /** Whether it hangs on that one. */
    boolean hangsOn(Source connection) {
        return hangsOnFlow()
                && port == connection.port()
                && new Slice(texts, protocolEnd, hostEnd).is(connection.host())
                && new Slice(texts, callIdEnd, protocolEnd).is(connection.protocol());
    }

    /** Empty if it said nothing. */
    public String userAgent() {
        return agent().toString();
    }

    /** The same as it came. */
    Slice agent() {
        return new Slice(texts, localEnd, agentEnd);
    }

    /** Those of the Contact value that mean nothing to us ({@code ;+sip.instance="…";methods="…"}), semicolons first; empty if it had none. */
    public Slice parameters() {
        return new Slice(texts, agentEnd, parametersEnd);
    }

    /** Where it came from, put together again. */
    public Origin origin() {
        return new Origin(callId(), cseq(), path(), source(), agent());
    }

    private String text(int start, int end) {
        return new String(texts, start, end - start, ISO_8859_1);
    }

    /**
     * Whether one takes the place of the other: flows of one instance by their reg-id, whatever the contact (RFC 5626 §6), all else by the
     * contact, by the rules of its URI's scheme (RFC 3261 §19.1.4).
     */
    public boolean isSameAs(Binding other) {
        if (flow || other.flow) {
            return flow
                    && other.flow
                    && regId().equals(other.regId())
                    && instance().equals(other.instance());
        }
        return Arrays.equals(texts, 0, contactEnd, other.texts, 0, other.contactEnd)
                || contact().isEquivalentTo(other.contact());
    }

    /** Whether a request for it takes the same way: the same contact, reached the same, over the same proxies. */
    boolean isReachedLike(Binding other) {
        return reach == other.reach
                && port == other.port
                && Arrays.equals(texts, 0, contactEnd, other.texts, 0, other.contactEnd)
                && Arrays.equals(texts, callIdEnd, localEnd, other.texts, other.callIdEnd, other.localEnd)
                && Arrays.equals(
                        texts, parametersEnd, texts.length, other.texts, other.parametersEnd, other.texts.length);
    }

    private OptionalInt regId() {
        return regId(InstanceId.parsed(parameters()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Binding that
                && expiresAtMillis == that.expiresAtMillis
                && cseq == that.cseq
                && qThousandths == that.qThousandths
                && port == that.port
                && contactEnd == that.contactEnd
                && callIdEnd == that.callIdEnd
                && protocolEnd == that.protocolEnd
                && hostEnd == that.hostEnd
                && localEnd == that.localEnd
                && agentEnd == that.agentEnd
                && reach == that.reach
                && epoch == that.epoch
                && parametersEnd == that.parametersEnd
                && Arrays.equals(texts, that.texts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(texts) ^ Long.hashCode(expiresAtMillis);
    }

    @Override
    public String toString() {
        return "<%s>;q=%.3f until %s".formatted(contactText(), qThousandths / 1000.0, expiresAt());
    }
}
