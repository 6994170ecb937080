package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class ViaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7 | UDP | erlang.bell-telephone.com |"
                        + " 5060 | z9hG4bK87asdks7",
                "SIP/2.0/UDP 192.0.2.1:5060 ;received=192.0.2.207;branch=z9hG4bK77asjd | UDP | 192.0.2.1 | 5060 |"
                        + " z9hG4bK77asjd",
                "SIP / 2.0 / UDP first.example.com: 4000;ttl=16 ;maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1 | UDP |"
                        + " first.example.com | 4000 | z9hG4bKa7c6a8dlze.1",
                "SIP/2.0/UNKNOWN t4.example.com;Branch=z9hG4bKasd0f3en | UNKNOWN | t4.example.com | - |"
                        + " z9hG4bKasd0f3en",
                "sip/2.0/wss [2001:db8::9:1]:6050;rport;branch=x | wss | [2001:db8::9:1] | 6050 | x",
                "SIP/2.0/TCP spindle.example.com | TCP | spindle.example.com | - | -",
                "SIP/2.0/UDP h;branch=z9hG4bK | UDP | h | - | z9hG4bK",
                "XYZ/7.0/UDP c.example.com;branch | UDP | c.example.com | - | ''",
            })
    @Rfc("3261 §20.42: examples of Via")
    void readsItsParts(String text, String transport, String host, Integer port, String branch) throws Exception {
        var via = Via.parse(Slice.of(text));

        assertThat(via.transport()).hasToString(transport);
        assertThat(via.host()).hasToString(host);
        assertThat(via.port().isPresent() ? via.port().getAsInt() : null).isEqualTo(port);
        assertThat(via.branch().map(Branch::toString).orElse(null)).isEqualTo(branch);
        assertThat(via).hasToString(text).isEqualTo(Via.parse(Slice.of(text)));
    }

    @Test
    @Rfc("3261 §20.42: white space around the slashes, the colon and the parameters, folded or not")
    void mayBeFoldedEverywhere() throws Exception {
        var via = Via.parse(Slice.of(
                "\tSIP  /\r\n 2.0\r\n\t/ UDP\r\n   first.example.com\r\n : 5060\r\n ;\r\n branch = z9hG4bKx\r\n "));

        assertThat(via.transport()).hasToString("UDP");
        assertThat(via.host()).hasToString("first.example.com");
        assertThat(via.port()).hasValue(5060);
        assertThat(via.sentBy()).hasToString("first.example.com\r\n : 5060");
        assertThat(via.branch()).contains(new Branch(Slice.of("z9hG4bKx")));
    }

    @Test
    @Rfc("5118 §4.5: be liberal in accepting a received parameter with or without brackets")
    void showsTheSourceWithoutBrackets() throws Exception {
        var with = Via.parse(Slice.of("SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111"));
        var without = Via.parse(Slice.of("SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3"));

        assertThat(with.received()).contains(Slice.of("2001:db8::9:255")).isEqualTo(without.received());
        assertThat(with.branch()).contains(new Branch(Slice.of("z9hG4bKas3-111")));
    }

    @Test
    @Rfc("3581 §3: the rport parameter with or without a value")
    void knowsRport() throws Exception {
        var asked = Via.parse(Slice.of("SIP/2.0/UDP a;rport;maddr=b"));
        var answered = Via.parse(Slice.of("SIP/2.0/UDP a;rport=9988"));
        var none = Via.parse(Slice.of("SIP/2.0/UDP a;xrport=1"));

        assertThat(asked.hasRport()).isTrue();
        assertThat(asked.rport()).isEmpty();
        assertThat(asked.maddr()).contains(Slice.of("b"));
        assertThat(answered.rport()).hasValue(9988);
        assertThat(none.hasRport()).isFalse();
        assertThat(none.rport()).isEmpty();
        assertThat(Via.parse(Slice.of("SIP/2.0/UDP a;rport=65536")).rport()).isEmpty();
        assertThat(Via.parse(Slice.of("SIP/2.0/UDP a;rport=x")).rport()).isEmpty();
    }

    @Test
    @Rfc("3261 §18.1.1-5: adds maddr with the group's address, and ttl=1")
    void namesTheGroupThatItsRequestGoesTo() throws Exception {
        var via = Via.parse(Slice.of("SIP/2.0/UDP 192.0.2.1:5060")).toGroup("224.0.1.75");

        assertThat(via).hasToString("SIP/2.0/UDP 192.0.2.1:5060;maddr=224.0.1.75;ttl=1");
        assertThat(via.maddr()).contains(Slice.of("224.0.1.75"));
        assertThat(via.sentBy()).hasToString("192.0.2.1:5060");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SIP/2.0/UDP",
                "SIP/2.0/UDP ",
                "SIP/2.0 host",
                "SIP 2.0 UDP host",
                "/2.0/UDP host",
                "SIP//UDP host",
                "SIP/2.0/ host",
                "SIP/2.0/UDPhost",
                "SIP/2.0/UDP host:",
                "SIP/2.0/UDP host:x",
                "SIP/2.0/UDP host:65536",
                "SIP/2.0/UDP host;",
                "SIP/2.0/UDP 192.0.2.15;;",
                "SIP/2.0/UDP host;branch=",
                "SIP/2.0/UDP host,",
                "SIP/2.0/UDP ;branch=x",
                "SIP/2.0/UDP 2001:db8::1",
                "SIP/2.0/UDP [2001:db8::1",
                "SIP/2.0/UDP a b",
                "SIP/2.0/UDP a@b",
                "SIP/2.0/UDP host;a=\"b",
                "SIP/2.0/UDP host SIP/2.0/UDP host",
                "SIP/2.0/UDP host:5060:5060"
            })
    @Rfc("3261 §25.1: via-parm = sent-protocol LWS sent-by *( SEMI via-params )")
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Via.parse(Slice.of(text))).isInstanceOf(MalformedMessageException.class);
    }
}
