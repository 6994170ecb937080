package org.strowger.server.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.location.Phones.NOON;
import static org.strowger.server.location.Phones.binding;
import static org.strowger.server.location.Phones.uri;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;

class BindingsTest {
    private final Binding desk = binding("sip:alice@192.0.2.1:5062", NOON.plusSeconds(60));
    private final Binding mobile = binding("sip:alice@192.0.2.2;transport=tcp", NOON.plusSeconds(600));

    @Test
    void keepWhatEachBindingIsMadeOf() {
        assertThat(desk.contact().isEquivalentTo(uri("sip:alice@192.0.2.1:5062")))
                .isTrue();
        assertThat(desk.contactText()).isEqualTo(Slice.of("sip:alice@192.0.2.1:5062"));
        assertThat(desk.qThousandths()).isEqualTo(700);
        assertThat(desk.expiresAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(desk.callId()).isEqualTo(new CallId(Slice.of("call-1@phone")));
        assertThat(desk.cseq()).isEqualTo(4_294_967_295L);
        assertThat(desk.path()).containsExactly(Slice.of("<sip:p1.example;lr>"), Slice.of("<sip:p2.example;lr>"));
        assertThat(desk.source()).isEqualTo(new Source("UDP", "192.0.2.7", 65535));
        assertThat(desk.userAgent()).isEqualTo("Phone/1.0");
        assertThat(desk.origin()).isEqualTo(Phones.origin("call-1@phone", 4_294_967_295L));
    }

    @Test
    void keepABindingWithoutPathAndUserAgent() {
        var plain = new Binding(
                uri("sip:a@b"),
                1000,
                NOON,
                new Origin(desk.callId(), 1, List.of(), new Source("TCP", "2001:db8::1", 5060), Slice.EMPTY));

        assertThat(plain.path()).isEmpty();
        assertThat(plain.userAgent()).isEmpty();
        assertThat(plain.source().host()).isEqualTo("2001:db8::1");
    }

    @Test
    void cutALongUserAgentShortAndUnfoldAPath() {
        var origin = new Origin(
                desk.callId(),
                1,
                List.of(Slice.of("<sip:p1;lr>\r\n ;x"), Slice.of("<sip:p2;lr>")),
                desk.source(),
                Slice.of("x".repeat(5000)));
        var binding = new Binding(uri("sip:a@b"), 0, NOON, origin);

        assertThat(binding.userAgent()).hasSize(100);
        assertThat(binding.path()).containsExactly(Slice.of("<sip:p1;lr>   ;x"), Slice.of("<sip:p2;lr>"));
    }

    @Test
    void replaceTheBindingOfAnEquivalentContactInItsPlace() {
        var both = Bindings.NONE.with(desk).with(mobile);
        var refreshed = binding("sip:alice@192.0.2.1:5062;unknown=1", NOON.plusSeconds(3600));

        assertThat(both.with(refreshed).list()).containsExactly(refreshed, mobile);
        assertThat(both.find(binding("sip:alice@192.0.2.2;TRANSPORT=TCP", NOON)))
                .contains(mobile);
        assertThat(both.find(binding("sip:alice@192.0.2.2", NOON))).isEmpty();
        assertThat(both.without(binding("sip:alice@192.0.2.1:5062", NOON)).list())
                .containsExactly(mobile);
        assertThat(both.without(binding("sip:nobody@192.0.2.1", NOON))).isSameAs(both);
        assertThat(Bindings.NONE.with(desk).without(desk)).isSameAs(Bindings.NONE);
    }

    @Test
    void holdTheTextsOfARefreshedBindingWhereTheyWere() {
        var refreshed = binding("sip:alice@192.0.2.1:5062", NOON.plusSeconds(3600));
        var after = Bindings.of(List.of(desk, mobile)).with(refreshed);

        assertThat(after.list()).containsExactly(refreshed, mobile);
        assertThat(after.list().getFirst().contactText().bytes())
                .isSameAs(desk.contactText().bytes());
        var moved = new Binding(
                desk.contact(), 700, NOON, new Origin(desk.callId(), 1, desk.path(), mobile.source(), Slice.EMPTY));
        assertThat(after.with(moved).list()).containsExactly(moved, mobile);
    }

    @Test
    void forgetWhatHasExpired() {
        var both = Bindings.of(List.of(desk, mobile));

        assertThat(both.liveAt(NOON.plusMillis(59_999))).isSameAs(both);
        assertThat(both.liveAt(NOON.plusSeconds(60)).list()).containsExactly(mobile);
        assertThat(both.liveAt(NOON.plusSeconds(600))).isSameAs(Bindings.NONE);
    }

    @Test
    void areEqualByWhatTheyHold() {
        assertThat(Bindings.of(List.of(desk)))
                .isEqualTo(Bindings.NONE.with(binding("sip:alice@192.0.2.1:5062", NOON.plusSeconds(60))))
                .hasSameHashCodeAs(Bindings.NONE.with(desk))
                .isNotEqualTo(Bindings.of(List.of(mobile)));
    }

    @Test
    void leadElsewhereThanOthersWhereAContactOrTheWayToItIsAnother() {
        var refreshed = new Binding(
                desk.contact(),
                1000,
                NOON.plusSeconds(999),
                new Origin(new CallId(Slice.of("another@phone")), 7, desk.path(), desk.source(), Slice.of("Phone/2")));
        var behindAnotherPort = new Binding(
                desk.contact(),
                700,
                desk.expiresAt(),
                new Origin(desk.callId(), 7, desk.path(), new Source("UDP", "192.0.2.7", 1), Slice.EMPTY));
        var overNoProxy = new Binding(
                desk.contact(),
                700,
                desk.expiresAt(),
                new Origin(desk.callId(), 7, List.of(), desk.source(), Slice.EMPTY));
        var before = Bindings.of(List.of(desk, mobile));

        assertThat(before.leadElsewhereThan(before)).isFalse();
        assertThat(Bindings.of(List.of(refreshed)).leadElsewhereThan(before)).isFalse();
        assertThat(Bindings.NONE.leadElsewhereThan(before)).isFalse();
        assertThat(before.leadElsewhereThan(Bindings.of(List.of(desk)))).isTrue();
        assertThat(Bindings.of(List.of(behindAnotherPort)).leadElsewhereThan(before))
                .isTrue();
        assertThat(Bindings.of(List.of(overNoProxy)).leadElsewhereThan(before)).isTrue();
    }
}
