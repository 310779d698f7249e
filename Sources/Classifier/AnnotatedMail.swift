/// A client's mail with what is asked in it, written down by a person: for fitting and for measuring.
public struct AnnotatedMail: Hashable, Sendable {
    /// One request and where it stands in the body, in Unicode scalars, half open.
    public struct Request: Hashable, Sendable {
        public var label: Label
        public var range: Range<Int>

        public init(label: Label, range: Range<Int>) {
            self.label = label
            self.range = range
        }
    }

    public var id: String
    public var language: Language
    public var subject: String
    /// The newest text only.
    public var body: String
    /// In order of place, without overlap.
    public var requests: [Request]
    /// Which collection of mails it comes from; mails of one are more alike than mails of two.
    public var source: Int

    public init(
        id: String,
        language: Language,
        subject: String,
        body: String,
        requests: [Request],
        source: Int = 0
    ) {
        self.source = source
        self.id = id
        self.language = language
        self.subject = subject
        self.body = body
        self.requests = requests
    }

    /// The request that a stretch of the body belongs to: the one that most of it lies in. A part of a request is
    /// judged like the whole; a stretch that is mostly something else belongs to none.
    public func request(owning range: Range<Int>) -> Request? {
        let owner = requests.max { one, other in
            one.range.clamped(to: range).count < other.range.clamped(to: range).count
        }
        guard let owner, owner.range.clamped(to: range).count * 2 > range.count else { return nil }
        return owner
    }
}

extension ModelTrainer {
    /// The examples of a mail: each request as a whole, and each of its sentences, so that circumstances beside a
    /// request are known as such; what belongs to no request asks nothing.
    func prepare(_ mails: [AnnotatedMail], cues: CueLexicon) -> [Prepared] {
        let extractor = FeatureExtractor(shape: shape)
        return mails.flatMap { mail in
            let scalars = mail.body.unicodeScalars.map(\.value)
            var segmenter = Segmenter(scalars)
            let segments = segmenter.segment().filter { $0.kind == .content }
            let text = CuedText(segmenter.text, cues, mail.language)
            var examples: [Prepared] = []
            func add(_ tokens: Range<Int>, _ label: Label, weight: Double) {
                guard !tokens.isEmpty else { return }
                let seed = Seed(language: mail.language, label: label, text: mail.id)
                examples.append(
                    Prepared(seed: seed, vector: extractor.vector(text, tokens), weight: weight, isMail: true)
                )
            }
            for request in mail.requests where request.range.upperBound <= scalars.count {
                add(text.text.tokens(in: request.range), request.label, weight: Self.mailWeight)
            }
            for segment in segments {
                let owner = mail.requests.first { $0.range.overlaps(segment.range) }
                let isWhole = owner.map { !$0.range.clamped(to: segment.range).isEmpty && $0.range == segment.range }
                if isWhole == true { continue }
                add(segment.tokens, owner?.label ?? .other, weight: Self.sentenceWeight)
            }
            return examples
        }
    }

    /// A client's own words count for more than a sentence written for the purpose.
    static let mailWeight = 2.0
    static let sentenceWeight = 2.0
}

extension TokenizedText {
    /// The tokens that lie in a range of scalars.
    func tokens(in range: Range<Int>) -> Range<Int> {
        let first = tokens[...].partitioningIndex { Int($0.start) >= range.lowerBound }
        let last = tokens[...].partitioningIndex { Int($0.start) >= range.upperBound }
        return first..<max(first, last)
    }
}
