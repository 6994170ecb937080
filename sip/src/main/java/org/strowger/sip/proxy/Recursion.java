package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.TelUri;
import org.strowger.sip.message.Uri;

/**
 * Trying again by ourselves what a 3xx or a 416 points to (RFC 3261 §16.7 step 4), instead of passing it on.
 *
 * @param leads where a contact of a 3xx leads; nowhere if it is not tried, as for a Request-URI that we are not responsible for
 * @param original the Request-URI of the original request
 */
record Recursion(Function<Uri, List<Target>> leads, Uri original) {
    /**
     * What is tried, and what remains.
     *
     * @param rest the response without the contacts that are tried; empty if it has none left, for then it is no candidate any more
     */
    record Again(List<Target> targets, Optional<SipResponse> rest) {}

    /** What becomes of a branch whose target answered so; empty if the response just counts. */
    Optional<Again> after(Target tried, SipResponse response, TargetSet known) {
        int code = response.status().code();
        try {
            if (code == 416) {
                return withSipUri(tried, known);
            }
            return code >= 300 && code < 400 ? contacts(response, known) : Optional.empty();
        } catch (MalformedMessageException e) {
            // contacts that cannot be read are for upstream to judge
            return Optional.empty();
        }
    }

    private Optional<Again> contacts(SipResponse response, TargetSet known) throws MalformedMessageException {
        var found = new ArrayList<Target>();
        var left = new ArrayList<Contact.Address>();
        for (var contact : Contact.all(response.headers())) {
            if (contact instanceof Contact.Address address) {
                var targets = targets(address);
                if (targets.isEmpty()) {
                    left.add(address);
                }
                found.addAll(targets);
            }
        }
        var fresh =
                found.stream().filter(target -> !known.contains(target.uri())).toList();
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Again(fresh, left.isEmpty() ? Optional.empty() : Optional.of(only(left, response))));
    }

    /** Those of one contact, in the place that its q gives to all of them. */
    private List<Target> targets(Contact.Address contact) throws MalformedMessageException {
        var uri = contact.address().uri();
        int q = contact.qThousandths();
        return !isFollowed(uri)
                ? List.of()
                : leads.apply(uri).stream()
                        .map(target -> target.withPriority(target.priority() * q / 1000))
                        .toList();
    }

    private boolean isFollowed(Uri contact) {
        // "a proxy SHOULD NOT recurse to a non-SIPS URI if the Request-URI of the original request was a SIPS URI"; and
        // "When a proxy sends a request using a SIP Request-URI and receives a 3XX response with a SIPS Contact header
        // field […] the proxy MUST NOT recurse" (RFC 5630 §5.3)
        return contact instanceof SipUri sip
                && (sip.isSecure()
                        ? !original.scheme().equals("sip")
                        : !original.scheme().equals("sips"));
    }

    private static SipResponse only(List<Contact.Address> left, SipResponse response) {
        var edit = response.edit().removeAll(HeaderName.CONTACT);
        left.forEach(
                contact -> edit.append(HeaderName.CONTACT, contact.address().text()));
        return edit.write();
    }

    /** "This URI SHOULD be a SIP URI version of the non-SIP URI that was just tried" (§16.7 step 4). */
    private Optional<Again> withSipUri(Target tried, TargetSet known) throws MalformedMessageException {
        if (!(tried.uri() instanceof TelUri tel) || !(original instanceof SipUri asked)) {
            return Optional.empty();
        }
        var subscriber = tel.text().toString().substring("tel:".length());
        var domain = tried.hop()
                .map(hop -> hop.remote().getHostString())
                .orElse(asked.host().toString());
        var uri = SipUri.parse("sip:" + subscriber + "@" + domain + ";user=phone");
        return known.contains(uri)
                ? Optional.empty()
                : Optional.of(new Again(
                        List.of(new Target(uri, tried.route(), tried.hop(), tried.priority())), Optional.empty()));
    }
}
