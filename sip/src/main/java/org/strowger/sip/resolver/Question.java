package org.strowger.sip.resolver;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A question for name servers. Names are equal whatever their case. */
record Question(Name name, int type) {
    @Override
    public String toString() {
        return name + " " + Type.string(type);
    }
}
