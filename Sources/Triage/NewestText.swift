/// What the sender of a mail newly wrote: its readable text without quoted replies, signatures, footers of
/// telephones and disclaimers.
///
/// A forwarded mail is itself the request, so its words are kept and its first sender is named. In doubt words are
/// kept: a quote too many is read past, a lost sentence of the client is not. Reads line by line in linear time.
public struct NewestText: Hashable, Sendable {
    /// The newly written words; for a forward also those of the forwarded mail, without its header lines.
    public let text: String
    /// Whether the mail passes on somebody else's mail.
    public let isForward: Bool
    /// Of a forward, what its sender wrote above the forwarded mail; empty for any other mail.
    public let introduction: String
    /// The first sender of a forwarded mail, as its header block names it: an address where there is one, else a name.
    public let originalSender: String?

    /// Reads the text of a mail, HTML already turned to text with `>` before quoted lines. The subject tells a
    /// forward from a reply where the text alone does not.
    public init(of readableText: String, subject: String = "") {
        var reader = NewestTextReader(lines: QuotedLine.lines(of: readableText), subject: SubjectMark(subject))
        reader.read()
        isForward = reader.isForward
        originalSender = reader.originalSender
        let own = Footers.removed(from: reader.parts(in: 0..<reader.introductionLines))
        let rest = Footers.removed(from: reader.parts(in: reader.introductionLines..<reader.kept.count))
        let kept = own.isEmpty ? rest : own + [QuotedLine("")] + rest
        text = QuotedLine.joined(kept.isEmpty ? reader.kept : kept)
        introduction = QuotedLine.joined(own)
    }
}

/// Walks the lines once and keeps those that are new.
struct NewestTextReader {
    private let lines: [QuotedLine]
    private let subject: SubjectMark
    private(set) var kept: [QuotedLine] = []
    private(set) var isForward = false {
        didSet { if !oldValue { introductionLines = kept.count } }
    }
    /// How many of the kept lines stand above a forwarded mail.
    private(set) var introductionLines = 0
    /// Where in the kept lines a quote was passed over.
    private var seams: [Int] = []
    private(set) var originalSender: String?
    /// Depth of quoting that counts as the mail's own words: 1 inside a forward that its program quoted.
    private var ownDepth = 0

    init(lines: [QuotedLine], subject: SubjectMark) {
        self.lines = lines
        self.subject = subject
    }

    mutating func read() {
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line.depth > ownDepth {
                index = skipQuote(from: index)
                continue
            }
            if let next = forward(at: index) ?? headerBlock(at: index) ?? attribution(at: index) {
                index = next
                continue
            }
            kept.append(line)
            index += 1
        }
    }

    /// Kept lines, cut where a quote stood between them.
    func parts(in range: Range<Int>) -> [ArraySlice<QuotedLine>] {
        let inner = seams.filter { range.lowerBound < $0 && $0 < range.upperBound }
        let bounds = [range.lowerBound] + inner + [range.upperBound]
        return zip(bounds, bounds.dropFirst()).map { kept[$0..<$1] }
    }

    /// Whether anything but white space was kept.
    private var hasOwnWords: Bool { kept.contains { !$0.isBlank } }

    /// Passes over quoted lines. A mail of nothing but quotes keeps them: somebody quoted a whole mail by hand.
    private mutating func skipQuote(from start: Int) -> Int {
        var end = start
        while end < lines.count, lines[end].depth > ownDepth || (lines[end].isBlank && quoteGoesOn(after: end)) {
            end += 1
        }
        let isAll = !hasOwnWords && !lines[end...].contains { !$0.isBlank && $0.depth <= ownDepth }
        if isAll { kept += lines[start..<end].map { $0.raised(by: ownDepth + 1) } }
        seams.append(kept.count)
        return end
    }

    private func quoteGoesOn(after index: Int) -> Bool {
        index + 1 < lines.count && lines[index + 1].depth > ownDepth
    }

    /// A line that says a forwarded mail follows, then its header block.
    private mutating func forward(at index: Int) -> Int? {
        guard Marker.isForward(lines[index]) else { return nil }
        isForward = true
        var next = index + 1
        while next < lines.count, lines[next].isBlank { next += 1 }
        if next < lines.count, lines[next].depth > ownDepth { ownDepth = lines[next].depth }
        if let block = HeaderBlock(lines, at: next) {
            originalSender = originalSender ?? block.sender
            return block.end
        }
        return next
    }

    /// An Outlook header block, with or without its dividing line. In a reply what follows is the quote; in a
    /// forward it is the request.
    private mutating func headerBlock(at index: Int) -> Int? {
        var start = index
        let isDivider = Marker.isOriginalMessage(lines[index])
        if isDivider || lines[index].isRule {
            start += 1
            while start < lines.count, lines[start].isBlank { start += 1 }
        }
        guard let block = HeaderBlock(lines, at: start) else {
            return isDivider ? quoteWithoutMarks(from: start) : nil
        }
        let isPassedOn = subject == .forward || (subject != .reply && !hasOwnWords)
        if isPassedOn, !isForward {
            isForward = true
            originalSender = block.sender
            return block.end
        }
        return quoteWithoutMarks(from: block.end)
    }

    /// "On ... wrote:". What follows with `>` is skipped as a quote; without marks it is the rest of the mail.
    private mutating func attribution(at index: Int) -> Int? {
        guard let found = Attribution(lines, at: index) else { return nil }
        var next = found.end
        while next < lines.count, lines[next].isBlank { next += 1 }
        if next < lines.count, lines[next].depth > lines[index].depth { return next }
        return found.isCertain ? quoteWithoutMarks(from: next) : nil
    }

    /// The rest is an unmarked quote. With no own words above it is kept: the answer may stand below or inside.
    private mutating func quoteWithoutMarks(from start: Int) -> Int {
        hasOwnWords && !Marker.pointsBelow(kept) ? lines.count : start
    }
}

/// What the prefix of a subject says of the mail.
enum SubjectMark {
    case reply, forward, none

    init(_ subject: String) {
        let head = subject.drop { $0.isWhitespace }
        guard let colon = head.prefix(14).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            self = .none
            return
        }
        let prefix = head[..<colon].lowercased().filter { $0.isLetter }
        self = Self.replies.contains(prefix) ? .reply : Self.forwards.contains(prefix) ? .forward : .none
    }

    private static let replies: Set<String> = [
        "re", "aw", "antw", "antwort", "sv", "vs", "rif", "res", "ref", "odp", "ynt", "отв", "ответ", "на", "回复", "答复",
        "回覆", "回",
    ]
    private static let forwards: Set<String> = [
        "fw", "fwd", "wg", "tr", "rv", "enc", "i", "vb", "doorst", "fs", "pd", "пер", "пересл", "转发", "轉寄",
    ]
}
