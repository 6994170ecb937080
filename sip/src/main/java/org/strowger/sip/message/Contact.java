package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A Contact value: the star, or an address with q and expires (RFC 3261 §20.10). */
public sealed interface Contact {
    /** {@code Contact: *} */
    record All() implements Contact {}

    /** @param address with all its parameters */
    record Address(NameAddr address) implements Contact {
        private static final int THOUSAND = 1000;

        /** q in thousandths, 0 to 1000; 1000 where it is absent. */
        public int qThousandths() throws MalformedMessageException {
            var value = address.parameters().value("q");
            return value.isPresent() ? qThousandths(value.get()) : THOUSAND;
        }

        /**
         * Seconds, at most 2**32 - 1; absent if the parameter is absent or is not a number ("SHOULD be treated as equivalent to 3600",
         * §10.2.1.1: the caller's business).
         */
        public OptionalLong expiresSeconds() {
            var value = address.parameters().value("expires");
            return value.isPresent() ? SipTime.seconds(value.get()) : OptionalLong.empty();
        }

        /** {@code qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )} */
        private static int qThousandths(Slice text) throws MalformedMessageException {
            boolean hasForm = !text.isEmpty()
                    && text.length() <= "0.000".length()
                    && (text.at(0) == '0' || text.at(0) == '1')
                    && (text.length() == 1 || text.at(1) == '.');
            int thousandths = hasForm ? (text.at(0) - '0') * THOUSAND : -1;
            for (int i = 2, unit = THOUSAND / 10; hasForm && i < text.length(); i++, unit /= 10) {
                hasForm = Grammar.is(Grammar.DIGIT, (byte) text.at(i));
                thousandths += (text.at(i) - '0') * unit;
            }
            if (!hasForm || thousandths > THOUSAND) {
                throw Grammar.malformed("a q between 0 and 1 with up to three decimals", text, text.start());
            }
            return thousandths;
        }
    }

    static Contact parse(Slice value) throws MalformedMessageException {
        return value.trimmed().is("*") ? new All() : new Address(NameAddr.parse(value));
    }

    /** All Contact values of a message, in order; the star only if it stands alone. */
    static List<Contact> all(Headers headers) throws MalformedMessageException {
        List<Contact> all = new ArrayList<>();
        for (var value : headers.values(HeaderName.CONTACT)) {
            var contact = parse(value);
            // Contact = ("Contact" / "m" ) HCOLON ( STAR / (contact-param *(COMMA contact-param)))
            if (!all.isEmpty() && (contact instanceof All || all.getFirst() instanceof All)) {
                throw Grammar.malformed("\"*\" to be the only Contact", value, value.start());
            }
            all.add(contact);
        }
        return List.copyOf(all);
    }
}
