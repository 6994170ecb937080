package org.strowger.sip.resolver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a name server knows, and how it says it. */
final class Zone {
    static final int NEGATIVE_TTL_SECONDS = 60;

    private final List<Record> records = new ArrayList<>();

    /** @param lines as a zone file has them; the TTL is 300 s where a line says nothing else */
    static Zone of(String... lines) {
        var zone = new Zone();
        zone.add(lines);
        return zone;
    }

    synchronized void add(String... lines) {
        var text = "$TTL 300\n" + String.join("\n", lines) + "\n";
        try (var master = new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Name.root)) {
            for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
                records.add(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void clear() {
        records.clear();
    }

    Message answer(Record question) {
        return answer(Message.newQuery(question));
    }

    synchronized Message answer(Message asked) {
        var question = asked.getQuestion();
        var answer = new Message(asked.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        var owned = records.stream()
                .filter(known -> known.getName().equals(question.getName()))
                .toList();
        var found = owned.stream()
                .filter(known -> known.getType() == question.getType() || known.getType() == Type.CNAME)
                .toList();
        found.forEach(known -> answer.addRecord(known, Section.ANSWER));
        if (found.isEmpty()) {
            answer.getHeader().setRcode(owned.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
            answer.addRecord(authority(), Section.AUTHORITY);
        }
        return answer;
    }

    private static SOARecord authority() {
        var root = Name.fromConstantString("example.");
        return new SOARecord(root, DClass.IN, NEGATIVE_TTL_SECONDS, root, root, 1, 1, 1, 1, NEGATIVE_TTL_SECONDS);
    }
}
