import Curl
import Testing
import WorkingTime

@testable import Fetcher

@Suite struct ValueTests {
    @Test(
        "A server's date is an instant, and an instant a server's date",
        arguments: [
            ("17-Jul-1996 02:44:25 -0700", 837_596_665, "17-Jul-1996 09:44:25 +0000"),
            (" 1-Jan-1970 00:00:00 +0000", 0, "01-Jan-1970 00:00:00 +0000"),
            ("29-Feb-2024 23:59:60 +0530", 1_709_231_400, "29-Feb-2024 18:30:00 +0000"),
            ("31-Dec-1969 23:59:59 +0000", -1, "31-Dec-1969 23:59:59 +0000"),
            ("01-mar-2000 00:00:00 +0000", 951_868_800, "01-Mar-2000 00:00:00 +0000"),
            ("02-Nov-2026 09:00:00 +0100", 1_793_606_400, "02-Nov-2026 08:00:00 +0000"),
        ] as [(String, Int64, String)]
    )
    func dates(text: String, seconds: Int64, canonical: String) {
        #expect(InternalDate.instant(Array(text.utf8)) == Instant(epochSeconds: seconds))
        #expect(InternalDate.text(Instant(epochSeconds: seconds)) == canonical)
    }

    @Test(
        "What is no date is none",
        arguments: [
            "", "17-Jul-1996", "17-Jul-1996 02:44:25", "0-Jul-1996 02:44:25 +0000", "17-Xxx-1996 02:44:25 +0000",
            "17-Jul-1996 24:00:00 +0000", "17-Jul-1996 02:44 +0000", "17-Jul-1996 02:44:25 0700",
            "17-Jul-99999999999999999999 02:44:25 +0000", "17-Jul-1996 02:44:25 -07:00", "-- :: +",
        ]
    )
    func noDates(text: String) {
        #expect(InternalDate.instant(Array(text.utf8)) == nil)
    }

    @Test("Days from 1890 to 2120 read back as they were written")
    func calendar() {
        // Every 13th day meets every day of every month, leap days included.
        for day in stride(from: -29_220, through: 54_786, by: 13) {
            let instant = Instant(epochSeconds: Int64(day) * 86_400 + 3661)
            #expect(InternalDate.instant(Array(InternalDate.text(instant).utf8)) == instant)
        }
    }

    @Test(
        "Mailbox names are modified UTF-7 on the wire (RFC 3501 section 5.1.3)",
        arguments: [
            ("INBOX", "INBOX"), ("a & b", "a &- b"), ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("Gesendete Objekte", "Gesendete Objekte"), ("Entwürfe", "Entw&APw-rfe"),
            (
                "Отправленные",
                "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"
            ),
            ("😀", "&2D3eAA-"), ("&", "&-"), ("", ""), ("ü&ö", "&APw-&-&APY-"),
        ]
    )
    func names(name: String, wire: String) {
        #expect(ModifiedUTF7.encoded(name) == Array(wire.utf8))
        #expect(ModifiedUTF7.decoded(Array(wire.utf8)) == name)
    }

    @Test("A malformed name is not guessed at", arguments: ["&", "&AP", "&A-", "&AP~-", "&2D0-", "ü", "a\u{7F}"])
    func malformedNames(wire: String) {
        #expect(ModifiedUTF7.decoded(Array(wire.utf8)) == nil)
    }

    @Test("A set of UIDs is written in ranges and read back")
    func uidSets() {
        let set = UIDSet([9, 1, 2, 3, 7, 8, 3, 0])
        #expect(set.description == "1:3,7:9")
        #expect(set.count == 6)
        #expect(UIDSet(parsing: "1:3,7:9".utf8) == set)
        #expect(UIDSet(parsing: "9:7,3:1".utf8) == set)
        #expect(set.contains(8) && !set.contains(4) && !set.contains(10) && !UIDSet().contains(1))
        #expect(UIDSet(parsing: "1:4294967295".utf8)?.uids() == nil)
        #expect(UIDSet(ranges: [1...UInt32.max, 5...6]).count == 4_294_967_295)
        for text in ["", "0", "1:", ":1", "1,,2", "*", "1:*", "1:2:3", "4294967296", "a", "1 2"] {
            #expect(UIDSet(parsing: text.utf8) == nil, "\(text)")
        }
    }

    @Test("A long set is sent in pieces that a server accepts")
    func pieces() {
        let set = UIDSet((1...4000).map { $0 * 3 })
        let pieces = set.pieces()
        #expect(pieces.count > 3)
        #expect(pieces.allSatisfy { $0.description.utf8.count <= 4000 })
        #expect(UIDSet(ranges: pieces.flatMap(\.ranges)) == set)
    }

    @Test("Waits double up to the longest, with jitter, and begin anew after a success")
    func backoff() {
        var backoff = Backoff(firstSeconds: 2, longestSeconds: 60)
        #expect((0..<7).map { _ in backoff.wait(random: UInt64.max) }.allSatisfy { (1...60).contains($0) })
        #expect(backoff.failures == 7)
        backoff.reset()
        var lowest = backoff
        var highest = backoff
        #expect((0..<7).map { _ in lowest.wait(random: 0) } == [1, 2, 4, 8, 16, 30, 30])
        let ceilings = [2, 4, 8, 16, 32, 60, 60]
        #expect(ceilings.map { highest.wait(random: UInt64($0 - $0 / 2)) } == ceilings)
        var endless = Backoff(firstSeconds: Int.max, longestSeconds: Int.max)
        for _ in 0..<100 { #expect(endless.wait(random: 12_345_678_901) > 0) }
    }

    @Test(
        "Mails that servers make up are recognised, and real mail with such a subject is not",
        arguments: [
            (
                "From: System Administrator <root@localhost>\r\nSubject: message unavailable\r\n\r\n"
                    + "This message is no longer available on the server.\r\n", true
            ),
            (
                "Subject: Retrieval using the IMAP4 protocol failed for the following message: 4173\r\n"
                    + "From: \"Microsoft Exchange Server\"\r\n\r\nThe server couldn't retrieve it.\r\n", true
            ),
            ("Received: from a by b; now\r\nSubject: message unavailable\r\n\r\nour shop says so\r\n", false),
            ("Subject: message unavailable on the contact page\r\n\r\nplease look\r\n", false),
            ("Message-ID: <a@b>\r\nSubject: message unavailable\r\n\r\nplease look\r\n", false),
            ("Subject: hello\r\n\r\nSubject: message unavailable\r\n", false),
            ("", false),
        ]
    )
    func substitutes(mail: String, isSubstitute: Bool) {
        #expect(SubstituteMail.isSubstitute(Array(mail.utf8)) == isSubstitute)
    }

    @Test("An error's description names the place and never an address or a secret")
    func descriptions() {
        let error = FetchError(
            scope: .mailbox("INBOX"),
            cause: .refused,
            code: .overQuota,
            serverText: "quota exceeded"
        )
        #expect("\(error)" == "mailbox INBOX: the server refused [overQuota]; the server said: quota exceeded")
        #expect(!error.isTransient)
        #expect(FetchError(scope: .account, cause: .refused, code: .unavailable).isTransient)
        #expect(FetchError(scope: .account, cause: .closed).isTransient)
        #expect(!FetchError(scope: .account, cause: .connection(.certificateNotTrusted)).isTransient)
    }
}
