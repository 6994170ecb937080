/**
 * Which clause of which RFC is proven by which test: docs/CONFORMANCE.md, made of the tags of all tests.
 *
 * <p>It stands in the server's tests because only from here both modules can be seen.
 *
 * <p><b>May import:</b> org.strowger.sip.testing. <b>Imported by:</b> nothing.
 */
@NullMarked
package org.strowger.server.conformance;

import org.jspecify.annotations.NullMarked;
