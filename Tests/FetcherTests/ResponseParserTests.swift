import Testing

@testable import Fetcher

/// The responses in a text, whose line ends are written as bare LF.
func responses(_ text: String, limits: ParserLimits = ParserLimits()) throws -> [Response] {
    var parser = ResponseParser(limits: limits)
    parser.append(Array(text.replacing("\n", with: "\r\n").utf8))
    var found: [Response] = []
    while let response = try parser.next() { found.append(response) }
    return found
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private func whole(_ text: String) -> FetchedSection {
    FetchedSection(name: "", content: .bytes(bytes(text)))
}

@Suite struct ResponseParserTests {
    @Test(
        "A response means what RFC 3501 and its extensions say",
        arguments: [
            ("* 23 EXISTS", .exists(23)),
            ("* 5 EXPUNGE", .expunge),
            ("* VANISHED (EARLIER) 41,43:45", .vanished(UIDSet(ranges: [41...41, 43...45]))),
            ("* VANISHED 7", .vanished(UIDSet([7]))),
            ("* SEARCH 2 84 882", .search(UIDSet([2, 84, 882]))),
            ("* SEARCH", .search(UIDSet())),
            ("* SEARCH 2 5 (MODSEQ 917)", .search(UIDSet([2, 5]))),
            (#"* ESEARCH (TAG "G5") UID ALL 4:19,21,28"#, .search(UIDSet(ranges: [4...19, 21...21, 28...28]))),
            (#"* ESEARCH (TAG "G5") UID COUNT 3 ALL 1:3"#, .search(UIDSet(ranges: [1...3]))),
            (#"* ESEARCH (TAG "G5") UID"#, .search(UIDSet())),
            ("* CAPABILITY IMAP4rev1 idle", .capability(["IMAP4REV1", "IDLE"])),
            ("* ENABLED QRESYNC", .enabled(["QRESYNC"])),
            (#"* FLAGS (\Seen $Forwarded)"#, .flags([#"\Seen"#, "$Forwarded"])),
            ("* OK [UNSEEN 12] first", .status(StatusResponse(kind: .ok, code: .unseen(12), text: bytes("first")))),
            ("* ok still here", .status(StatusResponse(kind: .ok, code: nil, text: bytes("still here")))),
            ("* BYE", .status(StatusResponse(kind: .bye))),
            ("* BYE {5}", .status(StatusResponse(kind: .bye, text: bytes("{5}")))),
            ("G1 OK {17}", .tagged(tag: "G1", StatusResponse(kind: .ok, text: bytes("{17}")))),
            (
                "G1 NO [AUTHENTICATIONFAILED] no",
                .tagged(tag: "G1", StatusResponse(kind: .no, code: .authenticationFailed, text: bytes("no")))
            ),
            ("+ idling", .continuation),
            ("+", .continuation),
            (
                #"* STATUS "a b" (MESSAGES 231 UIDNEXT 44292 X-OLD (a b) UIDVALIDITY 7 HIGHESTMODSEQ 9)"#,
                .mailboxStatus(
                    MailboxStatus(
                        name: bytes("a b"),
                        messages: 231,
                        uidNext: 44292,
                        uidValidity: 7,
                        highestModSeq: 9
                    )
                )
            ),
            (
                #"* LIST (\HasNoChildren \sent) "/" "Sent \"it\"""#,
                .list(
                    ListEntry(
                        attributes: [#"\HasNoChildren"#, #"\sent"#],
                        delimiter: 0x2F,
                        name: bytes(#"Sent "it""#)
                    )
                )
            ),
            (#"* LIST () NIL INBOX"#, .list(ListEntry(attributes: [], delimiter: nil, name: bytes("INBOX")))),
            ("* LIST () \".\" {3}\na\"b", .list(ListEntry(attributes: [], delimiter: 0x2E, name: bytes("a\"b")))),
            (
                ##"* NAMESPACE (("INBOX." ".")("#mh/" "/" "X-PARAM" ("F1" "F2"))) NIL NIL"##,
                .namespace([
                    NamespaceEntry(prefix: bytes("INBOX."), delimiter: 0x2E),
                    NamespaceEntry(prefix: bytes("#mh/"), delimiter: 0x2F),
                ])
            ),
            ("* NAMESPACE NIL NIL NIL", .namespace([])),
            ("* XYZZY (unknown {1}\n)) thing", .other),
            ("* 12 XYZZY", .other),
        ] as [(String, Response)]
    )
    func parses(line: String, expected: Response) throws {
        #expect(try responses(line + "\n") == [expected])
    }

    @Test(
        "The attributes of FETCH come in any order and spelling",
        arguments: [
            ("UID 6 BODY[] {5}\nhello", FetchedItem(uid: 6, sections: [whole("hello")])),
            ("BODY[] {5}\nhello UID 6", FetchedItem(uid: 6, sections: [whole("hello")])),
            ("RFC822.SIZE 5 UID 6", FetchedItem(uid: 6, size: 5)),
            (#"UID 6 BODY[] "a\"b""#, FetchedItem(uid: 6, sections: [whole("a\"b")])),
            ("UID 6 BODY[] NIL", FetchedItem(uid: 6, sections: [FetchedSection(name: "", content: .null)])),
            ("UID 6 BODY[] {0}\n", FetchedItem(uid: 6, sections: [whole("")])),
            (#"UID 6 BODY[] """#, FetchedItem(uid: 6, sections: [whole("")])),
            ("UID 6 RFC822 {2}\nhi", FetchedItem(uid: 6, sections: [whole("hi")])),
            ("uid 6 body[] ~{2}\nhi", FetchedItem(uid: 6, sections: [whole("hi")])),
            (
                "UID 6 BODY[1.MIME]<0> {2}\nhi",
                FetchedItem(uid: 6, sections: [FetchedSection(name: "1.MIME", content: .bytes(bytes("hi")))])
            ),
            (
                "BODY[HEADER.FIELDS (Subject \"X]Y\")] {2}\nhi UID 6",
                FetchedItem(
                    uid: 6,
                    sections: [
                        FetchedSection(name: "HEADER.FIELDS (SUBJECT \"X]Y\")", content: .bytes(bytes("hi")))
                    ]
                )
            ),
            (#"FLAGS (\Seen) MODSEQ (624) UID 6"#, FetchedItem(uid: 6, flags: [#"\Seen"#], modSeq: 624)),
            (
                #"UID 6 INTERNALDATE "17-Jul-1996 02:44:25 -0700""#,
                FetchedItem(uid: 6, internalDate: bytes("17-Jul-1996 02:44:25 -0700"))
            ),
            (#"X-GM-MSGID 1278455344230334865 X-GM-LABELS ("\\Inbox" a) UID 6"#, FetchedItem(uid: 6)),
            (#"ENVELOPE ("d" {3}"# + "\na b NIL) UID 6", FetchedItem(uid: 6)),
            ("BINARY.SIZE[1] 40 UID 6", FetchedItem(uid: 6)),
            ("UID 99999999999", FetchedItem(uid: nil)),
        ] as [(String, FetchedItem)]
    )
    func fetches(attributes: String, expected: FetchedItem) throws {
        #expect(try responses("* 1 FETCH (\(attributes))\n") == [.fetch(expected)])
    }

    @Test(
        "A code in brackets is understood, in any case of letters",
        arguments: [
            ("UIDVALIDITY 3857529045", .uidValidity(3_857_529_045)),
            ("UIDNEXT 4392", .uidNext(4392)),
            ("HIGHESTMODSEQ 715194045007", .highestModSeq(715_194_045_007)),
            (#"PERMANENTFLAGS (\Deleted \*)"#, .permanentFlags([#"\Deleted"#, #"\*"#])),
            ("capability IMAP4rev1 MOVE", .capability(["IMAP4REV1", "MOVE"])),
            ("APPENDUID 38505 3955", .appendUID(uidValidity: 38505, uids: UIDSet([3955]))),
            (
                "COPYUID 38505 304,319:320 3956:3958",
                .copyUID(
                    uidValidity: 38505,
                    pairs: [(304, 3956), (319, 3957), (320, 3958)].map {
                        ResponseCode.UIDPair(source: $0.0, target: $0.1)
                    }
                )
            ),
            ("unavailable", .unavailable),
            ("THROTTLED", .throttled),
            ("OVERQUOTA", .overQuota),
            ("BADCHARSET (utf-8)", .badCharset),
            ("COPYUID 38505 1:4294967295 1:4294967295", .other("COPYUID")),
            ("COPYUID 38505 1:2 5", .other("COPYUID")),
            ("UIDNEXT x", .other("UIDNEXT")),
            ("X-NEW \"]\" thing", .other("X-NEW")),
        ] as [(String, ResponseCode)]
    )
    func codes(inner: String, expected: ResponseCode) throws {
        let found = try responses("G1 OK [\(inner)] words\n")
        #expect(found == [.tagged(tag: "G1", StatusResponse(kind: .ok, code: expected, text: bytes("words")))])
    }

    @Test("BODYSTRUCTURE gives the tree of parts")
    func structure() throws {
        let text = """
            * 1 FETCH (UID 6 BODYSTRUCTURE ((("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 120 4 NIL NIL NIL)\
            ("text" "html" NIL NIL NIL "QUOTED-PRINTABLE" 900 30) "ALTERNATIVE" ("BOUNDARY" "in ner") NIL NIL)\
            ("APPLICATION" "PDF" ("NAME" {5}
            a.pdf) NIL NIL "BASE64" 40000000 NIL ("ATTACHMENT" NIL) NIL)\
            ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 342 ("d" "s" NIL NIL NIL NIL NIL NIL NIL "m") \
            ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1) 9) "MIXED" ("BOUNDARY" "out") NIL NIL))

            """
        guard case .fetch(let item)? = try responses(text).first else {
            Issue.record("no FETCH")
            return
        }
        let inner = BodyStructure.multipart(
            [
                .leaf(type: "TEXT", subtype: "PLAIN", octets: 120),
                .leaf(type: "TEXT", subtype: "HTML", octets: 900),
            ],
            boundary: bytes("in ner")
        )
        #expect(
            item.structure
                == .multipart(
                    [
                        inner, .leaf(type: "APPLICATION", subtype: "PDF", octets: 40_000_000),
                        .leaf(type: "MESSAGE", subtype: "RFC822", octets: 342),
                    ],
                    boundary: bytes("out")
                )
        )
    }

    @Test(
        "Neither deep nesting nor a missing end of a list breaks the parser",
        arguments: [
            "* 1 FETCH (UID 6 BODYSTRUCTURE " + String(repeating: "(", count: 50_000) + "\n",
            "* 1 FETCH (UID 6 BODYSTRUCTURE " + String(repeating: "(", count: 5000)
                + String(repeating: ")", count: 5001) + "\n",
            "* 1 FETCH (UID 6 FLAGS (\\Seen\n", "* 1 FETCH (UID 6 BODY[] \"abc\n", "* 1 FETCH (UID 6 BODY[\n",
            "* LIST (\\a\n", "* LIST\n", "* STATUS\n", "* ESEARCH (\n", "* \n", "*\n", "* 1\n", "* 1 FETCH\n",
            "* VANISHED (\n", "* NAMESPACE ((\n", "* FLAGS\n", "* CAPABILITY (\n", "* OK [\n", "* OK [UIDNEXT\n",
        ]
    )
    func damaged(text: String) throws {
        #expect(try responses(text).count == 1)
    }

    @Test(
        "A line that belongs to no response ends the session's trust",
        arguments: [
            "hello\n", "\n", "G1\n", "G1 WHAT now\n", "G1 FETCH (UID 1)\n", ")\n",
        ]
    )
    func outOfStep(text: String) {
        #expect(throws: ResponseFramer.Mistake.malformed) { try responses(text) }
    }
}
