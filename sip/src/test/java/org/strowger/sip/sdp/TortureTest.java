package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

/** The bodies of the torture messages of RFC 4475, octet for octet. */
class TortureTest {

    @ParameterizedTest
    @Rfc("4475 §3: session descriptions of the torture messages are read and written back")
    @ValueSource(
            strings = {
                "baddate",
                "badinv01",
                "bcast",
                "clerr",
                "esc01",
                "escruri",
                "insuf",
                "inv2543",
                "longreq",
                "ltgtruri",
                "lwsruri",
                "lwsstart",
                "ncl",
                "quotbal",
                "sdp01",
                "unreason",
                "wsinv"
            })
    void writesBodiesBackAsTheyCame(String name) throws IOException, MalformedSdpException {
        var body = body(name);

        assertThat(SessionDescription.parse(body).toBytes()).isEqualTo(body);
    }

    @Test
    @Rfc("4475 §3.1.1.1: empty lines behind the body are forgiven")
    void readsABodyWithAnEmptyLineBehindIt() throws IOException, MalformedSdpException {
        assertThat(SessionDescription.parse(body("multi01")).media()).hasSize(2);
    }

    @Test
    void ignoresAnRtpMapWithoutClockRate() throws IOException, MalformedSdpException {
        var session = SessionDescription.parse(body("sdp01"));

        assertThat(session.summary()).isEqualTo("audio PCMU/8000 QCELP/8000, video H261/90000");
    }

    @ParameterizedTest
    @Rfc("8866 §5: most errors result in malformed descriptions that can be detected easily")
    @ValueSource(strings = {"dblreq", "mismatch02", "unreferenced-test"})
    void refusesBodiesThatAreNone(String name) throws IOException {
        var body = body(name);

        assertThatThrownBy(() -> SessionDescription.parse(body)).isInstanceOf(MalformedSdpException.class);
    }

    private static byte[] body(String name) throws IOException {
        try (var in = TortureTest.class.getResourceAsStream("rfc4475/" + name + ".sdp")) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
