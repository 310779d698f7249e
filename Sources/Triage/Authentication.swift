import MIME

/// Whether the operator's own mail border vouches for the domain in a mail's From (RFC 8601, RFC 7489 section 3.1).
public enum Authentication: Hashable, Sendable {
    /// A method passed for a domain aligned with From.
    case pass(method: String)
    /// Nobody vouches for the sender, with the reason.
    case none(String)

    public var isPass: Bool {
        if case .pass = self { return true }
        return false
    }
}

extension Authentication {
    /// Reads the topmost Authentication-Results, and only if it is the operator's own: anybody can write the others.
    init(of heading: Heading, trusted: Set<String>) {
        let header = heading.message.header
        guard header.all("From").count == 1, heading.from.count == 1, let from = heading.from.first,
            !from.domain.isEmpty
        else {
            self = .none("From does not name exactly one sender")
            return
        }
        guard !trusted.isEmpty else {
            self = .none("no authentication server is named in agency.yaml")
            return
        }
        guard let field = header.first("Authentication-Results") else {
            self = .none("there is no Authentication-Results")
            return
        }
        let results = AuthenticationResults(field.value)
        guard trusted.contains(results.server) else {
            self = .none("its Authentication-Results is not from our own server")
            return
        }
        self = results.verdict(for: from.domain.lowercased())
    }
}

/// One Authentication-Results field, taken apart (RFC 8601 section 2.2).
struct AuthenticationResults {
    struct Result {
        var method: String
        var value: String
        var properties: [String: String]
    }

    var server: String
    var results: [Result]

    init(_ value: String) {
        let clauses = Self.withoutComments(value.utf8.prefix(8_192))
            .split(separator: UInt8(ascii: ";"), maxSplits: 100, omittingEmptySubsequences: true)
        server = clauses.first.flatMap { Self.words($0).first.map(Self.text) } ?? ""
        results = clauses.dropFirst().compactMap(Self.result)
    }

    func verdict(for domain: String) -> Authentication {
        for result in results where result.value == "pass" {
            let domains: [String?]
            switch result.method {
            case "dmarc": domains = [result.properties["header.from"]]
            case "dkim":
                domains = [result.properties["header.d"], result.properties["header.i"].map(Self.domainPart)]
            case "spf": domains = [result.properties["smtp.mailfrom"].map(Self.domainPart)]
            default: domains = []
            }
            if domains.contains(where: { Self.isAligned($0, with: domain) }) { return .pass(method: result.method) }
        }
        return .none("no method passed for the domain in From")
    }

    /// Relaxed alignment without a list of public suffixes: the same domain or a parent of at least two labels.
    private static func isAligned(_ candidate: String?, with domain: String) -> Bool {
        guard let candidate, candidate.contains(".") else { return false }
        return candidate == domain || domain.hasSuffix("." + candidate)
    }

    private static func domainPart(_ text: String) -> String {
        text.lastIndex(of: "@").map { String(text[text.index(after: $0)...]) } ?? text
    }

    private static func result(_ clause: ArraySlice<UInt8>) -> Result? {
        let words = words(clause)
        guard let head = words.first.flatMap(pair) else { return nil }
        var properties: [String: String] = [:]
        for word in words.dropFirst() {
            guard let (name, value) = pair(word) else { continue }
            // The first value of a property stands; a repeated one is somebody's addition.
            let key = text(name)
            if properties[key] == nil { properties[key] = text(value.filter { $0 != UInt8(ascii: "\"") }) }
        }
        let method = head.0.prefix { $0 != UInt8(ascii: "/") }
        return Result(method: text(method), value: text(head.1), properties: properties)
    }

    private static func words(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        text.split { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
    }

    /// What stands before and after the first `=`; nil unless there is something on both sides.
    private static func pair(_ word: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
        guard let equals = word.firstIndex(of: UInt8(ascii: "=")), equals > word.startIndex,
            equals + 1 < word.endIndex
        else { return nil }
        return (word[..<equals], word[(equals + 1)...])
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The text in lower case without RFC 5322 comments, and without what stands in quotes being mistaken for a
    /// separator.
    private static func withoutComments(_ text: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var depth = 0
        var isQuoted = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "\"") where depth == 0: isQuoted.toggle()
            case UInt8(ascii: "(") where !isQuoted: depth += 1
            case UInt8(ascii: ")") where !isQuoted && depth > 0: depth -= 1
            case UInt8(ascii: ";") where isQuoted: break
            case 0x41...0x5A: if depth == 0 { output.append(byte + 0x20) }
            default: if depth == 0 { output.append(byte) }
            }
        }
        return output
    }
}
