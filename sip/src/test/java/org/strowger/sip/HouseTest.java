package org.strowger.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.house.Plan;
import org.strowger.sip.testing.house.Rules;
import org.strowger.sip.testing.house.Sources;

/** The plan of the library: who may lean on whom. ARCHITECTURE.md shows the same table; the server has its own. */
class HouseTest {
    private static final String ROOT = "org.strowger.sip";
    private static final Plan PLAN = Plan.of(ROOT, Map.of(), """
        message     | -
        sdp         | -
        loop        | -
        transport   | message loop
        auth        | message
        media       | sdp loop
        resolver    | message loop transport
        transaction | message loop transport
        proxy       | message loop transport resolver transaction
        stack       | message loop transport resolver transaction
        ua          | message loop transport resolver auth transaction sdp media stack
        """);

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);
    private static final Sources SOURCES = Sources.ofThisModule();

    @Test
    void leansOnlyOnTheRoomsBelow() {
        PLAN.checkThatRoomsLeanOnlyOnTheRoomsBelow(HOUSE);
    }

    @Test
    void hasNoRoomBesideThePlan() {
        PLAN.checkThatEveryRoomIsPlanned(HOUSE);
    }

    @Test
    void hasNoCycles() {
        PLAN.checkThatThereAreNoCycles(HOUSE);
    }

    @Test
    void readsTheClockInOneRoom() {
        Rules.onlyTheseReadAClock(ROOT + ".loop..").check(HOUSE);
    }

    @Test
    void letsNothingGatherButWhereMessagesArrive() {
        Rules.onlyTheseLetTimePass(ROOT + ".loop..", ROOT + ".transport..").check(HOUSE);
    }

    @Test
    void readsNoClockInTests() {
        Rules.onlyTheseReadAClock(ROOT + ".loop..").check(TESTS);
    }

    @Test
    void touchesTheNetworkOnlyAtItsEdges() {
        Rules.onlyTheseTouchTheNetwork(ROOT + ".transport..", ROOT + ".resolver..", ROOT + ".media..")
                .check(HOUSE);
    }

    @Test
    void leavesJavaInOneRoom() {
        Rules.onlyTheseLeaveJava(ROOT + ".transport.datagram..").check(HOUSE);
    }

    @Test
    void sharesStateInFewRooms() {
        Rules.onlyTheseShareState(ROOT + ".loop..", ROOT + ".transport..", ROOT + ".resolver..")
                .check(HOUSE);
    }

    @Test
    void synchronizesInFewRooms() {
        assertThat(SOURCES.sharedStateOutside("loop", "transport", "keepalive", "tls", "resolver"))
                .isEmpty();
    }

    @Test
    void computesWithoutLogging() {
        Rules.theseDoNotLog(ROOT + ".message..", ROOT + ".sdp..", ROOT + ".auth..")
                .check(HOUSE);
    }

    @Test
    void skipsNoTest() {
        Rules.noTestIsSkipped().check(TESTS);
    }

    @Test
    void findsEveryTest() {
        Rules.testsAreFound().check(TESTS);
    }

    @Test
    void keepsFilesShort() {
        assertThat(SOURCES.filesTooLong()).isEmpty();
    }

    @Test
    void keepsPackagesSmall() {
        assertThat(SOURCES.packagesTooLarge()).isEmpty();
    }

    @Test
    void keepsMethodsShortAndNamesFull() {
        assertThat(SOURCES.shapesOutOfBounds()).isEmpty();
    }

    @Test
    void saysWhatEachRoomIsFor() {
        assertThat(SOURCES.packagesWithoutSign()).isEmpty();
    }

    @Test
    void leavesNothingUndone() {
        assertThat(SOURCES.leftUndone()).isEmpty();
    }

    @Test
    void suppressesNoWarningWithoutReason() {
        assertThat(SOURCES.suppressionsWithoutReason()).isEmpty();
    }
}
