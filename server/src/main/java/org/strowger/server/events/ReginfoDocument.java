package org.strowger.server.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.strowger.server.events.KnownContacts.Known;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.Slice;

/**
 * Registration information about one address-of-record (RFC 3680 §5).
 *
 * @param version 0 in the first document of a subscription, and one more in each that follows
 * @param full whether the contacts are all there are, else those that changed
 * @param bound whether any contact is bound now
 */
record ReginfoDocument(AddressOfRecord aor, int version, boolean full, boolean bound, List<Known> contacts) {
    static final String TYPE = "application/reginfo+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:reginfo";
    /** Of the one registration that a subscription is about. */
    private static final String REGISTRATION_ID = "r";

    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    /** @param now what durations are counted from */
    byte[] write(Instant now) {
        var bytes = new ByteArrayOutputStream();
        try {
            var xml = XML.createXMLStreamWriter(bytes, UTF_8.name());
            xml.writeStartDocument(UTF_8.name(), "1.0");
            xml.writeStartElement("reginfo");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("version", Integer.toString(version));
            xml.writeAttribute("state", full ? "full" : "partial");
            xml.writeStartElement("registration");
            xml.writeAttribute("aor", aor.toString());
            xml.writeAttribute("id", REGISTRATION_ID);
            xml.writeAttribute("state", state());
            for (var contact : contacts) {
                write(contact, now, xml);
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("expected what a writer into memory can write", e);
        }
        return bytes.toByteArray();
    }

    /** "When the last contact expires or is removed, the registration transitions to terminated" (§4.7.1); told once, afterwards it is init. */
    private String state() {
        if (bound) {
            return "active";
        }
        return contacts.isEmpty() ? "init" : "terminated";
    }

    private static void write(Known contact, Instant now, XMLStreamWriter xml) throws XMLStreamException {
        var binding = contact.binding();
        xml.writeStartElement("contact");
        xml.writeAttribute("id", contact.id());
        xml.writeAttribute("state", contact.event().terminates() ? "terminated" : "active");
        xml.writeAttribute("event", contact.event().text());
        if (!contact.event().terminates()) {
            xml.writeAttribute("expires", Long.toString(binding.secondsLeft(now)));
        }
        xml.writeAttribute("q", q(binding.qThousandths()));
        xml.writeAttribute("callid", legible(binding.callId().value()));
        xml.writeAttribute("cseq", Long.toString(binding.cseq()));
        xml.writeStartElement("uri");
        xml.writeCharacters(legible(binding.contactText()));
        xml.writeEndElement();
        writeParameters(binding.parameters(), xml);
        xml.writeEndElement();
    }

    private static String q(int thousandths) {
        return thousandths == 1000 ? "1" : "0." + thousandths / 100 + thousandths / 10 % 10 + thousandths % 10;
    }

    /** "contact header field parameters that are not specified in RFC 3261" (§5.1). */
    private static void writeParameters(Slice parameters, XMLStreamWriter xml) throws XMLStreamException {
        if (parameters.isEmpty()) {
            return;
        }
        try {
            for (var parameter : NameAddr.parse(Slice.joined(Slice.of("<sip:x>"), parameters))
                    .parameters()) {
                xml.writeStartElement("unknown-param");
                xml.writeAttribute("name", legible(parameter.name()));
                xml.writeCharacters(legible(parameter.value()));
                xml.writeEndElement();
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("expected parameters that were read before", e);
        }
    }

    /** XML 1.0 has no place for control characters, not even escaped. */
    private static String legible(Slice text) {
        var legible = new StringBuilder(text.length());
        text.toString().codePoints().forEach(point -> legible.appendCodePoint(isXml(point) ? point : '\ufffd'));
        return legible.toString();
    }

    private static boolean isXml(int point) {
        return point == '\t' || point >= ' ' && point < 0xd800 || point > 0xdfff && point < 0xfffe || point > 0xffff;
    }
}
