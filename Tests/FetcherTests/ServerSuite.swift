import Curl
import Dispatch
import LabKit
import Testing
import WorkingTime

@testable import Fetcher

/// The same expectations for every server of the lab. What servers do differently is for the engine to even out.
@Suite("Against real IMAP servers", .enabled(if: !LabServer.all.isEmpty, "no lab runs; see Tests/lab"))
struct ServerSuite {
    @Test("Login works over TLS and over STARTTLS", arguments: LabServer.all, [ServerAddress.Scheme.imaps, .imap])
    func login(server: LabServer, scheme: ServerAddress.Scheme) throws {
        let session = try IMAPSession(server.account(imap: scheme))
        #expect(session.has("IMAP4REV1"))
        try session.noop()
        session.logout()
        #expect(session.isOver)
    }

    @Test("A wrong password is told apart and is not tried again", arguments: LabServer.all)
    func wrongPassword(server: LabServer) throws {
        let error = #expect(throws: FetchError.self) {
            try IMAPSession(server.account(2, password: "wrong-password"))
        }
        #expect(error?.cause == .connection(.loginRefused))
        #expect(error?.isWrongCredential == true)
        #expect(error?.isTransient == false)
        #expect(error.map { !"\($0)".contains("wrong-password") } == true)
    }

    @Test(
        "A certificate that nobody vouches for is refused",
        arguments: LabServer.all,
        [ServerAddress.Scheme.imaps, .imap]
    )
    func unknownAuthority(server: LabServer, scheme: ServerAddress.Scheme) throws {
        var account = server.account(imap: scheme)
        account.trust = .system
        let error = #expect(throws: FetchError.self) { try IMAPSession(account) }
        #expect(error?.cause == .connection(.certificateNotTrusted))
        #expect(error?.isTransient == false)
    }

    @Test("Three hundred mails arrive byte for byte, in order, with flags and dates", arguments: LabServer.all)
    func fetchesAll(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        let date = Instant(epochSeconds: 1_790_000_000)
        let originals = (1...300).map { SampleMail.bytes($0, size: $0 % 50 == 0 ? 300_000 : 500 + $0 * 40) }
        for (index, mail) in originals.enumerated() {
            try session.append(mail, to: mailbox, flags: index % 2 == 0 ? ["\\Flagged"] : [], date: date)
        }
        try session.select(mailbox)
        let (mails, report) = try session.fetched()
        #expect(mails.map(\.bytes) == originals)
        #expect(mails.map(\.uid) == mails.map(\.uid).sorted())
        #expect(mails.allSatisfy { $0.internalDate == date && !$0.isPartial })
        #expect(mails.enumerated().allSatisfy { $1.flags.contains("\\Flagged") == ($0 % 2 == 0) })
        #expect(mails.allSatisfy { $0.declaredSize == $0.bytes.count })
        #expect(report.fetchedMails == 300)
        #expect(report.fetchedBytes == originals.reduce(0) { $0 + $1.count })
        #expect(report.cursor.lastUID == mails.last?.uid)
        #expect(report.expunged.isEmpty && report.unfetchable.isEmpty && report.partial.isEmpty)

        // Reading leaves no trace: nothing is \Seen now.
        let (again, _) = try session.fetched(limits: FetchLimits(mails: 5))
        #expect(again.count == 5)
        #expect(again.allSatisfy { !$0.flags.contains("\\Seen") })
    }

    @Test("After the cursor only what is new is fetched, and nothing when nothing is", arguments: LabServer.all)
    func continues(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        for number in 1...3 { try session.append(SampleMail.bytes(number), to: mailbox) }
        try session.select(mailbox)
        let first = try session.fetched()
        let nothing = try session.fetched(after: first.report.cursor)
        #expect(nothing.mails.isEmpty)
        #expect(nothing.report.cursor == first.report.cursor)
        let uid = try session.append(SampleMail.bytes(4), to: mailbox)
        try session.noop()
        let more = try session.fetched(after: first.report.cursor)
        #expect(more.mails.map(\.bytes) == [SampleMail.bytes(4)])
        #expect(uid == nil || more.mails.first?.uid == uid)
    }

    @Test("Gaps are passed over, and mail that goes between listing and fetching is reported", arguments: LabServer.all)
    func expunged(server: LabServer) throws {
        let session = try server.session(3)
        let mailbox = try session.freshMailbox()
        for number in 1...30 { try session.append(SampleMail.bytes(number), to: mailbox) }
        let state = try session.select(mailbox)
        let all = try session.uids(in: 1...UInt32.max)
        let trash = try session.freshMailbox("Trash")
        try session.select(mailbox)
        try session.move(UIDSet([all[3], all[4], all[9]]), to: trash)
        let (gaps, _) = try session.fetched()
        #expect(gaps.map(\.uid) == all.filter { ![all[3], all[4], all[9]].contains($0) })

        let other = try server.session(3)
        try other.select(mailbox)
        let gone = [all[10], all[11], all[29]]
        // The first session still believes in what the second one takes away.
        let listed = try session.uids(in: 1...UInt32.max)
        try other.move(UIDSet(gone), to: trash)
        let run = FetchRun(
            session: session,
            state: state,
            cursor: Cursor(uidValidity: state.uidValidity, lastUID: 0),
            uids: listed,
            limits: FetchLimits()
        )
        var mails: [RawMail] = []
        while let batch = try run.next() { mails += batch.mails }
        let numbers = Dictionary(uniqueKeysWithValues: zip(all, 1...30))
        for mail in mails { #expect(mail.bytes == numbers[mail.uid].map { SampleMail.bytes($0) }) }
        #expect(Set(mails.map(\.uid)).union(run.report.expunged) == Set(listed))
        #expect(Set(run.report.expunged).isSubset(of: gone))
        #expect(run.report.unfetchable.isEmpty)
        #expect(run.report.cursor.lastUID == (mails.last?.uid ?? 0) || run.report.cursor.lastUID == all[29])
    }

    @Test("Mails are moved, by MOVE or by what replaces it", arguments: LabServer.all, [true, false])
    func moves(server: LabServer, mayMove: Bool) throws {
        let session = try server.session()
        let target = try session.freshMailbox("Support/Fixes")
        let source = try session.freshMailbox()
        for number in 1...3 { try session.append(SampleMail.bytes(number), to: source) }
        try session.select(source)
        if !mayMove { session.capabilities.remove("MOVE") }
        let uids = try session.uids(in: 1...UInt32.max)
        let pairs = try session.move(UIDSet([uids[0], uids[2]]), to: target)
        #expect(try session.uids(in: 1...UInt32.max) == [uids[1]])
        let state = try session.select(target)
        #expect(state.exists == 2)
        let (moved, _) = try session.fetched()
        #expect(moved.map(\.bytes) == [SampleMail.bytes(1), SampleMail.bytes(3)])
        if session.has("UIDPLUS") {
            #expect(pairs.map(\.source) == [uids[0], uids[2]])
            #expect(pairs.map(\.target) == moved.map(\.uid))
        }
    }

    @Test("Moving to a mailbox that is not there says so and moves nothing", arguments: LabServer.all)
    func movesNowhere(server: LabServer) throws {
        let session = try server.session()
        let source = try session.freshMailbox()
        try session.append(SampleMail.bytes(1), to: source)
        try session.select(source)
        let uids = try session.uids(in: 1...UInt32.max)
        let error = #expect(throws: FetchError.self) { try session.move(UIDSet(uids), to: "Missing-\(source)") }
        #expect(error?.cause == .refused)
        #expect(error?.endsSession == false)
        #expect(try session.uids(in: 1...UInt32.max) == uids)
    }

    @Test("Keywords and flags stay with a mail", arguments: LabServer.all)
    func keywords(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        try session.append(SampleMail.bytes(1), to: mailbox)
        let state = try session.select(mailbox)
        #expect(state.permits("$Answered"))
        let uids = UIDSet(try session.uids(in: 1...UInt32.max))
        try session.store(IMAPSession.FlagChange(add: ["Gatepost", "\\Seen", "\\Flagged"]), on: uids)
        try session.store(IMAPSession.FlagChange(remove: ["\\Flagged"]), on: uids)
        let second = try server.session()
        try second.select(mailbox)
        let flags = try second.fetched().mails.first?.flags ?? []
        #expect(flags.contains("Gatepost") && flags.contains("\\Seen") && !flags.contains("\\Flagged"))
        #expect(throws: FetchError.self) {
            try session.store(IMAPSession.FlagChange(add: ["not a flag"]), on: uids)
        }
    }

    @Test("A mail with bare line feeds is appended with CRLF", arguments: LabServer.all)
    func bareLineFeeds(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        try session.append(Array("Subject: x\n\nhello\nworld\r\n".utf8), to: mailbox)
        try session.select(mailbox)
        #expect(try session.fetched().mails.map(\.bytes) == [Array("Subject: x\r\n\r\nhello\r\nworld\r\n".utf8)])
    }

    @Test("A mailbox made anew is noticed, and the old cursor fetches nothing", arguments: LabServer.all)
    func uidValidityChange(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        try session.append(SampleMail.bytes(1), to: mailbox)
        let before = try session.select(mailbox)
        let cursor = try session.fetched().report.cursor
        try session.freshMailbox("Elsewhere")
        try session.delete(mailbox)
        // Courier takes UIDVALIDITY from the clock, in seconds.
        var after = before
        for _ in 0..<50 where after.uidValidity == before.uidValidity {
            _ = try session.connection.wait(toWrite: false, milliseconds: 100)
            try session.create(mailbox)
            after = try session.select(mailbox)
            if after.uidValidity == before.uidValidity {
                try session.freshMailbox("Elsewhere")
                try session.delete(mailbox)
            }
        }
        try #require(after.uidValidity != before.uidValidity)
        try session.append(SampleMail.bytes(2), to: mailbox)
        try session.noop()
        let (mails, report) = try session.fetched(after: cursor)
        #expect(report.uidValidityChanged)
        #expect(mails.isEmpty)
        #expect(report.cursor == cursor)
        #expect(try session.fetched().mails.map(\.bytes) == [SampleMail.bytes(2)])
    }

    @Test("A kept session sees new mail by STATUS without opening the mailbox", arguments: LabServer.all)
    func statusPoll(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        let empty = try session.status(mailbox)
        #expect(empty.exists == 0)
        try server.session().append(SampleMail.bytes(1), to: mailbox)
        let full = try session.status(mailbox)
        #expect(full.exists == 1)
        #expect(full.uidValidity == empty.uidValidity)
        #expect((full.uidNext ?? 2) > (empty.uidNext ?? 1))
    }

    @Test("Mailboxes are listed with their names for people, and selected by them", arguments: LabServer.all)
    func names(server: LabServer) throws {
        let session = try server.session()
        let made = try ["Support/Заявки", "客户 & Freunde", "Ünïcode/Füße/Tief"].map {
            let name = "\($0) \(UInt64.random(in: 0...UInt64.max))"
            try session.create(name)
            return name
        }
        let listed = try session.listMailboxes()
        #expect(listed.contains { $0.name.uppercased() == "INBOX" && $0.isSelectable })
        for name in made {
            let last = try #require(name.split(separator: "/").last)
            let found = listed.filter { $0.name.hasSuffix(last) }
            #expect(found.count == 1)
            try session.append(SampleMail.bytes(1), to: name)
            #expect(try session.select(name).exists == 1)
            #expect(try session.select(found.first?.name ?? "").exists == 1)
        }
        if session.has("SPECIAL-USE") {
            #expect(listed.contains { $0.specialUse == .sent })
        }
    }

    @Test("A mail is found by its Message-ID, and header fields are read without the rest", arguments: LabServer.all)
    func searches(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        for number in 101...110 { try session.append(SampleMail.bytes(number), to: mailbox) }
        try session.select(mailbox)
        let found = try session.search(messageID: "<sample-105@lab.example>")
        #expect(found.count == 1)
        #expect(try session.search(messageID: "<missing@lab.example>").isEmpty)
        let headers = try session.fetchHeaders(UIDSet(found), fields: ["Subject", "Message-ID"])
        let text = headers.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
        #expect(text.contains("Subject: Sample 105") && text.contains("<sample-105@lab.example>"))
        #expect(!text.contains("From:"))
        #expect(try session.search(since: Instant(epochSeconds: 0)).count == 10)
        #expect(throws: FetchError.self) { try session.search(messageID: "a\r\nG9 LOGOUT") }
    }

    @Test("Servers that count changes tell what changed and what is gone", arguments: LabServer.all)
    func changes(server: LabServer) throws {
        let session = try server.session()
        let mailbox = try session.freshMailbox()
        for number in 1...6 { try session.append(SampleMail.bytes(number), to: mailbox) }
        try session.select(mailbox)
        let (mails, report) = try session.fetched()
        let uids = mails.map(\.uid)
        let other = try server.session()
        let trash = try other.freshMailbox("Trash")
        try other.select(mailbox)
        try other.store(IMAPSession.FlagChange(add: ["\\Flagged"]), on: UIDSet([uids[1]]))
        try other.move(UIDSet([uids[4]]), to: trash)
        try session.select(mailbox)
        guard session.has("CONDSTORE") else {
            #expect(report.cursor.highestModSeq == nil)
            #expect(try session.changes(since: report.cursor) == nil)
            return
        }
        let changes = try #require(try session.changes(since: report.cursor))
        #expect(changes.flags.keys.sorted() == [uids[1]])
        #expect(changes.flags[uids[1]]?.contains("\\Flagged") == true)
        #expect(changes.vanished == (session.has("QRESYNC") ? UIDSet([uids[4]]) : nil))
        #expect(changes.highestModSeq > (report.cursor.highestModSeq ?? 0))
    }

    @Test("Selecting what is not there is a refusal about that mailbox", arguments: LabServer.all)
    func missingMailbox(server: LabServer) throws {
        let session = try server.session()
        let error = #expect(throws: FetchError.self) { try session.select("Nowhere") }
        #expect(error?.scope == .mailbox("Nowhere"))
        #expect(error?.cause == .refused)
        #expect(throws: FetchError.self) { try session.uids(in: 1...9) }
        try session.noop()
    }
}
