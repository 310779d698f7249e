/// What to fetch of a mail over the limit, and how to put it together again as a mail.
///
/// The header and every part's header come whole, so attachments keep their names and types; only text parts have
/// content. The result parses like any other mail.
struct PartialMail: Hashable, Sendable {
    /// A section to ask for, as `1.2.MIME`, and how many bytes of it.
    struct Section: Hashable, Sendable {
        var name: String
        var bytes: Int
    }

    let sections: [Section]
    private let structure: BodyStructure?

    /// Headers longer than this are cut: they carry no request.
    static let headerBytes = 256 << 10
    /// More parts than this are left out.
    static let maximumParts = 100
    /// All texts of one mail together.
    static let maximumTextBytes = 4 << 20

    init(_ structure: BodyStructure?, textBytes: Int) {
        self.structure = structure
        var plan = Plan(textBytes: textBytes)
        plan.sections.append(Section(name: "HEADER", bytes: Self.headerBytes))
        switch structure {
        case .multipart(let parts, .some)?: plan.add(parts, prefix: "")
        case .leaf("TEXT", _, _)?, nil: plan.sections.append(Section(name: "TEXT", bytes: textBytes))
        case .multipart(_, nil)?, .leaf?: break
        }
        sections = plan.sections
    }

    /// The fetch attributes, as `BODY.PEEK[1]<0.1000>`.
    var attributes: String {
        sections.map { "BODY.PEEK[\($0.name)]<0.\($0.bytes)>" }.joined(separator: " ")
    }

    /// The mail; nil when not even its header came.
    func assembled(_ contents: [FetchedSection]) -> [UInt8]? {
        var found: [String: [UInt8]] = [:]
        for section in contents {
            if case .bytes(let bytes) = section.content { found[section.name] = bytes }
        }
        guard var mail = found["HEADER"] else { return nil }
        Self.endHeader(&mail)
        switch structure {
        case .multipart(let parts, let boundary?)?:
            append(parts, boundary: boundary, prefix: "", from: found, to: &mail)
        default: mail.append(contentsOf: found["TEXT"] ?? [])
        }
        return mail
    }

    private func append(
        _ parts: [BodyStructure],
        boundary: [UInt8],
        prefix: String,
        from found: [String: [UInt8]],
        to mail: inout [UInt8]
    ) {
        let line: [UInt8] = [0x2D, 0x2D] + boundary
        for (index, part) in parts.enumerated() {
            let number = "\(prefix)\(index + 1)"
            guard var header = found["\(number).MIME"] else { continue }
            Self.endHeader(&header)
            mail.append(contentsOf: line)
            mail.append(contentsOf: Self.lineEnd)
            mail.append(contentsOf: header)
            if case .multipart(let inner, let innerBoundary?) = part {
                append(inner, boundary: innerBoundary, prefix: "\(number).", from: found, to: &mail)
            } else {
                mail.append(contentsOf: found[number] ?? [])
            }
            mail.append(contentsOf: Self.lineEnd)
        }
        mail.append(contentsOf: line + [0x2D, 0x2D])
        mail.append(contentsOf: Self.lineEnd)
    }

    /// A cut header lacks the empty line that ends it.
    private static func endHeader(_ header: inout [UInt8]) {
        if header.suffix(4).elementsEqual(lineEnd + lineEnd) || header == lineEnd { return }
        if !header.suffix(2).elementsEqual(lineEnd) { header.append(contentsOf: lineEnd) }
        header.append(contentsOf: lineEnd)
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    private struct Plan {
        var sections: [Section] = []
        var parts = 0
        var text = 0
        let textBytes: Int

        init(textBytes: Int) {
            self.textBytes = textBytes
        }

        mutating func add(_ children: [BodyStructure], prefix: String) {
            for (index, child) in children.enumerated() {
                guard parts < PartialMail.maximumParts else { return }
                parts += 1
                let number = "\(prefix)\(index + 1)"
                sections.append(Section(name: "\(number).MIME", bytes: PartialMail.headerBytes / 4))
                switch child {
                case .multipart(let inner, .some): add(inner, prefix: "\(number).")
                case .leaf("TEXT", _, let octets):
                    let wanted = min(textBytes, max(octets, 1))
                    guard text + wanted <= PartialMail.maximumTextBytes else { continue }
                    text += wanted
                    sections.append(Section(name: number, bytes: wanted))
                default: break
                }
            }
        }
    }
}
