package org.strowger.server.registrar;

import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/** Who a user has proven to be, as a value of P-Asserted-Identity (RFC 3325 §5). */
public final class ProvenIdentity {
    private ProvenIdentity() {}

    /**
     * The user's address-of-record, which they are as a SIP and as a SIPS URI: P-Preferred-Identity chooses. A preference for anybody else
     * counts for nothing. There is no display name, because nobody has proven to have it.
     */
    public static Slice of(SipRequest request, AddressOfRecord user, Domains domains) {
        var scheme = prefersSips(request, user, domains) ? "<sips:" : "<sip:";
        return Slice.of(scheme + user.text() + '>');
    }

    private static boolean prefersSips(SipRequest request, AddressOfRecord user, Domains domains) {
        for (var preferred : request.headers().values(HeaderName.P_PREFERRED_IDENTITY)) {
            try {
                var uri = NameAddr.parse(preferred).uri();
                if (isOf(uri, user, domains)) {
                    return uri instanceof SipUri sip && sip.isSecure();
                }
            } catch (MalformedMessageException _) {
                // a hint that cannot be read is none
            }
        }
        return false;
    }

    private static boolean isOf(Uri uri, AddressOfRecord user, Domains domains) {
        return domains.addressOfRecord(uri).filter(user::equals).isPresent();
    }
}
