extension ModelTrainer {
    /// Fits temperatures on the requests of mails, and thresholds on what the splitter makes of the same mails, each
    /// part of them unseen by the model that judges it.
    ///
    /// The parts are the sources the mails come from, where there are several: who wrote one part did not write the
    /// other, so what is measured is how the model does with a stranger's mail, which is what it meets.
    func calibrate(seeds: [Prepared], mails: [AnnotatedMail], cues: CueLexicon) -> Calibration {
        let parts = Self.parts(mails)
        let neutral = Calibration(sharpness: [1, 1, 1], thresholds: Label.allCases.map { _ in 1 })
        let folds = Set(parts).sorted().map { part in
            let examples = seeds + prepare(mails.indices.filter { parts[$0] != part }.map { mails[$0] }, cues: cues)
            return (heads: Step.allCases.map { fit($0, examples) }, part: part)
        }
        var cases: [[(logits: [Double], target: Int)]] = Step.allCases.map { _ in [] }
        for fold in folds {
            let model = Self.readable(assemble(fold.heads, calibration: neutral, cues: cues))
            for place in mails.indices where parts[place] == fold.part {
                collectSpans(MailToJudge(mails[place], model), &cases)
            }
        }
        // How sharp the model is decides which sentences it joins, so units are cut by the fitted one.
        let fitted = Calibration(sharpness: cases.map(Calibration.bestSharpness), thresholds: neutral.thresholds)
        var judged: [(probabilities: [Double], label: Label?)] = []
        for fold in folds {
            let model = Self.readable(assemble(fold.heads, calibration: fitted, cues: cues))
            for place in mails.indices where parts[place] == fold.part {
                judged += units(of: mails[place], MailToJudge(mails[place], model))
                    .map { (fitted.probabilities($0.columns), $0.label) }
            }
        }
        return Calibration(sharpness: fitted.sharpness, thresholds: Calibration.thresholds(judged))
    }

    /// The part of every mail: its source, or by turns where all have the same.
    private static func parts(_ mails: [AnnotatedMail]) -> [Int] {
        Set(mails.map(\.source)).count > 1 ? mails.map(\.source) : mails.indices.map { $0 % 2 }
    }

    private static func readable(_ bytes: [UInt8]) -> Model {
        guard let model = try? Model(bytes: bytes) else { preconditionFailure("a model just made cannot be read") }
        return model
    }

    private func collectSpans(_ judge: MailToJudge, _ cases: inout [[(logits: [Double], target: Int)]]) {
        for request in judge.mail.requests {
            let tokens = judge.text.text.tokens(in: request.range)
            guard !tokens.isEmpty else { continue }
            let scored = judge.columns(tokens)
            for (index, step) in Step.allCases.enumerated() {
                guard let target = step.target(request.label) else { continue }
                cases[index].append((Calibration.logits(step, scored), target))
            }
        }
    }

    private func units(of mail: AnnotatedMail, _ judge: MailToJudge) -> [(columns: [Double], label: Label?)] {
        var known = WordRunSums()
        let units = UnitScorer(model: judge.model)
            .units(judge.segments, of: judge.text, language: judge.language, known: &known)
        return units.compactMap {
            // What contradicts itself is never decided.
            guard $0.kind == .request, !$0.tokens.isEmpty, !$0.voices.contradict($0.label) else { return nil }
            return (judge.columns($0.tokens), mail.request(owning: $0.range)?.label)
        }
    }
}

/// A mail made ready for a model.
private struct MailToJudge {
    let mail: AnnotatedMail
    let model: Model
    let segments: [Segment]
    let text: CuedText
    let language: Language

    init(_ mail: AnnotatedMail, _ model: Model) {
        self.mail = mail
        self.model = model
        var segmenter = Segmenter(mail.body.unicodeScalars.map(\.value))
        segments = segmenter.segment()
        language = segmenter.language
        text = CuedText(segmenter.text, model.cues, segmenter.language)
    }

    func columns(_ tokens: Range<Int>) -> [Double] {
        let bounded = UnitScorer.bounded(tokens, in: text)
        let scores = model.scores(model.sums(text, bounded), cues: text.cueSet(in: bounded), language: language)
        return (0..<Column.count).map { Double(scores[$0]) }
    }
}
