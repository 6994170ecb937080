package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;

/**
 * A status code (RFC 3261 §7.2, §21), with the reason phrase that goes with it by default.
 *
 * @param code 100 to 699
 * @param reason one line of text, perhaps empty
 */
public record Status(int code, String reason) {
    public static final Status TRYING = new Status(100, "Trying");
    public static final Status RINGING = new Status(180, "Ringing");
    public static final Status OK = new Status(200, "OK");

    /** IANA's registry of response codes. */
    private static final String PHRASES = """
        100 Trying
        180 Ringing
        181 Call Is Being Forwarded
        182 Queued
        183 Session Progress
        199 Early Dialog Terminated
        200 OK
        202 Accepted
        204 No Notification
        300 Multiple Choices
        301 Moved Permanently
        302 Moved Temporarily
        305 Use Proxy
        380 Alternative Service
        400 Bad Request
        401 Unauthorized
        402 Payment Required
        403 Forbidden
        404 Not Found
        405 Method Not Allowed
        406 Not Acceptable
        407 Proxy Authentication Required
        408 Request Timeout
        410 Gone
        412 Conditional Request Failed
        413 Request Entity Too Large
        414 Request-URI Too Long
        415 Unsupported Media Type
        416 Unsupported URI Scheme
        417 Unknown Resource-Priority
        420 Bad Extension
        421 Extension Required
        422 Session Interval Too Small
        423 Interval Too Brief
        424 Bad Location Information
        425 Bad Alert Message
        428 Use Identity Header
        429 Provide Referrer Identity
        430 Flow Failed
        433 Anonymity Disallowed
        436 Bad Identity Info
        437 Unsupported Credential
        438 Invalid Identity Header
        439 First Hop Lacks Outbound Support
        440 Max-Breadth Exceeded
        469 Bad Info Package
        470 Consent Needed
        480 Temporarily Unavailable
        481 Call/Transaction Does Not Exist
        482 Loop Detected
        483 Too Many Hops
        484 Address Incomplete
        485 Ambiguous
        486 Busy Here
        487 Request Terminated
        488 Not Acceptable Here
        489 Bad Event
        491 Request Pending
        493 Undecipherable
        494 Security Agreement Required
        500 Server Internal Error
        501 Not Implemented
        502 Bad Gateway
        503 Service Unavailable
        504 Server Time-out
        505 Version Not Supported
        513 Message Too Large
        555 Push Notification Service Not Supported
        580 Precondition Failure
        600 Busy Everywhere
        603 Decline
        604 Does Not Exist Anywhere
        606 Not Acceptable
        607 Unwanted
        608 Rejected
        """;

    private static final int CODES = 700;
    private static final Status[] REGISTERED = registered();
    /** The status lines of those that have a phrase of their own, by code: written in every second message. */
    private static final byte[][] LINES = lines();

    public Status {
        if (code < 100 || code >= 700) {
            throw new IllegalArgumentException("a status code is 100 to 699, not " + code);
        }
        for (int i = 0; i < reason.length(); i++) {
            if (reason.charAt(i) < ' ' && reason.charAt(i) != '\t') {
                throw new IllegalArgumentException("a reason phrase has no control characters");
            }
        }
    }

    /** The registered status of that code; an unregistered one gets the phrase of its class. */
    public static Status of(int code) {
        if (code < 100 || code >= CODES) {
            throw new IllegalArgumentException("a status code is 100 to 699, not " + code);
        }
        var status = REGISTERED[code];
        return status.code == code ? status : new Status(code, status.reason);
    }

    public Status withReason(String phrase) {
        return new Status(code, phrase);
    }

    public boolean isProvisional() {
        return code < 200;
    }

    public boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    public boolean isFinal() {
        return code >= 200;
    }

    /** A code without an entry takes that of the x00 of its class (§8.1.3.2). */
    private static Status[] registered() {
        var table = new Status[CODES];
        for (var line : PHRASES.lines().toList()) {
            int code = Integer.parseInt(line.substring(0, 3));
            table[code] = new Status(code, line.substring(4));
        }
        for (var constant : new Status[] {TRYING, RINGING, OK}) {
            table[constant.code] = constant;
        }
        for (int code = 100; code < CODES; code++) {
            if (table[code] == null) {
                table[code] = table[code / 100 * 100];
            }
        }
        return table;
    }

    private static byte[][] lines() {
        var lines = new byte[CODES][];
        for (var status : REGISTERED) {
            if (status != null) {
                lines[status.code] = status.encoded();
            }
        }
        return lines;
    }

    /** The line that begins a response, with its end. */
    byte[] line() {
        byte[] line = LINES[code];
        return line != null && reason.equals(REGISTERED[code].reason) ? line : encoded();
    }

    private byte[] encoded() {
        return (StartLine.VERSION + " " + code + " " + reason + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
