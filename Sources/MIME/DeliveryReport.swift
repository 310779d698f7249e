/// What a delivery report (RFC 3464) or a read receipt (RFC 8098) says of one recipient.
public struct DeliveryReport: Sendable, Hashable {
    /// The address that the report is about; empty when it does not tell.
    public let finalRecipient: String
    /// The address as the sender had written it.
    public let originalRecipient: String
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`; for a receipt the disposition: `displayed`,
    /// `deleted`. In lower case.
    public let action: String
    /// The status code, `5.1.1` (RFC 3463); empty in a receipt.
    public let status: String
    /// The remote server's words.
    public let diagnostic: String
    /// The server that refused.
    public let remoteMTA: String
    /// The Message-ID of the mail that the report is about, without angle brackets.
    public let originalMessageID: String?
}

extension Message {
    /// The kind of a multipart/report in lower case: `delivery-status`, `disposition-notification`, `feedback-report`.
    /// Nil for every other message (RFC 6522).
    public var reportType: String? {
        guard root.contentType.name == "multipart/report" else { return nil }
        if let declared = root.contentType["report-type"], !declared.isEmpty { return declared.lowercased() }
        return statusPart.map(\.contentType.subtype)
    }

    /// The recipients of a delivery report or read receipt; empty for every other message.
    public var deliveryStatus: [DeliveryReport] {
        guard let part = statusPart else { return [] }
        let original = originalMessageID
        let decoded = part.decodedBytes
        let groups = StatusFields.groups(decoded, limits: limits)
        if part.contentType.subtype.contains("disposition") {
            return groups.first.map { [Self.receipt($0, original: original)] } ?? []
        }
        // The first group is about the message as a whole; a report of one group alone mixes both.
        let isPerMessage = groups.count > 1 && groups[0]["final-recipient"] == nil && groups[0]["action"] == nil
        let recipients = isPerMessage ? groups.dropFirst() : groups[...]
        let declared = groups.first?["original-message-id"]
        return recipients.filter { $0["final-recipient"] != nil || $0["action"] != nil || $0["status"] != nil }
            .map { Self.report($0, original: declared.map(Self.identifier) ?? original) }
    }

    private var statusPart: Part? {
        parts.first { part in
            part.contentType.type == "message"
                && [
                    "delivery-status", "global-delivery-status", "disposition-notification",
                    "global-disposition-notification",
                ]
                .contains(part.contentType.subtype)
        }
    }

    /// The Message-ID out of the returned message or header (RFC 6522 section 3).
    private var originalMessageID: String? {
        for part in parts.reversed() {
            if let message = part.message { return message.messageID }
            if ["text/rfc822-headers", "message/rfc822-headers", "message/global-headers"]
                .contains(part.contentType.name)
            {
                return Message(part.decodedBytes, limits: limits).messageID
            }
        }
        return nil
    }

    private static func report(_ fields: Header, original: String?) -> DeliveryReport {
        DeliveryReport(
            finalRecipient: typed(fields["final-recipient"]),
            originalRecipient: typed(fields["original-recipient"]),
            action: word(fields["action"]).lowercased(),
            status: word(fields["status"]),
            diagnostic: typed(fields["diagnostic-code"]),
            remoteMTA: typed(fields["remote-mta"]),
            originalMessageID: original
        )
    }

    private static func receipt(_ fields: Header, original: String?) -> DeliveryReport {
        // automatic-action/MDN-sent-automatically; displayed
        let disposition = fields["disposition"] ?? ""
        let kind = disposition.split(separator: ";").last.map(String.init) ?? ""
        return DeliveryReport(
            finalRecipient: typed(fields["final-recipient"]),
            originalRecipient: typed(fields["original-recipient"]),
            action: word(kind.split(separator: "/").first.map(String.init)).lowercased(),
            status: "",
            diagnostic: fields["error"] ?? "",
            remoteMTA: "",
            originalMessageID: fields["original-message-id"].map(identifier) ?? original
        )
    }

    /// `rfc822; joe@example.org` without its type, `<` and `>`.
    private static func typed(_ value: String?) -> String {
        guard let value else { return "" }
        let body = value.split(separator: ";", maxSplits: 1).last.map(String.init) ?? ""
        let bytes = Array(body.utf8)
        var range = bytes.span.trimmed(0..<bytes.count)
        if range.count > 2, bytes[range.lowerBound] == ASCII.less, bytes[range.upperBound - 1] == ASCII.greater {
            range = range.lowerBound + 1..<range.upperBound - 1
        }
        return bytes.span.string(in: range)
    }

    private static func word(_ value: String?) -> String {
        value?.split { $0 == " " || $0 == "(" || $0 == "\t" }.first.map(String.init) ?? ""
    }

    private static func identifier(_ value: String) -> String {
        let bytes = Array(value.utf8)
        return MessageIdentifiers.single(bytes.span, 0..<bytes.count, limits: .standard) ?? value
    }
}

/// Groups of header-like fields, separated by empty lines (RFC 3464 section 2.1).
private enum StatusFields {
    static func groups(_ bytes: [UInt8], limits: Limits) -> [Header] {
        let span = bytes.span
        var groups: [Header] = []
        var position = 0
        while position < bytes.count, groups.count <= limits.reportRecipients {
            let scanner = HeaderScanner(limits: limits, room: limits.parameters)
            let outcome = scanner.scan(span, from: position, to: bytes.count, isRoot: false) { _ in false }
            if !outcome.fields.isEmpty {
                groups.append(Header(storage: bytes, ranges: outcome.fields[...], hint: nil, limits: limits))
            }
            // A line that is no field ends a group without being part of one.
            let next = outcome.bodyStart
            position = next > position ? next : span.lineEnd(from: position, to: bytes.count)
        }
        return groups
    }
}
