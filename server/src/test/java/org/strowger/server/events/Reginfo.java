package org.strowger.server.events;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.strowger.sip.message.Slice;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** A registration information document as a subscriber reads it: valid by the schema of RFC 3680 §5.4, or an AssertionError. */
record Reginfo(int version, String state, String aor, String id, String registration, List<Contact> contacts) {
    private static final String SCHEMA = "/reginfo.xsd";

    /** One contact: {@code parameters} as name=value. */
    record Contact(Element element, List<String> parameters) {
        String uri() {
            return element.getElementsByTagName("uri").item(0).getTextContent();
        }

        String the(String attribute) {
            return element.getAttribute(attribute);
        }

        /** State and event. */
        String happened() {
            return the("state") + " " + the("event");
        }
    }

    static Reginfo of(Slice body) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            var document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(body.toBytes()));
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(Reginfo.class.getResource(SCHEMA))
                    .newValidator()
                    .validate(new DOMSource(document));
            var root = document.getDocumentElement();
            var registration =
                    (Element) root.getElementsByTagName("registration").item(0);
            return new Reginfo(
                    Integer.parseInt(root.getAttribute("version")),
                    root.getAttribute("state"),
                    registration.getAttribute("aor"),
                    registration.getAttribute("id"),
                    registration.getAttribute("state"),
                    contacts(registration));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(body.toString(), e);
        }
    }

    /** The one contact. */
    Contact contact() {
        if (contacts.size() != 1) {
            throw new AssertionError("expected one contact, found " + contacts.size());
        }
        return contacts.getFirst();
    }

    private static List<Contact> contacts(Element registration) {
        var contacts = new ArrayList<Contact>();
        var found = registration.getElementsByTagName("contact");
        for (int at = 0; at < found.getLength(); at++) {
            var contact = (Element) found.item(at);
            var parameters = new ArrayList<String>();
            var unknown = contact.getElementsByTagName("unknown-param");
            for (int each = 0; each < unknown.getLength(); each++) {
                var parameter = (Element) unknown.item(each);
                parameters.add(parameter.getAttribute("name") + "=" + parameter.getTextContent());
            }
            contacts.add(new Contact(contact, List.copyOf(parameters)));
        }
        return List.copyOf(contacts);
    }
}
