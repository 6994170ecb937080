package org.strowger.sip.ua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;

/** Where a request was sent, and where 3xx responses say it may be sent yet (RFC 3261 §8.1.3.4). */
final class Redirections {
    private static final int MOST = 10;

    private final boolean followed;
    private final List<Uri> tried = new ArrayList<>();
    private final Deque<Uri> waiting = new ArrayDeque<>();

    private Redirections(boolean followed) {
        this.followed = followed;
    }

    /** Follows none: the dialog says where its requests go. */
    static Redirections none() {
        return new Redirections(false);
    }

    static Redirections of(Uri first) {
        var redirections = new Redirections(true);
        redirections.tried.add(first);
        return redirections;
    }

    /** The next URI to try after that final response; empty if there is none left, or nobody should be tried. */
    Optional<Uri> next(SipResponse response) {
        int hundreds = response.status().code() / 100;
        if (!followed || hundreds == 2 || hundreds == 6) {
            return Optional.empty();
        }
        if (hundreds == 3) {
            contacts(response).forEach(waiting::addLast);
        }
        while (!waiting.isEmpty() && tried.size() < MOST) {
            var uri = waiting.removeFirst();
            // "A client MUST NOT add the same URI to the target set more than once" (§8.1.3.4)
            if (tried.stream().noneMatch(uri::isEquivalentTo)) {
                tried.add(uri);
                return Optional.of(uri);
            }
        }
        return Optional.empty();
    }

    private record Alternative(SipUri uri, int q) {}

    private static List<SipUri> contacts(SipResponse response) {
        var found = new ArrayList<Alternative>();
        try {
            for (var contact : Contact.all(response.headers())) {
                if (contact instanceof Contact.Address address
                        && address.address().uri() instanceof SipUri uri) {
                    found.add(new Alternative(uri.withoutHeaders(), address.qThousandths()));
                }
            }
        } catch (MalformedMessageException _) {
            // contacts that cannot be read are nowhere to go
        }
        return found.stream()
                .sorted(Comparator.comparingInt(Alternative::q).reversed())
                .map(Alternative::uri)
                .toList();
    }
}
