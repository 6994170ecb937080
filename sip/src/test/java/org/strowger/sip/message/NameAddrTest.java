package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class NameAddrTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "\"Mr. Watson\" <sip:w@a.b>;q=0.7; expires=3600   | Mr. Watson     | sip:w@a.b        | ;q=0.7;"
                        + " expires=3600",
                "\"A. G. Bell\" <sip:agb@bell.com> ;tag=a48s      | A. G. Bell     | sip:agb@bell.com | ;tag=a48s",
                "sip:+12125551212@server.example.net;tag=887s     | -              |"
                        + " sip:+12125551212@server.example.net | ;tag=887s",
                "Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8 | Anonymous      | sip:c8oqz84zk7z@privacy.org |"
                        + " ;tag=hyh8",
                "caller<sip:caller@example.com>;tag=323           | caller         | sip:caller@example.com | ;tag=323",
                "<sip:a@b.c;transport=tcp?x=y>                    | -              | sip:a@b.c;transport=tcp?x=y |"
                        + " NONE",
                "\"\"<sip:a@b.c>                                  | EMPTY          | sip:a@b.c        | NONE",
                "\"\" <sip:a@b.c>                                 | EMPTY          | sip:a@b.c        | NONE",
                "T. Watson <sip:a@b.c>                            | T. Watson      | sip:a@b.c        | NONE",
                "Jürgen <sip:a@b.c>                               | Jürgen         | sip:a@b.c        | NONE",
                "\"J Rosenberg \\\\\\\"\"  <sip:j@b.c>\t; tag = 9 | J Rosenberg \\\" | sip:j@b.c      | ; tag = 9",
                "\"a <sip:x@y>, b\" <sip:a@b.c>                   | a <sip:x@y>, b | sip:a@b.c        | NONE",
                "isbn:2983792873                                  | -              | isbn:2983792873  | NONE",
                "sip:+19725552222@gw1.example.net;unknownparam    | -              | sip:+19725552222@gw1.example.net"
                        + " | ;unknownparam",
                "<urn:x,y?z>;a=\"<b>,c\"                          | -              | urn:x,y?z        | ;a=\"<b>,c\"",
                "sip:a@b.c ; tag = x                              | -              | sip:a@b.c        | ; tag = x",
            })
    @Rfc("3261 §20.10: the display name can be tokens, or a quoted string; without brackets all parameters are"
            + " header parameters")
    void readsItsParts(String text, String name, String uri, String parameters) throws Exception {
        var address = NameAddr.parse(Slice.of(text));

        assertThat(address.displayName().orElse(null)).isEqualTo("EMPTY".equals(name) ? "" : name);
        assertThat(address.uri()).hasToString(uri);
        assertThat(address.parameters().text().trimmed()).hasToString("NONE".equals(parameters) ? "" : parameters);
        assertThat(address).hasToString(text);
    }

    @Test
    @Rfc("3261 §19.3: the tag of From and To")
    void knowsItsTag() throws Exception {
        assertThat(NameAddr.parse(Slice.of("sip:a@b;x;TAG=1")).tag()).contains(new Tag(Slice.of("1")));
        assertThat(NameAddr.parse(Slice.of("<sip:a@b;tag=1>")).tag()).isEmpty();
    }

    @Test
    @Rfc("3261 §25.1: quoted-pair, even of a NUL (RFC 4475 §3.1.1.2), and folding")
    void undoesQuotesEscapesAndFolding() throws Exception {
        var odd = NameAddr.parse(Slice.of("\"BEL:\\\u0007 NUL:\\\0 DEL:\\\u007f ü:\\ü\" <sip:a@b>"));
        var folded = NameAddr.parse(Slice.of("\r\n \"a \r\n\t b\"\r\n <sip:a@b>\r\n ;\r\n tag\r\n =\r\n x"));
        var tokens = NameAddr.parse(Slice.of("token1~`\r\n token2'+_ token3*%!.- <sip:mundane@example.com>"));

        assertThat(odd.displayName()).contains("BEL:\u0007 NUL:\0 DEL:\u007f ü:ü");
        assertThat(folded.displayName()).contains("a b");
        assertThat(folded.tag()).contains(new Tag(Slice.of("x")));
        assertThat(tokens.displayName()).contains("token1~` token2'+_ token3*%!.-");
    }

    @Test
    void isMadeOfAUri() throws Exception {
        var address = NameAddr.of(Uri.parse("sip:a@b.c;lr"));

        assertThat(address).hasToString("<sip:a@b.c;lr>").isEqualTo(NameAddr.parse(Slice.of("<sip:a@b.c;lr>")));
        assertThat(address.displayName()).isEmpty();
        assertThat(address.parameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<>",
                "<",
                ">",
                "\"",
                "\"\"",
                "\"a\"",
                "\"Mr. J. User <sip:j.user@example.com>",
                "\"a\" sip:a@b.c",
                "Bob sip:a@b.c",
                "Bell, Alexander <sip:a.g.bell@example.com>;tag=43",
                "\"Watson\" < sip:t.watson@example.org >",
                "<sip:a@b.c >",
                "<sip:a@b.c",
                "<sip:a@b.c?x=y,z>",
                "<sip:a@b.c>x",
                "<sip:a@b.c>;",
                "<sip:a@b.c>;;",
                "<sip:a@b.c>,",
                "<sip:a@b.c>;tag=",
                "<<sip:a@b.c>>",
                "sip:user@example.com?Route=%3Csip:sip.example.com%3E",
                "sip:a@b.c,d",
                "sip:a,b@c.d",
                "sip:a@b.c d",
                "sip:a@b c@d",
                "\"a\u0001\" <sip:a@b.c>",
                "a:b <sip:a@b.c>",
                "\"a\" \"b\" <sip:a@b.c>",
                "*",
                "<sip:a@b.c> \"x\"",
                "\"a\\\" <sip:a@b.c>"
            })
    @Rfc("3261 §20.10: the name-addr form MUST be used if the addr-spec contains a comma, semicolon, or question mark")
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> NameAddr.parse(Slice.of(text))).isInstanceOf(MalformedMessageException.class);
    }
}
