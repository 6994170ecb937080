package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.Decision.Reject.Line;

/**
 * The checks of RFC 3261 §16.3 that a proxy makes before it forwards anything, in the order of the RFC.
 *
 * <p>Reasonable syntax (1) was checked where the message came in; Proxy-Authorization (6) is Routing's, which also knows who needs none.
 * The place of Max-Breadth (RFC 5393 §5) is behind {@link #maxForwards}. Merged requests pass: "a proxy is not required to detect
 * merged requests and MUST NOT treat merged requests as an error condition".
 */
final class Validation {
    /** Schemes that Routing and resolver can do something with. */
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel");

    private final ProxySettings settings;
    private final BooleanSupplier secure;

    /** @param secure whether we can send by TLS */
    Validation(ProxySettings settings, BooleanSupplier secure) {
        this.settings = settings;
        this.secure = secure;
    }

    /**
     * The answer that ends the request here; empty if it is valid.
     *
     * @param looped whether it carries our own loop mark
     */
    Optional<Reject> answer(SipRequest request, boolean looped) {
        return scheme(request)
                .or(() -> sips(request))
                .or(() -> maxForwards(request))
                .or(() -> looped ? Optional.of(Reject.with(Status.of(482))) : Optional.empty())
                .or(() -> proxyRequire(request));
    }

    private static Optional<Reject> scheme(SipRequest request) {
        return SCHEMES.contains(request.requestUri().scheme())
                ? Optional.empty()
                : Optional.of(Reject.with(Status.of(416)));
    }

    /** Without TLS there is no way for it that is none down. */
    private Optional<Reject> sips(SipRequest request) {
        return Downgrade.threatens(request.requestUri()) && !secure.getAsBoolean()
                ? Optional.of(Downgrade.REFUSED)
                : Optional.empty();
    }

    private Optional<Reject> maxForwards(SipRequest request) {
        if (request.maxForwards().orElse(1) > 0) {
            return Optional.empty();
        }
        // "If the request was for OPTIONS, the element MAY act as the final recipient" (§16.3 step 3): we do where it
        // is for
        // no user; who traces the way to a user counts the 483s
        boolean forServers =
                request.requestUri() instanceof SipUri uri && uri.user().isEmpty();
        return request.method().equals(Method.OPTIONS) && forServers
                ? Optional.of(Capabilities.answer(request, settings))
                : Optional.of(Reject.with(Status.of(483)));
    }

    private Optional<Reject> proxyRequire(SipRequest request) {
        // the field has no place in a CANCEL, which is tied to a request that was checked (§8.2.2.3, §9.1)
        if (!request.headers().has(HeaderName.PROXY_REQUIRE) || request.method().equals(Method.CANCEL)) {
            return Optional.empty();
        }
        var unsupported = notUnderstood(request.headers().values(HeaderName.PROXY_REQUIRE), settings.extensions());
        return unsupported.isEmpty() ? Optional.empty() : Optional.of(new Reject(Status.of(420), unsupported));
    }

    /** Those option tags as values of Unsupported, but for the known ones. */
    static List<Line> notUnderstood(List<Slice> tags, Collection<String> known) {
        var unsupported = new ArrayList<Line>();
        for (var tag : tags) {
            if (known.stream().noneMatch(tag::isIgnoreCase)) {
                unsupported.add(new Line(HeaderName.UNSUPPORTED, tag));
            }
        }
        return unsupported;
    }
}
