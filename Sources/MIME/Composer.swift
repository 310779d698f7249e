/// Writes mails that every server and reader understands: ASCII alone, CRLF, lines within 78 characters
/// (RFC 5322, RFC 2045 to 2047, RFC 2231).
///
/// The same message gives the same bytes. No value can add a header field or break out of its own: CR, LF, NUL and the
/// other controls never get into a header.
public enum Composer {
    /// The bytes of `message`, ready for SMTP but for dot-stuffing.
    public static func compose(_ message: OutgoingMessage) -> [UInt8] {
        var header = HeaderWriter()
        header.raw("Date", dateText(message.date))
        header.addresses("From", [message.from])
        header.addresses("Reply-To", message.replyTo)
        header.addresses("To", message.to)
        header.addresses("Cc", message.cc)
        header.unstructured("Subject", message.subject)
        header.identifiers("Message-ID", [message.messageID])
        header.identifiers("In-Reply-To", message.inReplyTo)
        header.identifiers("References", message.references)
        for field in message.headers where isAllowed(field.name) { header.further(field.name, field.value) }
        header.raw("MIME-Version", "1.0")
        var out = header.bytes
        out.append(contentsOf: body(of: message))
        return out
    }

    /// The body entity with its own fields: text, alternatives, or either with files.
    private static func body(of message: OutgoingMessage) -> [UInt8] {
        let mark = boundary(message.messageID)
        var entity = BodyWriter.text(message.text, subtype: "plain", avoiding: mark)
        if let html = message.html {
            let rich = BodyWriter.text(html, subtype: "html", avoiding: mark)
            entity = multipart("alternative", [entity, rich], boundary: mark + "-a")
        }
        guard !message.attachments.isEmpty else { return entity }
        return multipart(
            "mixed",
            [entity] + message.attachments.map { BodyWriter.file($0, avoiding: mark) },
            boundary: mark + "-m"
        )
    }

    private static func multipart(_ subtype: String, _ entities: [[UInt8]], boundary: String) -> [UInt8] {
        var out = Array("Content-Type: multipart/\(subtype);\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for entity in entities {
            out.append(contentsOf: Array("--\(boundary)\r\n".utf8))
            out.append(contentsOf: entity)
            // The line ending before a boundary belongs to the boundary, so the entity's own comes before it.
            out.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
        }
        out.append(contentsOf: Array("--\(boundary)--\r\n".utf8))
        return out
    }

    /// A boundary that follows from the Message-ID. `=_` occurs in neither base64 nor quoted-printable (RFC 2045
    /// section 6.7); plain bodies are checked by `BodyWriter`.
    private static func boundary(_ messageID: String) -> String {
        // Two rounds of FNV-1a: boundaries need to be different, not secret.
        var first: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in messageID.utf8 { first = (first ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var second = first
        for byte in messageID.utf8.reversed() { second = (second ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "=_" + hex(first) + hex(second)
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Fields that the composer writes itself, or that describe the body.
    private static let ownFields: Set<String> = [
        "date", "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "message-id", "in-reply-to", "references",
        "mime-version",
    ]

    private static func isAllowed(_ name: String) -> Bool {
        let lowered = name.lowercased()
        guard !name.isEmpty, name.utf8.count <= 64, !ownFields.contains(lowered), !lowered.hasPrefix("content-") else {
            return false
        }
        return name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == ASCII.hyphen || $0 == ASCII.underscore }
    }

    /// `Thu, 01 Jan 2026 10:00:00 +0300` (RFC 5322 section 3.3).
    static func dateText(_ date: DateTime) -> String {
        // The years 1 to 9999 are all that the format can hold.
        let offset = Swift.max(-1_439, Swift.min(1_439, date.offsetMinutes))
        let seconds = Swift.max(-62_135_510_400, Swift.min(253_402_214_400, date.epochSeconds)) + Int64(offset) * 60
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = Int(seconds - day * 86_400)
        let civil = Civil(daysSinceEpoch: day)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int((day % 7 + 7) % 7)]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [time / 3_600, time / 60 % 60, time % 60].map { padded($0, 2) }.joined(separator: ":")
        let zone = (offset < 0 ? "-" : "+") + padded(abs(offset) / 60, 2) + padded(abs(offset) % 60, 2)
        return
            "\(weekday), \(padded(civil.day, 2)) \(months[civil.month - 1]) \(padded(civil.year, 4)) \(clock) \(zone)"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

/// A day of the proleptic Gregorian calendar.
private struct Civil {
    let year: Int
    let month: Int
    let day: Int

    /// Counts in years that begin in March, so that leap days come last, and in cycles of 400 years.
    init(daysSinceEpoch: Int64) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * march + 2) / 5 + 1
        month = march < 10 ? march + 3 : march - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}
