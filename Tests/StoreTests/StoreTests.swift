import Digest
import Foundation
import GRDB
import Glibc
import Testing
import WorkingTime

@testable import Store

/// A store in a folder of its own that goes with the test.
struct Scratch: ~Copyable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatepost-test-\(UUID().uuidString)")
        .path

    func store(_ access: Store.Access = .exclusive) throws -> Store { try Store(folder: folder, access: access) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}

private let now = Instant(epochSeconds: 1_795_165_200)

private func mail(_ uid: UInt32, _ text: String, validity: UInt32 = 9) -> IncomingMail {
    IncomingMail(uid: uid, uidValidity: validity, receivedAt: now, bytes: Array(text.utf8), isPartial: false)
}

@Suite("The record of mail") struct MailTests {
    @Test(
        "A commit waits for the disk, except in a folder that is thrown away",
        arguments: [
            (Store.Access.exclusive, 2), (.shared, 2), (.scratch, 0),
        ]
    )
    func durability(access: Store.Access, level: Int) throws {
        let scratch = Scratch()
        let store = try scratch.store(access)
        let found = try store.database.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(found == level)
    }

    @Test func admittedMailComesBackByteForByteAndTheCursorHasMoved() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        let admitted = try store.admit(
            [mail(1, "one"), mail(2, "\0two\r\n")],
            to: mailbox.id,
            lastUID: 2,
            uidValidity: 9
        )
        #expect(admitted.count == 2)
        let waiting = try store.waitingMail(after: 0, limit: 10)
        #expect(try waiting.map { try store.bytes(of: $0) } == [Array("one".utf8), Array("\0two\r\n".utf8)])
        let record = try store.mailbox(named: "support/INBOX", answersFrom: now.adding(minutes: 5))
        #expect(record.lastUID == 2)
        #expect(record.uidValidity == 9)
        #expect(record.answersFrom == now)
    }

    @Test func theSameUIDIsStoredOnce() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        _ = try store.admit([mail(1, "one")], to: mailbox.id, lastUID: 1, uidValidity: 9)
        let again = try store.admit([mail(1, "one"), mail(2, "two")], to: mailbox.id, lastUID: 2, uidValidity: 9)
        #expect(again.map(\.mail.uid) == [2])
        #expect(try store.mailCounts().stored == 2)
    }

    @Test func aRecreatedMailboxBringsNoMailTwice() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        _ = try store.admit([mail(1, "one")], to: mailbox.id, lastUID: 1, uidValidity: 9)
        let again = try store.admit(
            [mail(5, "one", validity: 10), mail(6, "new", validity: 10)],
            to: mailbox.id,
            lastUID: 6,
            uidValidity: 10
        )
        #expect(again.map(\.mail.uid) == [6])
        #expect(try store.storedUIDs(mailbox: mailbox.id, uidValidity: 10) == [5, 6])
    }

    @Test func damageInTheSpoolIsNoticed() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        let admitted = try store.admit([mail(1, "an important mail")], to: mailbox.id, lastUID: 1, uidValidity: 9)
        let stored = try #require(admitted.first?.mail)
        let path = scratch.folder + "/spool/00000001.mail"
        var content = try #require(FileManager.default.contents(atPath: path))
        content[3] ^= 1
        try content.write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.damagedMail(id: stored.id)) { try store.bytes(of: stored) }
        try content.prefix(4).write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.damagedMail(id: stored.id)) { try store.bytes(of: stored) }
    }

    @Test func bytesThatACrashLeftWithoutARowHarmNothing() throws {
        let scratch = Scratch()
        do { _ = try scratch.store() }
        let path = scratch.folder + "/spool/00000001.mail"
        try Data("half a mai".utf8).write(to: URL(fileURLWithPath: path))
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        let admitted = try store.admit([mail(1, "whole")], to: mailbox.id, lastUID: 1, uidValidity: 9)
        #expect(try store.bytes(of: #require(admitted.first?.mail)) == Array("whole".utf8))
    }

    @Test func aFullDiskMovesNoCursorAndEverythingComesOnceThereIsRoom() throws {
        let scratch = Scratch()
        let batch = [mail(1, "one"), mail(2, "two")]
        let segment = scratch.folder + "/spool/00000001.mail"
        do { _ = try scratch.store() }
        try FileManager.default.removeItem(atPath: segment)
        // Every write to this device is refused as if the disk were full.
        try FileManager.default.createSymbolicLink(atPath: segment, withDestinationPath: "/dev/full")
        do {
            let store = try scratch.store()
            let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
            #expect(throws: StoreError.file(path: segment, operation: "write", code: ENOSPC)) {
                try store.admit(batch, to: mailbox.id, lastUID: 2, uidValidity: 9)
            }
            #expect(try store.mailCounts().stored == 0)
            #expect(try store.mailbox(named: "support/INBOX", answersFrom: now).lastUID == 0)
        }
        try FileManager.default.removeItem(atPath: segment)
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        let admitted = try store.admit(batch, to: mailbox.id, lastUID: 2, uidValidity: 9)
        #expect(try admitted.map { try store.bytes(of: $0.mail) } == batch.map(\.bytes))
    }

    @Test func aSecondGatepostIsRefused() throws {
        let scratch = Scratch()
        let first = try scratch.store()
        #expect(throws: StoreError.inUse(folder: scratch.folder)) { _ = try scratch.store() }
        _ = try scratch.store(.shared)
        #expect(first.folder == scratch.folder)
    }

    @Test func onlyTheOwnerMayReadTheState() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        _ = try store.signingKey()
        for name in ["gatepost.sqlite", "key", "spool/00000001.mail", "lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.folder + "/" + name)
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(name) has mode \(String(mode, radix: 8))")
        }
    }

    @Test func theSigningKeyStaysTheSame() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        #expect(try store.signingKey().signature(of: "x") == store.signingKey().signature(of: "x"))
    }

    @Test func quarantinedMailIsListedWithItsReasonAndCanBeRetried() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        let admitted = try store.admit([mail(1, "odd")], to: mailbox.id, lastUID: 1, uidValidity: 9)
        let id = try #require(admitted.first?.mail.id)
        try store.quarantine(mail: id, reason: "too odd", now: now)
        #expect(try store.quarantined().map(\.reason) == ["too odd"])
        #expect(try store.waitingMail(after: 0, limit: 10).isEmpty)
        #expect(try store.retryQuarantined(mail: id))
        #expect(try store.waitingMail(after: 0, limit: 10).map(\.id) == [id])
        #expect(try !store.retryQuarantined(mail: id))
    }
}

@Suite("The outbox") struct OutboxTests {
    private func draft(_ key: String, recipient: String = "curator@harbor.example", hold: String? = nil) -> OutboxDraft
    {
        OutboxDraft(
            key: key,
            kind: "acknowledgement",
            messageID: "\(key)@northlight.example",
            ticketID: nil,
            mailID: nil,
            client: "harbor",
            recipient: recipient,
            subject: "Re: form",
            content: .composed(Array("mail".utf8)),
            due: nil,
            holdReason: hold
        )
    }

    @Test func theSameKeyIsQueuedOnce() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let first = try store.recording(at: now) { try $0.queue(draft("a")) }
        let second = try store.recording(at: now) { try $0.queue(draft("a")) }
        #expect(first && !second)
        #expect(try store.outbox(all: true).count == 1)
    }

    @Test func aHeldMailIsNotDueUntilItIsReleased() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        _ = try store.recording(at: now) { try $0.queue(draft("a", hold: "budget")) }
        #expect(try store.dueOutbox(now: now, limit: 10).isEmpty)
        #expect(try store.setOutbox(1, from: ["held"], to: "queued", note: "", now: now))
        #expect(try store.dueOutbox(now: now, limit: 10).map(\.id) == [1])
    }

    @Test func twoHandsCannotMoveTheSameMail() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        _ = try store.recording(at: now) { try $0.queue(draft("a")) }
        #expect(try store.setOutbox(1, from: ["queued"], to: "transmitting", note: "", now: now))
        #expect(try !store.setOutbox(1, from: ["queued"], to: "transmitting", note: "", now: now))
    }

    @Test func aCrashWhileSendingLeavesADoubtAndNoQueuedMail() throws {
        let scratch = Scratch()
        do {
            let store = try scratch.store()
            _ = try store.recording(at: now) { try $0.queue(draft("a")) }
            try store.setOutbox(1, from: ["queued"], to: "transmitting", note: "", now: now)
        }
        let store = try scratch.store()
        #expect(try store.markInterruptedTransmissions(lookAt: now.adding(minutes: 30)) == 1)
        #expect(try store.dueOutbox(now: now, limit: 10).isEmpty)
        #expect(try store.dueOutbox(now: now.adding(minutes: 30), limit: 10).map(\.state) == ["uncertain"])
    }

    @Test func repliesAreCountedBySenderDomainAndInAll() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        try store.recording(at: now) { recorder in
            for (index, recipient) in ["a@x.example", "a@x.example", "b@x.example", "c@y.example"].enumerated() {
                try recorder.queue(draft("k\(index)", recipient: recipient))
            }
        }
        let plenty = ReplyCounts(sender: 100, domain: 100, overall: 100)
        let counts = try store.recording(at: now) {
            try $0.replyCounts(recipient: "a@x.example", since: now.adding(minutes: -1), limit: plenty)
        }
        #expect(counts == ReplyCounts(sender: 2, domain: 3, overall: 4))
        let later = try store.recording(at: now) {
            try $0.replyCounts(recipient: "a@x.example", since: now, limit: plenty)
        }
        #expect(later == ReplyCounts(sender: 0, domain: 0, overall: 0))
        let bounded = try store.recording(at: now) {
            try $0.replyCounts(
                recipient: "a@x.example",
                since: now.adding(minutes: -1),
                limit: ReplyCounts(sender: 1, domain: 2, overall: 3)
            )
        }
        #expect(bounded == ReplyCounts(sender: 1, domain: 2, overall: 3))
    }
}

@Suite("The schema") struct SchemaTests {
    @Test(arguments: ["UPDATE posting SET minutes = 0", "DELETE FROM posting"])
    func postingsCannotBeChangedNorTakenAway(sql: String) throws {
        let scratch = Scratch()
        let store = try scratch.store()
        try store.database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO posting (client, number, kind, basis, minutes, heldMinutes, period, enteredBy, note,
                        happenedAt, recordedAt, idempotencyKey, digest)
                    VALUES ('harbor', 1, 'work', 'ordinary', -15, 0, '2026-11', 'ana', '', 0, 0, 'k', zeroblob(32))
                    """
            )
        }
        #expect(throws: StoreError.self) { try store.database.write { try $0.execute(sql: sql) } }
    }

    @Test func aTransactionThatFailsLeavesNothing() throws {
        struct Stop: Error {}
        let scratch = Scratch()
        let store = try scratch.store()
        #expect(throws: Stop.self) {
            try store.recording(at: now) { recorder in
                try recorder.queue(
                    OutboxDraft(
                        key: "a",
                        kind: "digest",
                        messageID: "a@b",
                        ticketID: nil,
                        mailID: nil,
                        client: nil,
                        recipient: "a@b.example",
                        subject: "",
                        content: .composed([]),
                        due: nil,
                        holdReason: nil
                    )
                )
                throw Stop()
            }
        }
        #expect(try store.outbox(all: true).isEmpty)
    }

    @Test func contentThatTheSchemaRefusesIsToldFromATroubledDisk() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let draft = OutboxDraft(
            key: "a",
            kind: "digest",
            messageID: "same@b",
            ticketID: nil,
            mailID: nil,
            client: nil,
            recipient: "a@b.example",
            subject: "",
            content: .composed([]),
            due: nil,
            holdReason: nil
        )
        _ = try store.recording(at: now) { try $0.queue(draft) }
        var other = draft
        other.key = "b"
        do {
            _ = try store.recording(at: now) { try $0.queue(other) }
            Issue.record("a shared Message-ID was taken")
        } catch StoreError.unrecordable(let reason) {
            #expect(reason.contains("outbox.messageID"))
        }
    }
}
