package org.strowger.sip.ua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Uri;

/**
 * One binding as the registrar lists it in its 200 (RFC 3261 §10.3 step 8).
 *
 * @param expires how long it still lasts; absent if the registrar does not say
 */
public record RegisteredContact(Uri uri, Optional<Duration> expires) {

    /** All that a response lists. */
    static List<RegisteredContact> listedIn(SipResponse response) throws MalformedMessageException {
        var listed = new ArrayList<RegisteredContact>();
        for (var contact : Contact.all(response.headers())) {
            if (contact instanceof Contact.Address address) {
                var seconds = address.expiresSeconds();
                listed.add(new RegisteredContact(
                        address.address().uri(),
                        seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty()));
            }
        }
        return List.copyOf(listed);
    }
}
