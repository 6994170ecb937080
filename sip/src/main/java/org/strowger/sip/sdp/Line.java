package org.strowger.sip.sdp;

/**
 * One line of a description.
 *
 * @param number counted from 1
 * @param type the letter before the equals sign
 * @param value what stands behind it
 */
record Line(int number, char type, String value) {

    MalformedSdpException malformed(String expected) {
        return new MalformedSdpException(number, expected, type + "=" + value);
    }
}
