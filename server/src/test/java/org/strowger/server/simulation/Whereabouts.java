package org.strowger.server.simulation;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.LocationListener;
import org.strowger.sip.message.SipUri;

/** Where each user is registered, as far as the location service told; each phone is a host of its own. */
final class Whereabouts implements LocationListener {
    private final Map<String, Bindings> bindings = new HashMap<>();

    @Override
    public void changed(AddressOfRecord aor, Bindings before, Bindings after) {
        bindings.put(aor.userName(), after);
    }

    /** The hosts of the phones whose binding has not expired. */
    Set<InetAddress> of(String user, Instant now) {
        var hosts = new HashSet<InetAddress>();
        for (Binding binding : bindings.getOrDefault(user, Bindings.NONE)) {
            if (binding.expiresAt().isAfter(now)) {
                hosts.add(InetAddress.ofLiteral(
                        ((SipUri) binding.contact()).host().toString()));
            }
        }
        return hosts;
    }
}
