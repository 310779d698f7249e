import Digest
import Foundation
import GRDB
import Testing
import WorkingTime

@testable import Store

private let now = Instant(epochSeconds: 1_795_165_200)

private func mails(_ range: ClosedRange<Int>) -> [IncomingMail] {
    range.map { number in
        let text = "Subject: \(number)\r\n\r\n" + String(repeating: "line \(number)\r\n", count: number % 50)
        return IncomingMail(
            uid: UInt32(number),
            uidValidity: 7,
            receivedAt: now,
            bytes: Array(text.utf8),
            isPartial: false
        )
    }
}

private func draft(_ number: Int) -> OutboxDraft {
    OutboxDraft(
        key: "acknowledgement:\(number)",
        kind: "acknowledgement",
        messageID: "gp.\(number)@agency.example",
        ticketID: nil,
        mailID: nil,
        client: "harbor",
        recipient: "curator@harbor.example",
        subject: "Re: \(number)",
        content: .composed(Array("bytes".utf8)),
        due: nil,
        holdReason: nil
    )
}

@Suite("A backup and its restoration") struct BackupTests {
    /// A store with mail, a key and something that waits to be sent.
    private static func filled(_ scratch: borrowing Scratch) throws -> Store {
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        _ = try store.admit(mails(1...120), to: mailbox.id, lastUID: 120, uidValidity: 7)
        _ = try store.signingKey()
        try store.recording(at: now) { _ = try $0.queue(draft(1)) }
        return store
    }

    @Test func everyByteComesBackWhileTheStoreIsAtWork() throws {
        let scratch = Scratch()
        let store = try Self.filled(scratch)
        let file = scratch.folder + "/backup.tar"
        let beside = try scratch.store(.shared)
        let report = try beside.backup(to: file, now: now)
        #expect(report.mails == 120)
        // Later work is not in it.
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        _ = try store.admit(mails(121...130), to: mailbox.id, lastUID: 130, uidValidity: 7)
        let target = scratch.folder + "/restored"
        let restored = try Restoration.restore(file, to: target, isForced: false, now: now.adding(minutes: 9))
        #expect(restored.mails == 120)
        #expect(restored.backupAt == now)
        #expect(restored.replaced == nil)
        let copy = try Store(folder: target, access: .exclusive)
        let stored = try copy.waitingMail(after: 0, limit: 1_000)
        #expect(try stored.map { try copy.bytes(of: $0) } == mails(1...120).map(\.bytes))
        #expect(try copy.signingKey().signature(of: "x") == store.signingKey().signature(of: "x"))
        #expect(try copy.firstFault() == nil)
    }

    @Test func whatWaitedIsInDoubtAndOldMailIsNotAnsweredByItself() throws {
        let scratch = Scratch()
        let file = scratch.folder + "/backup.tar"
        _ = try Self.filled(scratch).backup(to: file, now: now)
        let target = scratch.folder + "/restored"
        let later = now.adding(minutes: 600)
        _ = try Restoration.restore(file, to: target, isForced: false, now: later)
        let copy = try Store(folder: target, access: .exclusive)
        #expect(try copy.outbox(all: true).map(\.state) == ["uncertain"])
        #expect(try copy.mailbox(named: "support/INBOX", answersFrom: now).answersFrom == later)
    }

    @Test func livingStateIsReplacedOnlyWhenAskedAndNeverDeleted() throws {
        let scratch = Scratch()
        let file = scratch.folder + "/backup.tar"
        let target = scratch.folder + "/state"
        _ = try Self.filled(scratch).backup(to: file, now: now)
        do {
            let living = try Store(folder: target, access: .exclusive)
            #expect(throws: StoreError.exists(path: target)) {
                try Restoration.restore(file, to: target, isForced: false, now: now)
            }
            #expect(throws: StoreError.inUse(folder: target)) {
                try Restoration.restore(file, to: target, isForced: true, now: now)
            }
            #expect(try living.mailCounts().stored == 0)
        }
        let report = try Restoration.restore(file, to: target, isForced: true, now: now)
        let aside = try #require(report.replaced)
        #expect(FileManager.default.fileExists(atPath: aside + "/gatepost.sqlite"))
        #expect(try Store(folder: target, access: .exclusive).mailCounts().stored == 120)
    }

    @Test(arguments: [0.02, 0.3, 0.6, 0.95])
    func oneWrongByteIsNoticedAndNothingIsChanged(place: Double) throws {
        let scratch = Scratch()
        let file = scratch.folder + "/backup.tar"
        _ = try Self.filled(scratch).backup(to: file, now: now)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let archive = try #require(Archive.members(of: bytes))
        // Into a member's bytes: what fills up its last block means nothing.
        let index = Int(Double(bytes.count) * place)
        let member = try #require(archive.first { $0.range.upperBound > index })
        bytes[max(index, member.range.lowerBound)] ^= 0x20
        try bytes.write(to: URL(fileURLWithPath: file))
        let target = scratch.folder + "/restored"
        #expect(throws: StoreError.self) { try Restoration.restore(file, to: target, isForced: false, now: now) }
        #expect(!FileManager.default.fileExists(atPath: target))
    }

    @Test(arguments: [0, 100, 512, 5_000])
    func anArchiveThatEndsTooEarlyIsRefused(length: Int) throws {
        let scratch = Scratch()
        let file = scratch.folder + "/backup.tar"
        _ = try Self.filled(scratch).backup(to: file, now: now)
        try Data(contentsOf: URL(fileURLWithPath: file)).prefix(length).write(to: URL(fileURLWithPath: file))
        let target = scratch.folder + "/restored"
        #expect(throws: StoreError.damagedBackup(path: file, what: "it is not a whole backup of gatepost")) {
            try Restoration.restore(file, to: target, isForced: false, now: now)
        }
    }

    @Test func noNameLeadsOutOfTheStateFolder() throws {
        let scratch = Scratch()
        _ = try scratch.store()
        let file = scratch.folder + "/backup.tar"
        do {
            let writer = try ArchiveWriter(path: file, at: 0)
            try writer.add("gatepost.sqlite", Data("x".utf8))
            try writer.add("spool/../../escaped.mail", Data("x".utf8))
            _ = try writer.finish()
        }
        #expect(throws: StoreError.damagedBackup(path: file, what: "its members are not those of a state folder")) {
            try Restoration.restore(file, to: scratch.folder + "/restored", isForced: false, now: now)
        }
    }

    @Test func aBackupIsNotWrittenOverAnother() throws {
        let scratch = Scratch()
        let store = try Self.filled(scratch)
        let file = scratch.folder + "/backup.tar"
        _ = try store.backup(to: file, now: now)
        let first = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(throws: StoreError.exists(path: file)) { try store.backup(to: file, now: now) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == first)
    }

    @Test func damagedDatabaseIsNamedWithItsRemedy() throws {
        let scratch = Scratch()
        do { _ = try Self.filled(scratch) }
        let path = scratch.folder + "/gatepost.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for index in 0..<min(4_096, bytes.count) { bytes[index] = 0x5A }
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StoreError.self) { try scratch.store() }
        #expect(error?.description.contains("is damaged") == true)
        #expect(error?.description.contains("gatepost restore FILE") == true)
    }

    @Test func damageWithinTheDatabaseIsFoundByReadingEverything() throws {
        let scratch = Scratch()
        do {
            let store = try Self.filled(scratch)
            try store.database.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try store.close()
        }
        let path = scratch.folder + "/gatepost.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try #require(bytes.count > 65_536)
        // The last pages belong to tables and indexes, not to the schema.
        for index in (bytes.count - 8_192)..<bytes.count { bytes[index] ^= 0xFF }
        try bytes.write(to: URL(fileURLWithPath: path))
        // Found when it is opened or when everything is read, whatever comes upon it first; never in silence.
        var verdict: String?
        do {
            verdict = try scratch.store(.shared).firstFault()
        } catch let error as StoreError {
            verdict = error.description
        }
        #expect(verdict != nil)
    }

    @Test func aDatabaseThatCanBeReadAndIsNotWholeIsFound() throws {
        let scratch = Scratch()
        let store = try Self.filled(scratch)
        #expect(try store.firstFault() == nil)
        // An index that the schema knows no more leaves pages that belong to nothing; every row is still to be read.
        try store.database.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA writable_schema = ON")
            try database.execute(sql: "DELETE FROM sqlite_schema WHERE name = 'mailByDigest'")
        }
        try store.close()
        #expect(try scratch.store(.shared).firstFault()?.hasPrefix("the database: ") == true)
    }

    @Test(arguments: [
        (StoreError.file(path: "/s/spool/1.mail", operation: "write", code: 28), "the disk is full"),
        (.database(code: 13, message: "full", folder: "/s"), "the disk of /s is full"),
        (.database(code: 5, message: "locked", folder: "/s"), "is locked by another program"),
        (.database(code: 11, message: "malformed", folder: "/s"), "gatepost restore FILE"),
        (.damagedMail(id: 3), "gatepost restore FILE"), (.damagedKey(path: "/s/key"), "gatepost restore FILE"),
        (.inUse(folder: "/s"), "stop that one"),
    ])
    func troubleNamesItsRemedy(error: StoreError, words: String) {
        #expect(error.description.contains(words))
    }

    @Test func aDamagedKeyIsNotReplacedInSilence() throws {
        let scratch = Scratch()
        let store = try Self.filled(scratch)
        try Data("short".utf8).write(to: URL(fileURLWithPath: scratch.folder + "/key"))
        #expect(throws: StoreError.damagedKey(path: scratch.folder + "/key")) { try store.signingKey() }
    }

    @Test func onlyTheOwnerReadsTheState() throws {
        let scratch = Scratch()
        let store = try Self.filled(scratch)
        _ = try store.backup(to: scratch.folder + "/backup.tar", now: now)
        let files = FileManager.default
        let names = try files.subpathsOfDirectory(atPath: scratch.folder)
        #expect(Set(["gatepost.sqlite", "gatepost.sqlite-wal", "key", "backup.tar", "spool"]).isSubset(of: names))
        for name in [""] + names {
            let attributes = try files.attributesOfItem(atPath: scratch.folder + "/" + name)
            let rights = try #require(attributes[.posixPermissions] as? Int)
            let wanted = attributes[.type] as? FileAttributeType == .typeDirectory ? 0o700 : 0o600
            #expect(rights == wanted, "\(name): \(String(rights, radix: 8))")
        }
    }

    @Test func mailTheServerDoesNotGiveIsRememberedWithTheCursor() throws {
        let scratch = Scratch()
        let store = try scratch.store()
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: now)
        let unfetched = [UnfetchedMail(uid: 2, reason: "neverSent", at: now)]
        _ = try store.admit(mails(1...1), unfetched: unfetched, to: mailbox.id, lastUID: 2, uidValidity: 7)
        #expect(try store.unfetchedCount() == 1)
        #expect(try store.mailbox(named: "support/INBOX", answersFrom: now).lastUID == 2)
    }
}
