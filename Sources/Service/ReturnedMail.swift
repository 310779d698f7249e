import Digest
import MIME
import Reports
import Triage

/// A mail of ours that could not be delivered, as the mail that tells so names it.
struct ReturnedMail: Hashable, Sendable {
    /// Without angle brackets.
    var messageID: String
    /// The status code (RFC 3463), or `no status`: what a log may hold.
    var status: String
    /// The code and what the other server said, for the person who looks.
    var words: String

    /// A bounce returns the head of the mail, or all of it, behind its explanation.
    static let searchedBytes = 256 << 10
    /// A bounce is about one mail; more are somebody's game.
    static let most = 10

    /// Everything that a mail returns. Reports are believed by their form (RFC 3464); a bounce in any other form is searched
    /// for our own signed Message-IDs, which nobody can make up.
    static func all(in message: Message, bytes: [UInt8], enquiry: Enquiry, key: SigningKey) -> [ReturnedMail] {
        guard enquiry.origin.origin == .bounce else { return [] }
        let reports = message.deliveryStatus
        var found: [ReturnedMail] = []
        for report in reports where report.action == "failed" {
            guard let id = report.originalMessageID, !found.contains(where: { $0.messageID == id }) else { continue }
            let status = Self.status(report.status)
            let said = PlainText.excerpt(report.diagnostic, limit: 200)
            found.append(
                ReturnedMail(messageID: id, status: status, words: said.isEmpty ? status : "\(status) \(said)")
            )
        }
        // A report that says `delayed` or `delivered` is about a mail that did not come back.
        guard found.isEmpty, reports.isEmpty || reports.contains(where: { $0.action == "failed" }) else {
            return Array(found.prefix(most))
        }
        return tokens(in: bytes.prefix(searchedBytes), key: key).prefix(most).map {
            ReturnedMail(messageID: $0, status: "no status", words: "a bounce without a report")
        }
    }

    /// Digits and dots only: it gets into logs.
    private static func status(_ text: String) -> String {
        let isPlain =
            (1...11).contains(text.utf8.count) && text.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
        return isPlain ? text : "no status"
    }

    /// Our own Message-IDs in some bytes, each once.
    private static func tokens(in bytes: ArraySlice<UInt8>, key: SigningKey) -> [String] {
        var found: [String] = []
        var index = bytes.startIndex
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "g")) {
            index = start + 1
            guard bytes[index...].starts(with: "p.".utf8) else { continue }
            let end =
                bytes[start...].prefix(longestToken).firstIndex { !isTokenByte($0) }
                ?? min(start + longestToken, bytes.endIndex)
            let text = String(decoding: bytes[start..<end], as: UTF8.self)
            if MessageToken.verify(messageID: text, key: key) != nil, !found.contains(text) { found.append(text) }
            index = end
        }
        return found
    }

    private static let longestToken = 320

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
