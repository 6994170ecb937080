package org.strowger.sip.proxy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.Flow;

/** Whom the proxy asks where a request goes (RFC 3261 §16.5): the one thing it leaves to others. */
public interface Routing {
    /**
     * What the proxy knows when it asks.
     *
     * @param request as received
     * @param requestUri after route preprocessing (§16.4)
     * @param flow the way it came
     * @param inDialog whether To has a tag
     * @param routes the Route values that remain
     */
    record Question(SipRequest request, Uri requestUri, Flow flow, boolean inDialog, List<Slice> routes) {
        /** Whether a Route remains: then the next hop is settled, and only admission (authentication) is asked. */
        public boolean routed() {
            return !routes.isEmpty();
        }
    }

    /** One that is responsible for that domain and decides at once. */
    static Routing of(String domain, Function<Question, Decision> decide) {
        return new Routing() {
            @Override
            public void route(Shard shard, Question question, Consumer<Decision> answer) {
                answer.accept(decide.apply(question));
            }

            @Override
            public boolean isResponsibleFor(String host) {
                return host.equalsIgnoreCase(domain);
            }
        };
    }

    /** @param answer called once, inside the shard, at once or later */
    void route(Shard shard, Question question, Consumer<Decision> answer);

    /** Whether that host is a domain we are responsible for (§16.4, §16.5). */
    boolean isResponsibleFor(String host);

    /**
     * Fields of a request that passes without a question, because a route mark of ours proves its dialog, and that end here all the same:
     * credentials for our realm (§22.3).
     */
    default List<HeaderField> withheld(SipRequest request) {
        return List.of();
    }

    /**
     * Where a request goes that passes without a question, if its Request-URI is one of a domain of ours that stands for a phone: a GRUU, "the
     * case for both out-of-dialog requests targeted to the GRUU, and mid-dialog requests" (RFC 5627 §6.1). Empty if it says itself where it
     * goes. Answered at once.
     */
    default Optional<Decision> dereferenced(Uri requestUri) {
        return Optional.empty();
    }

    /**
     * Where a contact of a 3xx leads, for a request that was admitted, if the proxy follows it (§16.7 step 4); empty if that is for whoever
     * asked. Answered at once.
     */
    default List<Target> redirected(Question question, Uri contact) {
        return List.of(Target.of(contact));
    }

    /**
     * Names of further fields that decisions depend on, beside Request-URI, Route, From, To, credentials, Proxy-Require and the source: a
     * request that comes back with one of them changed spirals and does not loop (RFC 5393 §4.2.1). Asked once, at the start.
     */
    default List<HeaderName> reads() {
        return List.of();
    }
}
