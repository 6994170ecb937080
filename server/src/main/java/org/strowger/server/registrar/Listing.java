package org.strowger.server.registrar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.InstanceId;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipTime;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;

/** The header fields of a 200 to a REGISTER (RFC 3261 §10.3 step 8). Safe to use from all shards at once. */
final class Listing {
    private static final int MOST_PREFERRED = 1000;
    private static final Slice OPEN = Slice.of("<");
    private static final Slice EXPIRES = Slice.of(">;expires=");
    private static final Slice OUTBOUND = Slice.of("outbound");
    private static final Slice PATH_AND_OUTBOUND = Slice.of("path, outbound");

    private final RegistrarPolicy policy;
    private final Gruus gruus;
    /** Replaced as a whole by whoever comes first in a new second; who sees an old one makes his own. */
    private Date date = new Date(Long.MIN_VALUE, Slice.EMPTY);

    Listing(RegistrarPolicy policy, Gruus gruus) {
        this.policy = policy;
        this.gruus = gruus;
    }

    /**
     * Whose bindings they are.
     *
     * @param uri as the phone wrote it
     */
    record Owner(AddressOfRecord aor, SipUri uri) {}

    /** The value of Date in that second. */
    private record Date(long second, Slice value) {}

    List<Line> of(Bindings bindings, RegisterRequest request, Owner owner, Instant now) {
        var lines = new ArrayList<Line>(bindings.size() + 2);
        boolean gruu = request.extensions().gruu();
        for (var binding : bindings) {
            var contact = contact(binding, now);
            var whole = gruu
                    ? binding.instance()
                            .map(instance -> Slice.joined(contact, gruus(binding, instance, owner)))
                            .orElse(contact)
                    : contact;
            lines.add(new Line(HeaderName.CONTACT, whole));
        }
        for (var value : request.origin().path()) {
            lines.add(new Line(HeaderName.PATH, value));
        }
        for (var value : policy.serviceRoute()) {
            lines.add(new Line(HeaderName.SERVICE_ROUTE, value));
        }
        if (request.isOutbound()) {
            lines.add(new Line(HeaderName.REQUIRE, OUTBOUND));
            lines.add(new Line(HeaderName.SUPPORTED, PATH_AND_OUTBOUND));
            policy.flowTimer()
                    .filter(_ -> request.promisesToBeHeard())
                    .ifPresent(time -> lines.add(Line.of(HeaderName.FLOW_TIMER, Long.toString(time.toSeconds()))));
        }
        lines.add(new Line(HeaderName.DATE, date(now)));
        return lines;
    }

    private static Slice contact(Binding binding, Instant now) {
        int q = binding.qThousandths();
        return Slice.joined(
                OPEN,
                binding.contactText(),
                EXPIRES,
                Slice.of(Long.toString(binding.secondsLeft(now))),
                q == MOST_PREFERRED ? Slice.EMPTY : Slice.of(";q=0.%d%d%d".formatted(q / 100, q / 10 % 10, q % 10)),
                binding.parameters());
    }

    /** "the registrar MUST add a "temp-gruu" […] the registrar MUST add a "pub-gruu" Contact header field parameter" (RFC 5627 §5.2). */
    private Slice gruus(Binding binding, InstanceId instance, Owner owner) {
        var aor = owner.uri().bare().text().toString();
        // a phone that is reached by SIPS alone is known by SIPS URIs (RFC 5630 §5.1.1)
        var scheme = binding.contactText().part(0, "sips:".length()).isIgnoreCase("sips:") ? "sips" : "sip";
        var behindScheme = aor.substring(aor.indexOf(':'));
        var place = aor.substring(aor.lastIndexOf('@'));
        var user = gruus.temporaryUser(owner.aor(), instance, binding.epoch());
        return Slice.of(";pub-gruu=\"" + Gruus.publicOf(scheme + behindScheme, instance) + "\";temp-gruu=\"" + scheme
                + ':' + user + place + ";gr\"");
    }

    private Slice date(Instant now) {
        var known = date;
        if (known.second() != now.getEpochSecond()) {
            known = new Date(now.getEpochSecond(), Slice.of(SipTime.date(now)));
            date = known;
        }
        return known.value();
    }
}
