package org.strowger.sip.proxy.identity;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Headers;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * The border of the Trust Domain (RFC 3325 §5): what of P-Asserted-Identity passes, and what we add.
 *
 * <pre>
 *   from \ to       trusted            not trusted
 *   trusted         stays              stays, unless Privacy asks
 *   not trusted     ours instead       ours instead, if all are told and Privacy does not ask
 * </pre>
 */
public final class Border {
    /** Nobody's: all passes as it is. */
    public static final Border NONE = new Border(null);

    private static final HeaderName ASSERTED = HeaderName.P_ASSERTED_IDENTITY;
    private static final HeaderName PREFERRED = HeaderName.P_PREFERRED_IDENTITY;
    private static final String NOBODYS_HOST = "anonymous.invalid";
    private static final int LONGEST_VALUE = 20;

    private final @Nullable TrustDomain domain;

    private Border(@Nullable TrustDomain domain) {
        this.domain = domain;
    }

    public static Border of(TrustDomain domain) {
        return new Border(domain);
    }

    /**
     * A copy of a request on its way.
     *
     * @param caller who its sender has proven to be, as a value of P-Asserted-Identity; empty for who has proven nothing
     */
    public void pass(RequestEdit copy, Flow from, NextHop to, Optional<Slice> caller) {
        var headers = copy.original().headers();
        if (domain == null) {
            return;
        }
        if (headers.has(PREFERRED)) {
            // "The proxy MUST remove the user-provided P-Preferred-Identity header from any message it forwards." (§6)
            copy.removeAll(PREFERRED);
        }
        boolean asserted = headers.has(ASSERTED);
        if (!asserted && caller.isEmpty()) {
            return;
        }
        boolean fromTrusted = trusts(domain, from.remote());
        boolean toTrusted = trusts(domain, to.remote());
        if (asserted && !mayStay(headers, fromTrusted, toTrusted)) {
            copy.removeAll(ASSERTED);
        }
        if (!fromTrusted && caller.isPresent() && isTold(domain, toTrusted, copy.original())) {
            copy.append(ASSERTED, caller.get());
        }
    }

    /** Whether a response says anything that could not pass. */
    public boolean concerns(SipResponse response) {
        return domain != null
                && (response.headers().has(ASSERTED) || response.headers().has(PREFERRED));
    }

    /** Whether what comes from there is believed. */
    public boolean trusts(NextHop node) {
        return domain != null && trusts(domain, node.remote());
    }

    /** A response on its way back. Who answered has proven nothing to us, so that what a stranger asserts ends here. */
    public SipResponse pass(SipResponse response, boolean fromTrusted, Flow to) {
        if (domain == null) {
            return response;
        }
        var edit = response.edit().removeAll(PREFERRED);
        if (!mayStay(response.headers(), fromTrusted, trusts(domain, to.remote()))) {
            edit.removeAll(ASSERTED);
        }
        return edit.write();
    }

    /**
     * What a request wants by all means and we do not do, as a reason phrase: it "MUST fail the request with a 500 (Server Error) response
     * code" (RFC 3323 §5). Empty if it may pass.
     */
    public Optional<String> failure(SipRequest request) {
        if (domain == null || !request.headers().has(HeaderName.PRIVACY)) {
            return Optional.empty();
        }
        var unmet = Privacy.of(request.headers()).unmet();
        return unmet.isEmpty()
                ? Optional.empty()
                : Optional.of("Privacy Failure: "
                        + String.join(", ", unmet.stream().map(Border::named).toList()));
    }

    /** A foreign word in our reason phrase: a short token, or nothing of it. */
    private static String named(String value) {
        return value.length() <= LONGEST_VALUE && value.chars().allMatch(letter -> letter >= 'a' && letter <= 'z')
                ? value
                : "other";
    }

    private static boolean mayStay(Headers headers, boolean fromTrusted, boolean toTrusted) {
        // "If this token is present, proxies MUST remove all the P-Asserted-Identity header fields before forwarding
        // messages to elements that are not trusted" (§7)
        return fromTrusted && (toTrusted || !Privacy.of(headers).hidesIdentity());
    }

    private static boolean isTold(TrustDomain domain, boolean toTrusted, SipRequest request) {
        return switch (domain.told()) {
            case NOBODY -> false;
            case TRUSTED -> toTrusted;
            case EVERYBODY -> toTrusted || !Privacy.of(request.headers()).hidesIdentity() && !isAnonymous(request);
        };
    }

    /** Whether its sender does without a name: who does so without a Privacy header does not want to be named all the same. */
    private static boolean isAnonymous(SipRequest request) {
        try {
            var from = NameAddr.parse(request.headers().value(HeaderName.FROM).orElse(Slice.EMPTY));
            return from.uri() instanceof SipUri uri && uri.host().isIgnoreCase(NOBODYS_HOST);
        } catch (MalformedMessageException e) {
            // says nothing that could be believed
            return true;
        }
    }

    private static boolean trusts(TrustDomain domain, InetSocketAddress node) {
        return !node.isUnresolved() && domain.nodes().test(node.getAddress());
    }
}
