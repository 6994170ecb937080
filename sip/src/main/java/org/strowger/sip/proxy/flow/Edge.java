package org.strowger.sip.proxy.flow;

/**
 * When the proxy puts itself, with the flow, into the Path of a REGISTER that comes straight from a phone and goes on to its registrar
 * (RFC 5626 §5.1, RFC 3327 §5.2). Never where the phone does not support Path.
 */
public enum Edge {
    /** Never. */
    NONE,
    /** For phones that register a flow: "If the edge proxy is the first hop […], it MUST insert its URI in a Path header field value". */
    FLOWS,
    /** For all phones. */
    SUPPORTED,
    /** The same; phones that do not support it are refused with 421. */
    REQUIRED
}
