package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

/** Seconds, dates and quoted strings. */
class PlainValuesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0,0",
                "3600,3600",
                " 60 ,60",
                "4294967295,4294967295",
                "4294967296,-",
                "'',-",
                "-1,-",
                "+1,-",
                "1.5,-",
                "soon,-",
                "18446744073709551617,-",
                "007,7"
            })
    @Rfc("3261 §20.19: a decimal integer between 0 and (2**32)-1")
    void readsSeconds(String text, Long seconds) {
        var read = SipTime.seconds(Slice.of(text));

        assertThat(read.isPresent() ? read.getAsLong() : null).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "18000;duration=3600,18000",
                "120 (I'm in a meeting),120",
                "5(x),5",
                "7,7",
                "949302838503028349304023988,4294967295",
                "x,-",
                "5x,-",
                "'',-",
                ";duration=1,-"
            })
    @Rfc("3261 §20.33: Retry-After with a comment and a duration")
    void readsWhenToTryAgain(String text, Long seconds) {
        var read = SipTime.retryAfterSeconds(Slice.of(text));

        assertThat(read.isPresent() ? read.getAsLong() : null).isEqualTo(seconds);
    }

    @Test
    @Rfc("3261 §20.17: Date: Sat, 13 Nov 2010 23:29:00 GMT")
    void writesAndReadsDates() {
        var instant = Instant.parse("2010-11-13T23:29:00Z");

        assertThat(SipTime.date(instant)).isEqualTo("Sat, 13 Nov 2010 23:29:00 GMT");
        assertThat(SipTime.date(instant.plusNanos(5))).isEqualTo("Sat, 13 Nov 2010 23:29:00 GMT");
        assertThat(SipTime.date(Slice.of(" Sat, 13 Nov 2010 23:29:00 GMT"))).contains(instant);
        assertThat(SipTime.date(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fri, 01 Jan 2010 16:00:00 EST",
                "Fri, 01 Jan 2010 16:00:00 UTC",
                "Mon, 01 Jan 2010 16:00:00 GMT",
                "",
                "soon",
                "Fri, 32 Jan 2010 16:00:00 GMT",
                "Fri, 1 Jan 2010 16:00:00 GMT"
            })
    @Rfc("4475 §3.1.2.12: GMT is the only acceptable time zone; the value can be ignored")
    void readsNoOtherDates(String text) {
        assertThat(SipTime.date(Slice.of(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a \"b\" \\c\\", "ü€", "\\\"", "a,b;c<d>"})
    @Rfc("3261 §25.1: quotes and backslashes need to be escaped")
    void quotesWhatItUnquotes(String text) {
        assertThat(QuotedString.unquoted(Slice.of(QuotedString.quoted(text)))).isEqualTo(text);
    }

    @Test
    void quotesNoLineEnds() {
        assertThat(QuotedString.quoted("a\r\nVia: x\0")).isEqualTo("\"a  Via: x \"");
        assertThat(QuotedString.unquoted(Slice.of("token"))).isEqualTo("token");
        assertThat(QuotedString.unquoted(Slice.EMPTY)).isEmpty();
    }
}
