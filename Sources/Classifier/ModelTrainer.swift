/// One sentence as a client would write it, with what it is. The model is made of these.
public struct Seed: Hashable, Sendable {
    public var language: Language
    public var label: Label
    public var text: String

    public init(language: Language, label: Label, text: String) {
        self.language = language
        self.label = label
        self.text = text
    }

    /// The seeds of one file: one a line; empty lines and lines that begin with `#` are not seeds.
    public static func parse(_ file: String, language: Language, label: Label) -> [Seed] {
        file.split(whereSeparator: \.isNewline).compactMap { line in
            guard !line.hasPrefix("#"), line.contains(where: { !$0.isWhitespace }) else { return nil }
            return Seed(language: language, label: label, text: String(line))
        }
    }
}

/// Makes the shipped model from the seeds. The same seeds in the same order give the same bytes on every machine.
public struct ModelTrainer: Sendable {
    /// Parts the seeds are cut into to see how the model does on what it was not shown.
    static let foldCount = 5

    var shape = FeatureShape()
    var closeness = 100.0
    var epochs = 24

    public init() {}

    /// One file of seeds, in the order the trainer takes them.
    public struct SeedFile: Hashable, Sendable {
        /// Below `Sources/Classifier`.
        public var path: String
        public var language: Language
        public var label: Label
    }

    /// Where the seeds of the shipped model stand: a file a language and label.
    public static var seedFiles: [SeedFile] {
        Language.allCases.filter { $0 != .unknown }.flatMap { language in
            Label.allCases.map { label in
                SeedFile(
                    path: "Seeds/\(language.rawValue)/\(label.rawValue).txt",
                    language: language,
                    label: label
                )
            }
        }
    }

    /// Where the annotated mails stand, in the order the trainer takes them.
    public static var mailFiles: [(path: String, language: Language)] {
        Language.allCases.filter { $0 != .unknown }.flatMap { language in
            ["", "-2"].map { ("Calibration/\(language.rawValue)\($0).jsonl", language) }
        }
    }

    /// The cue files, one a language, below `Sources/Classifier/Cues`, as one source; each counts for its language.
    public static func cueSource(reading read: (String) throws -> String) rethrows -> String {
        try Language.allCases.filter { $0 != .unknown }.map { language in
            "@\(language.rawValue)\n" + (try read("Cues/\(language.rawValue).txt"))
        }.joined(separator: "\n")
    }

    /// Trains on `seeds` and `mails`, with `cues` the text of the cue lexicon, and gives the file of the model.
    ///
    /// Temperatures and thresholds come from mails that the model did not see: the mails are cut into parts, and each
    /// part is cut into requests and judged by a model made of everything else. Without mails the seeds stand in.
    public func train(seeds: [Seed], mails: [AnnotatedMail] = [], cues: String) -> [UInt8] {
        let cues = CueLexicon(source: cues)
        let examples = prepare(seeds, cues: cues)
        let calibration =
            mails.isEmpty
            ? Calibration(crossValidate(examples)) : calibrate(seeds: examples, mails: mails, cues: cues)
        let all = examples + prepare(mails, cues: cues)
        let heads = Step.allCases.map { fit($0, all) }
        return assemble(heads, calibration: calibration, cues: cues)
    }

    /// A seed as the trainer sees it.
    struct Prepared {
        var seed: Seed
        var vector: FeatureVector
        var weight = 1.0
        var isMail = false
    }

    /// The three decisions, each with a regression of its own.
    enum Step: CaseIterable {
        case request, kind, incident

        var columns: [Column] {
            switch self {
            case .request: [.request]
            case .kind: Column.kinds
            case .incident: [.incident]
            }
        }

        /// How much a seed counts.
        func weight(_ label: Label) -> Double { self == .kind && label.isDefect ? ModelTrainer.defectWeight : 1 }

        /// The class of a label in this step; nil when the step is not asked about it.
        func target(_ label: Label) -> Int? {
            switch (self, label) {
            case (.request, _): label == .other ? 0 : 1
            case (.kind, .fix), (.kind, .incident): 0
            case (.kind, .feature): 1
            case (.kind, .question): 2
            case (.kind, .approval): 3
            case (.kind, .billing): 4
            case (.incident, .fix): 0
            case (.incident, .incident): 1
            default: nil
            }
        }
    }

    /// Seeds of `fix` and `incident` stand for one class of the second step and would outnumber the others in it.
    static let defectWeight = 0.6

    func prepare(_ seeds: [Seed], cues: CueLexicon) -> [Prepared] {
        let extractor = FeatureExtractor(shape: shape)
        return seeds.map { seed in
            let scalars = seed.text.unicodeScalars.map(\.value)
            let text = CuedText(TokenizedText(scalars, in: 0..<scalars.count), cues, seed.language)
            return Prepared(seed: seed, vector: extractor.vector(text, text.tokens.indices))
        }
    }

    func fit(_ step: Step, _ examples: [Prepared]) -> LinearTrainer.Weights {
        let known = examples.compactMap { example in
            step.target(example.seed.label).map {
                LinearTrainer.Example(
                    vector: example.vector,
                    language: example.seed.language,
                    target: $0,
                    weight: example.weight * step.weight(example.seed.label)
                )
            }
        }
        let classes = max(step.columns.count, 2)
        return LinearTrainer(classes: classes, dimension: shape.dimension, closeness: closeness, epochs: epochs)
            .train(known)
    }

    /// Scores of one text by the three steps, one a column.
    static func scores(_ heads: [LinearTrainer.Weights], _ vector: FeatureVector, _ language: Language) -> [Double] {
        var columns = [Double](repeating: 0, count: Column.count)
        for (step, head) in zip(Step.allCases, heads) {
            let scores = head.scores(vector, language: language)
            if step.columns.count == 1 {
                columns[step.columns[0].rawValue] = scores[1] - scores[0]
            } else {
                for (column, score) in zip(step.columns, scores) { columns[column.rawValue] = score }
            }
        }
        return columns
    }

    /// What each seed scores with a model trained on the other parts.
    func crossValidate(_ examples: [Prepared]) -> [Scored] {
        var order = Array(examples.indices)
        var generator = SeededGenerator(seed: 7)
        generator.shuffle(&order)
        var scored: [Scored] = []
        for fold in 0..<Self.foldCount {
            let shown = order.indices.filter { $0 % Self.foldCount != fold }.map { examples[order[$0]] }
            let heads = Step.allCases.map { fit($0, shown) }
            for place in order.indices where place % Self.foldCount == fold {
                let example = examples[order[place]]
                let columns = Self.scores(heads, example.vector, example.seed.language)
                scored.append(Scored(index: order[place], seed: example.seed, columns: columns))
            }
        }
        return scored
    }

    /// One seed and its scores by a model that was not shown it.
    struct Scored {
        var index: Int
        var seed: Seed
        var columns: [Double]
    }

    func assemble(_ heads: [LinearTrainer.Weights], calibration: Calibration, cues: CueLexicon) -> [UInt8] {
        var dense = [Float](repeating: 0, count: shape.dimension * Column.count)
        var biases = [Float](repeating: 0, count: Language.allCases.count * Column.count)
        for (step, head) in zip(Step.allCases, heads) {
            for (index, row) in head.rows.enumerated() where row >= 0 {
                let values = head.values[Int(row) * head.classes..<(Int(row) + 1) * head.classes]
                Self.place(Array(values), step, at: index * Column.count, in: &dense)
            }
            for language in Language.allCases.indices {
                let values = head.biases[language * head.classes..<(language + 1) * head.classes]
                Self.place(Array(values), step, at: language * Column.count, in: &biases)
            }
        }
        let (weights, scales) = quantize(dense)
        return Model.file(
            shape: shape,
            cues: cues,
            calibration: calibration,
            scales: scales,
            biases: biases,
            weights: weights
        )
    }

    private static func place(_ values: [Double], _ step: Step, at base: Int, in table: inout [Float]) {
        if step.columns.count == 1 {
            table[base + step.columns[0].rawValue] = Float(values[1] - values[0])
        } else {
            for (column, value) in zip(step.columns, values) { table[base + column.rawValue] = Float(value) }
        }
    }

    /// Signed bytes and what one step is worth, a block and column.
    private func quantize(_ dense: [Float]) -> (weights: [Int8], scales: [Float]) {
        var weights = [Int8](repeating: 0, count: dense.count)
        var scales = [Float](repeating: 0, count: shape.blockCount * Column.count)
        let blockLength = shape.blockSize * Column.count
        for block in 0..<shape.blockCount {
            for column in 0..<Column.count {
                let places = stride(from: block * blockLength + column, to: (block + 1) * blockLength, by: Column.count)
                var largest: Float = 0
                for place in places { largest = max(largest, abs(dense[place])) }
                guard largest > 0 else { continue }
                let scale = largest / 127
                scales[block * Column.count + column] = scale
                for place in places { weights[place] = Int8((dense[place] / scale).rounded()) }
            }
        }
        return (weights, scales)
    }
}
