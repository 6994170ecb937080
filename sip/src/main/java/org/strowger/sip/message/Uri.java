package org.strowger.sip.message;

/** A URI: sip: and sips: (RFC 3261 §19.1), tel: (RFC 3966), or one that is only carried. Immutable, a view of bytes. */
public sealed interface Uri permits SipUri, TelUri, OtherUri {
    static Uri parse(Slice text) throws MalformedMessageException {
        if (SipUri.schemeBytes(text) > 0) {
            return SipUri.parse(text);
        }
        byte[] bytes = text.bytes();
        int start = text.start();
        int schemeEnd = Grammar.endOf(Grammar.SCHEME, bytes, start, text.end());
        if (schemeEnd == text.end() || bytes[schemeEnd] != ':' || !Grammar.is(Grammar.LETTER, bytes[start])) {
            throw Grammar.malformed("a URI", text, start);
        }
        return Grammar.is(TelUri.TEL, bytes, start, schemeEnd) ? TelUri.parse(text) : OtherUri.parse(text, schemeEnd);
    }

    static Uri parse(String text) throws MalformedMessageException {
        return parse(Slice.of(text));
    }

    /** In lower case, without the colon. */
    String scheme();

    /** As it stands. */
    Slice text();

    /** As a Request-URI may stand: of a SIP URI, "headers" are not allowed there (RFC 3261 §19.1.1, table 1). */
    default Uri withoutHeaders() {
        return this;
    }

    /** Whether both mean the same: RFC 3261 §19.1.4 for sip and sips, RFC 3966 §4 for tel, byte by byte for others. */
    boolean isEquivalentTo(Uri other);
}
