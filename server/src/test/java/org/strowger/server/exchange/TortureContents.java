package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.strowger.sip.message.HeaderName;

/** What answers to torture messages, and copies of them, must contain: what every answer and copy must, and what the RFC says of this one. */
final class TortureContents {
    /** What the answer, or the copy that the phone gets, contains: {@code name | which | text}. */
    private static final String[] CONTENTS = {
        "wsinv    | copy   | INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0",
        "wsinv    | copy   | UnknownHeaderWithUnusualValue: ;;,,;;,;",
        "intmeth  | copy   | !interesting-Method0123456789_*+`.%indeed'~ sip:",
        "intmeth  | copy   | NUL:\\\0 DEL",
        "escnull  | answer | <sip:%00@host5.example.com>;expires=3600",
        "escnull  | answer | <sip:%00%00@host5.example.com>;expires=3600",
        "dblreq   | answer | CSeq: 8 REGISTER",
        "bext01   | answer | noProxiesSupportThis",
        "bext01   | answer | norDoAnyProxiesSupportThis",
        "cparam01 | answer | <sip:+19725552222@gw1.example.net>;expires=3600",
        "cparam02 | answer | <sip:+19725552222@gw1.example.net;unknownparam>;expires=3600",
        "regescrt | answer | <sip:user@example.com?Route=%3Csip:sip.example.com%3E>;expires=3600",
        "inv2543  | copy   | Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>",
        "inv2543  | copy   | Max-Forwards: 70",
    };

    private TortureContents() {}

    /** It answers this request, and nothing else (RFC 3261 §8.2.6.2). */
    static void checkAnswer(String name, int status, Heard request, Heard answer) {
        assertThat(answer.isResponse() ? answer.status() : 0)
                .as("%s: %s", name, answer.text())
                .isEqualTo(status);
        for (var field : List.of("Call-ID", "CSeq", "From")) {
            assertThat(answer.values(field)).as(name).isEqualTo(firstOf(request.values(field)));
        }
        for (var to : firstOf(request.values("To"))) {
            assertThat(answer.values("To").getFirst()).as(name).startsWith(to).containsPattern(";\\s*tag\\s*=");
        }
        checkContents(name, "answer", answer);
    }

    /** "The proxy starts with a copy of the received request" (RFC 3261 §16.6 step 1): all is there that it may not touch. */
    static void checkCopy(String name, Heard request, Heard copy) {
        var read = copy.request();
        var vias = read.headers().values(HeaderName.VIA);
        assertThat(vias.getFirst().toString()).as(name).startsWith("SIP/2.0/").contains(";branch=z9hG4bK");
        assertThat(vias).as(name).hasSize(1 + viaCount(request));
        for (var field : request.fields()) {
            var fieldName = field.substring(0, field.indexOf(':')).strip();
            boolean mayChange = Heard.isNamed(fieldName, "Via") || Heard.isNamed(fieldName, "Max-Forwards");
            assertThat(copy.text()).as(name).contains(mayChange ? "" : field);
        }
        int hops = request.values("Max-Forwards").stream()
                .findFirst()
                .map(Integer::valueOf)
                .orElse(71);
        assertThat(read.maxForwards()).as(name).hasValue(hops - 1);
        assertThat(copy.body()).as(name).isEqualTo(request.body());
        checkContents(name, "copy", copy);
    }

    private static int viaCount(Heard request) {
        return request.request().headers().values(HeaderName.VIA).size();
    }

    private static List<String> firstOf(List<String> values) {
        return values.stream().limit(1).toList();
    }

    static List<String> of(String name, String which) {
        return Arrays.stream(CONTENTS)
                .map(line -> line.split("\\|", 3))
                .filter(columns ->
                        columns[0].strip().equals(name) && columns[1].strip().equals(which))
                .map(columns -> columns[2].strip())
                .toList();
    }

    private static void checkContents(String name, String which, Heard message) {
        for (var text : of(name, which)) {
            assertThat(message.text()).as(name).contains(text);
        }
    }
}
