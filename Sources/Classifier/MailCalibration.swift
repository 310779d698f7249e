extension ModelTrainer {
    /// Fits temperatures on the requests of mails, and thresholds on what the splitter makes of the same mails, each
    /// part of them unseen by the model that judges it.
    func calibrate(_ first: Calibration, seeds: [Prepared], mails: [AnnotatedMail], cues: CueLexicon) -> Calibration {
        var cases: [[(logits: [Double], target: Int)]] = Step.allCases.map { _ in [] }
        var units: [(columns: [Double], label: Label?)] = []
        for fold in 0..<Self.foldCount {
            let shown = mails.indices.filter { $0 % Self.foldCount != fold }.map { mails[$0] }
            let examples = seeds + prepare(shown, cues: cues)
            let heads = Step.allCases.map { fit($0, examples) }
            guard let model = try? Model(bytes: assemble(heads, calibration: first, cues: cues)) else {
                preconditionFailure("a model just made cannot be read")
            }
            for place in mails.indices where place % Self.foldCount == fold {
                collect(mails[place], model: model, cases: &cases, units: &units)
            }
        }
        let sharpness = cases.map { Calibration.bestSharpness($0) }
        let fitted = Calibration(sharpness: sharpness, thresholds: first.thresholds)
        let judged = units.map { (probabilities: fitted.probabilities($0.columns), label: $0.label) }
        return Calibration(sharpness: sharpness, thresholds: Calibration.thresholds(judged))
    }

    private func collect(
        _ mail: AnnotatedMail,
        model: Model,
        cases: inout [[(logits: [Double], target: Int)]],
        units: inout [(columns: [Double], label: Label?)]
    ) {
        let scalars = mail.body.unicodeScalars.map(\.value)
        var segmenter = Segmenter(scalars)
        let segments = segmenter.segment()
        let language = segmenter.language
        let text = CuedText(segmenter.text, model.cues, language)
        func columns(_ tokens: Range<Int>) -> [Double] {
            let bounded = UnitScorer.bounded(tokens, in: text)
            let scores = model.scores(model.sums(text, bounded), cues: text.cues(in: bounded), language: language)
            return (0..<Column.count).map { Double(scores[$0]) }
        }
        for request in mail.requests {
            let tokens = text.text.tokens(in: request.range)
            guard !tokens.isEmpty else { continue }
            let scored = columns(tokens)
            for (index, step) in Step.allCases.enumerated() {
                guard let target = step.target(request.label) else { continue }
                cases[index].append((Calibration.logits(step, scored), target))
            }
        }
        for unit in UnitScorer(model: model).units(segments, of: text, language: language) where unit.kind == .request {
            guard !unit.core.isEmpty else { continue }
            units.append((columns(unit.core), mail.request(owning: unit.range)?.label))
        }
    }
}
