package org.strowger.server.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;

/**
 * The contacts of an address-of-record as a subscriber knows them, and what is new about them (RFC 3680 §4.7). Immutable.
 *
 * <p>A contact keeps its id while it is bound, however its URI is written: "if the URI for two contacts are the same, their id attributes
 * SHOULD be the same across notifications" (§5.1).
 */
record KnownContacts(List<Known> all) {
    static final KnownContacts NONE = new KnownContacts(List.of());

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** One contact, with what brought it into its state. */
    record Known(String id, Binding binding, ContactEvent event) {}

    /**
     * What there is now.
     *
     * @param changes the contacts that are new, others than before, or gone
     */
    record News(KnownContacts contacts, List<Known> changes) {}

    /**
     * Compares.
     *
     * @param now the bindings that live at that time
     * @param lost whether a connection has ended since
     */
    News since(Bindings now, Instant time, boolean lost) {
        var contacts = new ArrayList<Known>();
        var changes = new ArrayList<Known>();
        for (var binding : now) {
            var before = known(binding);
            var contact = before.map(known -> renewed(known, binding))
                    .orElseGet(() -> new Known(newId(binding, contacts), binding, ContactEvent.REGISTERED));
            contacts.add(contact);
            if (before.isEmpty() || !before.get().binding().equals(binding)) {
                changes.add(contact);
            }
        }
        for (var known : all) {
            if (now.find(known.binding()).isEmpty()) {
                changes.add(new Known(known.id(), known.binding(), end(known.binding(), time, lost)));
            }
        }
        return new News(new KnownContacts(List.copyOf(contacts)), List.copyOf(changes));
    }

    private static Known renewed(Known known, Binding binding) {
        return known.binding().equals(binding) ? known : new Known(known.id(), binding, ContactEvent.REFRESHED);
    }

    private static ContactEvent end(Binding binding, Instant time, boolean lost) {
        if (binding.secondsLeft(time) == 0) {
            return ContactEvent.EXPIRED;
        }
        return lost && binding.hangsOnFlow() ? ContactEvent.DEACTIVATED : ContactEvent.UNREGISTERED;
    }

    private Optional<Known> known(Binding binding) {
        return all.stream().filter(known -> known.binding().isSameAs(binding)).findFirst();
    }

    /** Of the URI, so that a contact that comes back has the one it had; with a letter behind it where another has that already. */
    private String newId(Binding binding, List<Known> others) {
        long hash = FNV_START;
        var text = binding.contactText();
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.at(at)) * FNV_PRIME;
        }
        var id = HexFormat.of().toHexDigits(hash);
        while (isTaken(id, all) || isTaken(id, others)) {
            id += "x";
        }
        return id;
    }

    private static boolean isTaken(String id, List<Known> by) {
        return by.stream().anyMatch(known -> known.id().equals(id));
    }
}
