package org.strowger.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.house.Plan;
import org.strowger.sip.testing.house.Rules;
import org.strowger.sip.testing.house.Sources;

/** The plan of the server: who may lean on whom. ARCHITECTURE.md shows the same table; the library has its own. */
class HouseTest {
    private static final String ROOT = "org.strowger.server";
    private static final String SIP = "org.strowger.sip.";
    /** In the table "sip" is all of the library but its agents: the server shares the library with them, and no more. */
    private static final List<String> LIBRARY = Stream.of(
                    "message", "sdp", "loop", "transport", "auth", "resolver", "transaction", "proxy", "stack")
            .map(room -> SIP + room)
            .toList();

    private static final Plan PLAN = Plan.of(
            ROOT,
            Map.of(
                    "sip", LIBRARY,
                    "sip.message", List.of(SIP + "message"),
                    "sip.sdp", List.of(SIP + "sdp"),
                    "sip.auth", List.of(SIP + "auth"),
                    "sip.transport", List.of(SIP + "transport"),
                    "sip.media", List.of(SIP + "media"),
                    "sip.ua", List.of(SIP + "ua")),
            """
            location  | sip.message
            users     | sip.auth
            trace     | sip.message sip.sdp sip.transport
            registrar | location users sip
            routing   | location sip
            events    | location registrar sip
            api       | location routing trace sip
            config    | location users trace registrar routing api sip
            exchange  | location users trace registrar routing events api config sip
            cli       | exchange config trace users sip sip.ua sip.media
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
    void readsNoClock() {
        Rules.onlyTheseReadAClock().check(HOUSE);
    }

    @Test
    void letsNothingGather() {
        Rules.onlyTheseLetTimePass().check(HOUSE);
    }

    @Test
    void readsNoClockInTests() {
        Rules.onlyTheseReadAClock().check(TESTS);
    }

    @Test
    void touchesTheNetworkOnlyAtItsEdges() {
        Rules.onlyTheseTouchTheNetwork(ROOT + ".location..", ROOT + ".api..").check(HOUSE);
    }

    @Test
    void leavesJavaNowhere() {
        Rules.onlyTheseLeaveJava().check(HOUSE);
    }

    @Test
    void sharesStateInFewRooms() {
        Rules.onlyTheseShareState(ROOT + ".location..", ROOT + ".trace..", ROOT + ".routing..")
                .check(HOUSE);
    }

    @Test
    void synchronizesInFewRooms() {
        assertThat(SOURCES.sharedStateOutside("location", "trace", "routing", "users"))
                .isEmpty();
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
