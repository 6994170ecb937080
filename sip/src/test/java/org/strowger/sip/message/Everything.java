package org.strowger.sip.message;

import java.util.List;

/** Reads whatever can be read of a message, as every room together would. */
public final class Everything {
    private static final List<HeaderName> ADDRESSES =
            List.of(HeaderName.FROM, HeaderName.TO, HeaderName.ROUTE, HeaderName.RECORD_ROUTE, HeaderName.PATH);

    private Everything() {}

    /** Values may be malformed; anything else that is thrown is a fault of ours. */
    public static void read(SipMessage message) {
        message.topVia().received();
        message.topVia().rport();
        message.fromTag();
        message.toTag();
        message.callId().value().hash(1);
        for (var field : message.headers()) {
            read(field.value());
            message.headers().values(field.name()).forEach(Everything::read);
        }
        tolerate(() -> Contact.all(message.headers()));
        for (var name : ADDRESSES) {
            tolerate(() -> NameAddr.all(message.headers(), name));
        }
    }

    /** The value as if it were of every kind. */
    private static void read(Slice value) {
        tolerate(() -> read(NameAddr.parse(value)));
        tolerate(() -> read(Uri.parse(value)));
        tolerate(() -> Via.parse(value).parameters().forEach(Everything::read));
        tolerate(() -> Parameters.parse(value).forEach(Everything::read));
        tolerate(() -> AuthParameters.parse(value).unquoted("realm"));
        tolerate(() -> CSeq.parse(value));
        SipTime.date(value);
        SipTime.seconds(value);
        SipTime.retryAfterSeconds(value);
        QuotedString.unquoted(value);
        Headers.ListValues.of(value);
    }

    private static void read(Parameters.Parameter parameter) {
        parameter.name().hash(1);
        QuotedString.unquoted(parameter.value());
    }

    private static void read(NameAddr address) throws MalformedMessageException {
        address.displayName();
        address.tag();
        read(address.uri());
        var contact = new Contact.Address(address);
        contact.expiresSeconds();
        contact.qThousandths();
    }

    private static void read(Uri uri) {
        uri.isEquivalentTo(uri);
        switch (uri) {
            case SipUri sip -> {
                sip.userText();
                sip.password();
                sip.withParameter("lr", "").withoutParameter("lr").isEquivalentTo(sip.bare());
            }
            case TelUri tel -> tel.number();
            case OtherUri other -> other.scheme();
        }
    }

    private static void tolerate(Reading reading) {
        try {
            reading.read();
        } catch (MalformedMessageException e) {
            assert e.answer().code() >= 400;
        }
    }

    private interface Reading {
        void read() throws MalformedMessageException;
    }
}
