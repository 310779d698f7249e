/// Tells greetings, thanks, good wishes and sign-offs from what is asked.
enum Courtesy {
    /// Longest greeting or sign-off, in words; two ideographs count as one.
    private static let lineLimit = 7
    /// Longest thanks or good wish.
    private static let wishLimit = 14
    /// Most segments after a sign-off that can be a name and an address block.
    private static let signatureLimit = 10

    /// Marks the segments that are courtesy or noise.
    static func mark(_ segments: inout [Segment], text: TokenizedText, has: (SplitterPhrases.Name, Int) -> Bool) {
        for index in segments.indices {
            segments[index].kind = kind(segments[index], text: text, has: has)
        }
        markNameAfterGreeting(&segments, text: text)
        markSignature(&segments, text: text, has: has)
        markNameAtEnd(&segments)
    }

    /// The last lines of a mail that are no sentences are a name, even without a sign-off before them.
    private static func markNameAtEnd(_ segments: inout [Segment]) {
        for index in segments.indices.dropFirst().reversed().prefix(nameLines) {
            guard segments[index].kind == .content else { continue }
            guard segments[index].looksLikeName, !segments[index].hasAsk else { return }
            segments[index].kind = .noise
        }
    }

    /// Name, title and firm.
    private static let nameLines = 3

    private static func kind(
        _ segment: Segment,
        text: TokenizedText,
        has: (SplitterPhrases.Name, Int) -> Bool
    ) -> Segment.Kind {
        let length = words(segment, text)
        guard length > 0 else { return .noise }
        let first = segment.tokens.lowerBound
        if has(.greeting, first), length <= lineLimit, !segment.hasAsk, !segment.isQuestion { return .courtesy }
        if has(.signoff, first), length <= lineLimit, !segment.isQuestion { return .courtesy }
        let isWish = has(.pleasantry, first) || (has(.thanks, first) && !segment.hasAsk)
        if isWish, length <= wishLimit { return .courtesy }
        return .content
    }

    /// Words of a segment: masks count nothing, ideographs half.
    static func words(_ segment: Segment, _ text: TokenizedText) -> Int {
        var halves = 0
        for token in text.tokens[segment.tokens] {
            switch token.kind {
            case .word: halves += 2
            case .ideograph: halves += 1
            default: break
            }
        }
        return (halves + 1) / 2
    }

    /// "Hello, Ana!": the name alone after the greeting belongs to it.
    private static func markNameAfterGreeting(_ segments: inout [Segment], text: TokenizedText) {
        for index in segments.indices.prefix(3).dropFirst()
        where segments[index - 1].kind == .courtesy && segments[index].kind == .content {
            if words(segments[index], text) <= 2, !segments[index].isQuestion, !segments[index].hasAsk {
                segments[index].kind = .courtesy
            }
        }
    }

    /// What stands after a sign-off is a name and an address, up to a postscript.
    private static func markSignature(
        _ segments: inout [Segment],
        text: TokenizedText,
        has: (SplitterPhrases.Name, Int) -> Bool
    ) {
        // Thanks on the last lines close a mail as well as regards do.
        guard
            let signoff = segments.indices.last(where: {
                segments[$0].kind == .courtesy
                    && (has(.signoff, segments[$0].tokens.lowerBound)
                        || ($0 > 0 && has(.thanks, segments[$0].tokens.lowerBound)))
            })
        else { return }
        let rest = segments.index(after: signoff)..<segments.endIndex
        guard rest.count <= signatureLimit else { return }
        for index in rest {
            if has(.postscript, segments[index].tokens.lowerBound) { return }
            if segments[index].kind == .content, words(segments[index], text) <= lineLimit, !segments[index].isQuestion
            {
                segments[index].kind = .noise
            }
        }
    }
}
