import MIME
import Testing

/// Mutates well-formed mails with a fixed seed and looks whether what is read stays in bounds.
struct MutationTests {
    private static let seeds: [[UInt8]] = [
        Sample.crlf(
            "From: =?utf-8?B?0JjQstCw0L0=?= <i@x.y>, \"Doe, J\" <j@x.y>",
            "To: Team: a@b, c@d;",
            "Subject: =?koi8-r?Q?=F0=D2=C9?= =?koi8-r?Q?=D7=C5=D4?=",
            "Date: Tue, 5 Mar 2024 10:20:30 +0300 (MSK)",
            "Message-ID: <one@x.y>",
            "References: <a@b> <c@d>",
            "Content-Type: multipart/mixed; boundary=\"b1\"",
            "",
            "--b1",
            "Content-Type: multipart/alternative; boundary=b2",
            "",
            "--b2",
            "Content-Type: text/plain; charset=gb2312; format=flowed",
            "Content-Transfer-Encoding: base64",
            "",
            "xOO6w8rAvecs0LvQuw==",
            "--b2",
            "Content-Type: text/html; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            "<div style=3D\"display:none\">x</div><blockquote>=D0=9F<br>&eacute;</blockquote>",
            "--b2--",
            "--b1",
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; filename*0*=utf-8''%D0%9F; filename*1=.pdf",
            "Content-Transfer-Encoding: base64",
            "",
            "aGVsbG8gd29ybGQ=",
            "--b1",
            "Content-Type: message/rfc822",
            "",
            "Subject: inner",
            "",
            "begin 644 x",
            "#0V%T",
            "`",
            "end",
            "--b1--"
        ),
        Sample.lf(
            "From joe@x.y Tue Mar  5 10:20:30 2024",
            "From: MAILER-DAEMON",
            "Subject: \u{1B}$B%3\u{1B}(B",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=r",
            "",
            "--r",
            "",
            "text",
            "--r",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; x",
            "",
            "Final-Recipient: rfc822; a@b",
            "Action: failed",
            "Status: 5.1.1",
            "--r",
            "Content-Type: text/rfc822-headers",
            "",
            "Message-ID: <x@y>",
            "--r--"
        ),
    ]

    /// Bytes that mean something to some parser.
    private static let alphabet = Array("\r\n\t =?<>()\";:,.@-_*%'&/\\=0aZ".utf8) + [0x00, 0x1B, 0x80, 0xC3, 0xFF]

    private static func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = random.pick(alphabet)
            case 1: bytes.insert(random.pick(alphabet), at: place)
            case 2: bytes.remove(at: place)
            case 3:
                let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
                bytes.removeSubrange(place..<end)
            default:
                let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            }
            if bytes.isEmpty { bytes = [0x0A] }
        }
        return bytes
    }

    private static func check(_ message: Message) {
        let size = message.bytes.count
        #expect(!message.parts.isEmpty)
        for part in message.parts {
            #expect(part.headerRange.upperBound <= part.bodyRange.lowerBound)
            #expect(part.bodyRange.upperBound <= size || part.rawBytes.count <= size)
            for child in part.children { #expect(child > part.index && message.parts[child].parent == part.index) }
            #expect(part.decodedCount == part.decodedBytes.count)
            #expect(!part.text.utf8.contains(0))
            for field in part.header { #expect(!field.value.utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) }
        }
        let content = message.content
        #expect(!content.text.utf8.contains(0x0D))
        for attachment in content.attachments {
            #expect(!attachment.name.utf8.contains { $0 < 0x20 })
            #expect(attachment.byteCount == attachment.decodedBytes.count)
            if let inner = attachment.message { check(inner) }
        }
        for mailbox in message.from + message.to {
            #expect(!mailbox.description.utf8.contains { $0 == 0x0A || $0 == 0x0D })
        }
        _ = message.defects
        _ = message.deliveryStatus
        _ = message.references
        _ = message.date
    }

    @Test("A mutated mail is read within its bounds", arguments: [1, 2, 3, 4] as [UInt64])
    func mutated(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 { Self.check(Message(Self.mutate(random.pick(Self.seeds), &random))) }
    }

    @Test("A mail cut anywhere is read within its bounds")
    func cut() {
        for seed in Self.seeds {
            for length in stride(from: 0, to: seed.count, by: 3) { Self.check(Message(Array(seed.prefix(length)))) }
        }
    }

    @Test("Noise is read within its bounds", arguments: [1, 2] as [UInt64])
    func noise(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let length = Int.random(in: 0..<400, using: &random)
            Self.check(Message((0..<length).map { _ in random.pick(Self.alphabet) }))
        }
    }
}
