package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;

/** The table of RFC 3261 §16.7 step 6. In the rows, {@code timeout} and {@code unsent} stand for a branch without a response. */
class BestResponseTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "486 500              | 486",
                "500 486              | 486",
                "404 302              | 302",
                "486 603 302          | 603",
                "603 600              | 603",
                "404 486              | 404",
                "486 404              | 486",
                "503 407 501 404      | 407",
                "404 401              | 401",
                "404 415              | 415",
                "404 420              | 420",
                "404 484              | 484",
                "484 407              | 407",
                "487 486              | 486",
                "408 486              | 486",
                "timeout 486          | 486",
                "timeout 503          | 408",
                "unsent 486           | 486",
                "503 501              | 501",
                "unsent 501           | 501"
            })
    @Rfc("3261 §16.7.6-2: the best of the final responses is chosen")
    @Rfc("3261 §16.7.6-4: one that was received is forwarded")
    @Rfc("3261 §16.7.6-5: a 6xx if there is one")
    @Rfc("3261 §16.7.6-6: else the lowest class")
    @Rfc("3261 §16.7.6-7: within 4xx what helps to try again")
    void choosesForAnInvite(String branches, int best) {
        assertThat(code(BestResponse.of(results(branches), true, false))).isEqualTo(best);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {"486 487 | 487", "timeout | 487", "487 timeout | 487", "487 603 | 603", "'' | 487"})
    void says487ToACallerWhoCancelled(String branches, int best) {
        assertThat(code(BestResponse.of(results(branches), true, true))).isEqualTo(best);
    }

    @ParameterizedTest
    @CsvSource({"''", "timeout", "timeout timeout"})
    @Rfc("3261 §16.7.6-3: without a final response it is 408")
    @Rfc("3261 §16.8-3: a branch that nobody answered counts as 408")
    void says408WhenNobodyAnsweredAnInvite(String branches) {
        assertThat(code(BestResponse.of(results(branches), true, false))).isEqualTo(408);
    }

    @ParameterizedTest
    @CsvSource({"timeout", "408", "timeout 408"})
    @Rfc("4320 §4.2-1: a request other than INVITE is never answered 408")
    void isSilentWhenNobodyAnsweredAnotherRequest(String branches) {
        assertThat(BestResponse.of(results(branches), false, false)).isEqualTo(new BestResponse.Silence());
    }

    @Test
    void prefersAnyAnswerToSilence() {
        assertThat(code(BestResponse.of(results("408 503 timeout"), false, false)))
                .isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"503", "503 503", "unsent", "unsent 503"})
    @Rfc("3261 §16.7.6-8: a 503 is not forwarded")
    @Rfc("3261 §16.7.6-9: a 500 is made of it")
    @Rfc("3261 §16.9-1: a request that could not be sent counts as 503")
    void makesA500OfA503(String branches) {
        var best = BestResponse.of(results(branches), true, false);

        assertThat(best).isInstanceOf(BestResponse.Make.class);
        assertThat(code(best)).isEqualTo(500);
    }

    @Test
    @Rfc("3261 §21.5.4: a 503 may say when to come again")
    void keepsTheShortestRetryAfterOfThe503s() {
        var best = BestResponse.of(
                List.of(
                        failed(Wire.response(503, "Retry-After: 120 (maintenance)")),
                        failed(Wire.response(503)),
                        failed(Wire.response(503, "Retry-After: 30;duration=60")),
                        new BranchResult.Unsent()),
                true,
                false);

        assertThat(best)
                .isEqualTo(new BestResponse.Make(new Decision.Reject(
                        Status.of(500),
                        List.of(new Decision.Reject.Line(HeaderName.RETRY_AFTER, Slice.of("30;duration=60"))))));
    }

    @Test
    @Rfc("5393 §5.3.3-6: what could not be forked counts as 440")
    void counts440ForWhatWasTooBroad() {
        var broad = List.<BranchResult>of(new BranchResult.TooBroad());

        assertThat(code(BestResponse.of(broad, true, false))).isEqualTo(440);
    }

    @Test
    @Rfc("3261 §16.7.7-1: the challenges of all other 401 and 407 are added, without modification")
    @Rfc("8760 §2.5-2: those of one proxy in their order")
    void mergesAllChallenges() {
        var first = failed(Wire.response(401, "WWW-Authenticate: Digest realm=\"x\",  nonce=\"1\""));
        var second = failed(Wire.response(
                407,
                "Proxy-Authenticate: Digest realm=\"y\", algorithm=SHA-256",
                "Proxy-Authenticate: Digest realm=\"y\", algorithm=MD5"));
        var third = failed(Wire.response(404, "WWW-Authenticate: Digest realm=\"no challenge\""));

        var best = (BestResponse.Relay) BestResponse.of(List.of(first, second, third), true, false);
        var response = Upstream.relayed(best).orElseThrow();

        assertThat(response.status().code()).isEqualTo(401);
        assertThat(Wire.texts(response.headers().all(HeaderName.WWW_AUTHENTICATE).stream()
                        .map(field -> field.value())
                        .toList()))
                .containsExactly("Digest realm=\"x\",  nonce=\"1\"");
        assertThat(Wire.texts(response.headers().all(HeaderName.PROXY_AUTHENTICATE).stream()
                        .map(field -> field.value())
                        .toList()))
                .containsExactly("Digest realm=\"y\", algorithm=SHA-256", "Digest realm=\"y\", algorithm=MD5");
    }

    @Test
    @Rfc("3261 §16.7.3-1: a response without a Via behind ours was for us")
    void relaysNothingThatWasForUs() {
        var ours = Wire.response(486, "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKours");

        assertThat(Upstream.relayed(ours)).isEmpty();
        assertThat(Upstream.relayed(new BestResponse.Relay(ours, List.of()))).isEmpty();
    }

    @Test
    @Rfc("3261 §16.7.9-1: the body is not touched")
    @Rfc("3261 §16.7.9-2: nothing but our Via is removed")
    @Rfc("3261 §16.7.9-3: nor the received parameter of the next")
    @Rfc("3261 §16.7.6-11: no tag is put into To of a 1xx or 2xx")
    @Rfc("3261 §16.7.6-12: none is changed")
    @Rfc("3261 §16.7.6-13: the To tag of a 3xx to 6xx is preserved")
    @Rfc("3261 §16.7.6-14: and never changed where the request had one")
    void relaysEverythingBehindItsOwnVia() {
        for (int code : new int[] {180, 200, 302, 486, 603}) {
            var response = Wire.response(code, "X-Extra: as, it  stands", "Content-Length: 0");

            var relayed = Upstream.relayed(response).orElseThrow();

            assertThat(relayed.bytes())
                    .hasToString(response.bytes()
                            .toString()
                            .replace("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKours\r\n", ""));
        }
        var untagged = Wire.response(180, "To: <sip:bob@example.com>");
        assertThat(Upstream.relayed(untagged).orElseThrow().toTag()).isEmpty();
    }

    private static List<BranchResult> results(String branches) {
        return Arrays.stream(branches.split(" "))
                .filter(word -> !word.isEmpty())
                .map(BestResponseTest::result)
                .toList();
    }

    private static BranchResult result(String word) {
        return switch (word) {
            case "timeout" -> new BranchResult.NoAnswer();
            case "unsent" -> new BranchResult.Unsent();
            default -> failed(Wire.response(Integer.parseInt(word)));
        };
    }

    private static BranchResult failed(SipResponse response) {
        return new BranchResult.Failed(response);
    }

    private static int code(BestResponse best) {
        return switch (best) {
            case BestResponse.Relay(var response, var _) -> response.status().code();
            case BestResponse.Make(var answer) -> answer.status().code();
            case BestResponse.Silence() -> 0;
        };
    }
}
