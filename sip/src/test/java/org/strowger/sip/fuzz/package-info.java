/**
 * Bytes from anywhere, and what must hold whatever they are. Each class here is a target for a fuzzer, which knows it by its method {@code
 * fuzzerTestOneInput}; CONTRIBUTING.md has the command. {@link org.strowger.sip.fuzz.CorpusTest} gives them, in every build, the files of
 * {@code src/test/resources/fuzz}.
 *
 * <p><b>May import:</b> everything. <b>Imported by:</b> nobody.
 */
@NullMarked
package org.strowger.sip.fuzz;

import org.jspecify.annotations.NullMarked;
