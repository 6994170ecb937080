package org.strowger.server.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.server.events.KnownContacts.Known;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Source;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.Rfc;

class ReginfoDocumentTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final AddressOfRecord ALICE = AddressOfRecord.of("alice", "example.com");

    private static Binding binding(String contact, String parameters, String protocol, int cseq, int seconds) {
        try {
            var source = new Source(protocol, "192.0.2.1", 5060, "192.0.2.100:5060");
            var origin = new Origin(new CallId(Slice.of("a<\u0001&\"@x")), cseq, List.of(), source, Slice.EMPTY);
            return new Binding(
                    Uri.parse(Slice.of(contact)), 1000, Slice.of(parameters), NOON.plusSeconds(seconds), origin);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static Reginfo written(boolean full, boolean bound, Known... contacts) {
        var bytes = new ReginfoDocument(ALICE, 7, full, bound, List.of(contacts)).write(NOON);
        return Reginfo.of(Slice.of(bytes));
    }

    @Test
    @Rfc("3680 §5.1-1: well-formed, and valid by the schema")
    @Rfc("3680 §5.1-2: XML 1.0 in UTF-8")
    @Rfc("3680 §5.1-3: one registration element")
    @Rfc("3680 §5.1-5: version and state")
    @Rfc("3680 §5.1-8: aor, id and state")
    @Rfc("3680 §5.1-9: one registration, one id")
    @Rfc("3680 §5.1-10: of one address-of-record")
    @Rfc("3680 §5.1-13: id, state and event of a contact")
    void isValidWhateverTheContactHolds() {
        var binding = binding("sip:a%3Cb@192.0.2.1;x=%22&y", ";a=\"<\u00fc]]>\";b", "UDP", 5, 60);
        var bytes = new ReginfoDocument(ALICE, 7, true, true, List.of(new Known("c", binding, ContactEvent.REFRESHED)))
                .write(NOON);

        assertThat(new String(bytes, UTF_8)).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><reginfo xmlns=");
        var read = Reginfo.of(Slice.of(bytes));
        assertThat(read.version()).isEqualTo(7);
        assertThat(read.contact().uri()).isEqualTo("sip:a%3Cb@192.0.2.1;x=%22&y");
        assertThat(read.contact().parameters()).containsExactly("a=\"<\u00fc]]>\"", "b=");
        assertThat(read.contact().the("callid")).isEqualTo("a<\ufffd&\"@x");
        assertThat(read.contact().the("cseq")).isEqualTo("5");
    }

    @Test
    @Rfc("3680 §4.7.1: init, active, terminated")
    void saysHowTheRegistrationStands() {
        var gone = new Known("c", binding("sip:a@192.0.2.1", "", "UDP", 1, 60), ContactEvent.UNREGISTERED);

        assertThat(written(true, false).registration()).isEqualTo("init");
        assertThat(written(false, false, gone).registration()).isEqualTo("terminated");
        assertThat(written(false, true, gone).registration()).isEqualTo("active");
        assertThat(written(false, true, gone).contact().the("expires")).isEmpty();
    }

    @Test
    @Rfc("3680 §4.7.1: registered, refreshed, unregistered, expired, deactivated")
    void tellsHowAContactCameIntoItsState() {
        var phone = binding("sip:a@192.0.2.1", "", "UDP", 1, 60);
        var browser = binding("sip:a@df7.invalid;transport=ws", "", "WS", 1, 60);
        var first = KnownContacts.NONE.since(Bindings.of(List.of(phone, browser)), NOON, false);
        assertThat(first.changes()).extracting(Known::event).containsOnly(ContactEvent.REGISTERED);

        var same = first.contacts().since(Bindings.of(List.of(phone, browser)), NOON, false);
        assertThat(same.changes()).isEmpty();
        var renewed = binding("sip:a@192.0.2.1", "", "UDP", 2, 90);
        var second = first.contacts().since(Bindings.of(List.of(renewed, browser)), NOON, false);
        assertThat(second.changes()).extracting(Known::event).containsExactly(ContactEvent.REFRESHED);

        var none = Bindings.NONE;
        assertThat(first.contacts().since(none, NOON, false).changes())
                .extracting(Known::event)
                .containsOnly(ContactEvent.UNREGISTERED);
        assertThat(first.contacts().since(none, NOON, true).changes())
                .as("its connection was lost; the phone by UDP went by itself")
                .extracting(Known::event)
                .containsExactly(ContactEvent.UNREGISTERED, ContactEvent.DEACTIVATED);
        assertThat(first.contacts().since(none, NOON.plusSeconds(60), true).changes())
                .extracting(Known::event)
                .containsOnly(ContactEvent.EXPIRED);
    }

    @Test
    @Rfc("3680 §5.1-14: each its own id")
    @Rfc("3680 §5.1-15: different URIs, different ids")
    @Rfc("3680 §5.1-16: equal URIs, the same id, also when it was gone")
    void namesContactsByTheirUris() {
        var one = binding("sip:a@192.0.2.1", "", "UDP", 1, 60);
        var other = binding("sip:a@192.0.2.1;x=1", "", "UDP", 1, 60);
        var written = binding("SIP:a@192.0.2.1", "", "UDP", 2, 60);
        var known = KnownContacts.NONE
                .since(Bindings.of(List.of(one, other)), NOON, false)
                .contacts();
        var ids = known.all().stream().map(Known::id).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(known.since(Bindings.of(List.of(written)), NOON, false)
                        .contacts()
                        .all()
                        .getFirst()
                        .id())
                .isEqualTo(ids.getFirst());
        assertThat(KnownContacts.NONE
                        .since(Bindings.of(List.of(one)), NOON, false)
                        .contacts()
                        .all()
                        .getFirst()
                        .id())
                .isEqualTo(ids.getFirst());
    }
}
