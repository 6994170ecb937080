package org.strowger.sip.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The clause of an RFC that a test proves, as {@code "3261 §17.1.1.2: the sentence in short"}.
 *
 * <p>docs/CONFORMANCE.md is made of these tags; CONTRIBUTING.md tells how to name a clause.
 */
@Documented
@Repeatable(Rfc.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Rfc {
    /** The clause, as CONTRIBUTING.md writes it. */
    String value();

    /** Several clauses proven by one test; written by the compiler, never by hand. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** The clauses, in the order they are written. */
        Rfc[] value();
    }
}
