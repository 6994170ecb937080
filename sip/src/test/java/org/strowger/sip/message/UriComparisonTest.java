package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

class UriComparisonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the examples of RFC 3261 §19.1.4
                "sip:%61lice@atlanta.com;transport=TCP                 | sip:alice@AtLanTa.CoM;Transport=tcp",
                "sip:carol@chicago.com                                 | sip:carol@chicago.com;newparam=5",
                "sip:carol@chicago.com                                 | sip:carol@chicago.com;security=on",
                "sip:carol@chicago.com;newparam=5                      | sip:carol@chicago.com;security=on",
                "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com |"
                        + " sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
                "sip:alice@atlanta.com?subject=project%20x&priority=urgent |"
                        + " sip:alice@atlanta.com?priority=urgent&subject=project%20x",
                "sip:carol@chicago.com                                 | sip:carol@chicago.com;security=off",
                // the examples of RFC 5954 §4.2
                "sip:bob@[::ffff:192.0.2.128]                          | sip:bob@[::ffff:c000:280]",
                "sip:bob@[2001:db8::9:1]                               | sip:bob@[2001:db8::9:01]",
                "sip:bob@[0:0:0:0:0:FFFF:129.144.52.38]                | sip:bob@[::FFFF:129.144.52.38]",
                // ours
                "SIP:alice@atlanta.com                                 | sip:alice@atlanta.com",
                "sip:%2f@atlanta.com                                   | sip:%2F@atlanta.com",
                "sip:a@b.c;x=%41                                       | sip:a@b.c;X=a",
                "sip:a@b.c;lr                                          | sip:a@b.c",
                "sip:a@b.c;%74tl=1                                     | sip:a@b.c;ttl=1",
                "sip:a@b.c?X=Y&x=z                                     | sip:a@b.c?x=Z&x=y",
                "sip:a@[2001:db8:::192.0.2.1]                          | sip:a@[2001:db8::192.0.2.1]",
            })
    @Rfc("3261 §19.1.4: the URIs within each of the following sets are equivalent")
    @Rfc("5954 §4.2: host components match if they yield the same binary IP address")
    void matches(String one, String other) throws Exception {
        assertThat(Uri.parse(one).isEquivalentTo(Uri.parse(other))).isTrue();
        assertThat(Uri.parse(other).isEquivalentTo(Uri.parse(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the examples of RFC 3261 §19.1.4
                "SIP:ALICE@AtLanTa.CoM;Transport=udp                   | sip:alice@AtLanTa.CoM;Transport=UDP",
                "sip:bob@biloxi.com                                    | sip:bob@biloxi.com:5060",
                "sip:bob@biloxi.com                                    | sip:bob@biloxi.com;transport=udp",
                "sip:bob@biloxi.com                                    | sip:bob@biloxi.com:6000;transport=tcp",
                "sip:carol@chicago.com                                 | sip:carol@chicago.com?Subject=next%20meeting",
                "sip:bob@phone21.boxesbybob.com                        | sip:bob@192.0.2.4",
                "sip:carol@chicago.com;security=on                     | sip:carol@chicago.com;security=off",
                // the rules above them
                "sip:alice@atlanta.com                                 | sips:alice@atlanta.com",
                "sip:atlanta.com                                       | sip:alice@atlanta.com",
                "sip:alice@atlanta.com                                 | sip:alice:pw@atlanta.com",
                "sip:alice:pw@atlanta.com                              | sip:alice:PW@atlanta.com",
                "sip:alice@atlanta.com                                 | sip:alice@atlanta.com;user=ip",
                "sip:alice@atlanta.com                                 | sip:alice@atlanta.com;ttl=1",
                "sip:alice@atlanta.com                                 | sip:alice@atlanta.com;method=INVITE",
                "sip:alice@atlanta.com                                 | sip:alice@atlanta.com;maddr=192.0.2.1",
                "sip:alice@atlanta.com;%74tl=1                         | sip:alice@atlanta.com",
                "sip:a%3Bb@atlanta.com                                 | sip:a;b@atlanta.com",
                "sip:alice@atlanta.com;x=a%26b                         | sip:alice@atlanta.com;x=a&b",
                "sip:alice@atlanta.com;x                               | sip:alice@atlanta.com;x=1",
                "sip:a@b.c?x=y&x=y&x=z                                 | sip:a@b.c?x=y&x=z&x=z",
                "sip:a@b.c?x=y&x=y                                     | sip:a@b.c?x=y",
                "sip:%00@b.c                                           | sip:%00%00@b.c",
                "sip:a@[::1]                                           | sip:a@[::2]",
                "sip:a@[::1]                                           | sip:a@localhost",
                // what is not a SIP URI; RFC 3261 §19.1.6
                "sip:+358-555-1234567;postd=pp22@foo.com;user=phone    |"
                        + " sip:+358-555-1234567;POSTD=PP22@foo.com;user=phone",
                "sip:+358-555-1234567;postd=pp22;isub=1411@foo.com;user=phone |"
                        + " sip:+358-555-1234567;isub=1411;postd=pp22@foo.com;user=phone",
                "sip:alice@atlanta.com                                 | tel:+15551234",
                "mailto:alice@atlanta.com                              | sip:alice@atlanta.com",
                "mailto:alice@atlanta.com                              | mailto:Alice@atlanta.com",
            })
    @Rfc("3261 §19.1.4: the URIs within each of the following sets are not equivalent")
    void differs(String one, String other) throws Exception {
        assertThat(Uri.parse(one).isEquivalentTo(Uri.parse(other))).isFalse();
        assertThat(Uri.parse(other).isEquivalentTo(Uri.parse(one))).isFalse();
    }

    @Test
    @Rfc("3261 §19.1.4: equality is not transitive, so being equal objects means being the same text")
    void isNotEquality() throws Exception {
        var one = SipUri.parse("sip:carol@chicago.com");
        var other = SipUri.parse("sip:carol@chicago.com;security=on");

        assertThat(one.isEquivalentTo(other)).isTrue();
        assertThat(one).isNotEqualTo(other);
        assertThat(OtherUri.parse(Slice.of("urn:x"), 3)).isEqualTo(Uri.parse("urn:x"));
    }
}
