import Testing

@testable import Classifier

@Suite struct ScalarTests {
    @Test(arguments: ["", "a", "Größe", "форма", "打不开", "👩‍💻!", "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}"])
    func `scalars are read off the bytes of a text and make it again`(text: String) {
        let scalars = [UInt32](scalarsOf: text)
        #expect(scalars == text.unicodeScalars.map(\.value))
        #expect(String(scalars: scalars[...]) == text)
    }

    @Test func `what is no scalar is shown as unknown`() {
        #expect(String(scalars: [0x61, 0xD800, 0x62]) == "a\u{FFFD}b")
        #expect(String(scalars: [0xDFFF, 0xE000, 0x11_0000, 0xFFFF_FFFF]) == "\u{FFFD}\u{E000}\u{FFFD}\u{FFFD}")
    }

    @Test func `eight exponentials at once are those of one each, bit for bit`() {
        let values = SIMD8<Double>(-800, -700, -20, -1e-9, 0, 0.5, 10, 800)
        let raised = ExactMath.exp(values)
        for place in values.indices { #expect(raised[place] == ExactMath.exp(values[place])) }
    }

    @Test(arguments: [[], [0], [127], [63, 64], [5, 3, 99, 64, 3, 0]] as [[Int]])
    func `a set of cues gives them back in ascending order, each once`(cues: [Int]) {
        var set = CueSet()
        for cue in cues { set.insert(cue) }
        #expect(set.count == Set(cues).count)
        #expect((0..<128).filter(set.contains) == Set(cues).sorted())
        var taken: [Int] = []
        while let cue = set.popFirst() { taken.append(Int(cue)) }
        #expect(taken == Set(cues).sorted())
    }

    @Test func `phrases are found by their first two words, a beginning, a gap or alone`() {
        let source = """
            pair: please add; please repair
            begin: look* odd
            gap: not .. work
            alone: please
            """
        let lexicon = CueLexicon(source: source)
        func found(_ text: String) -> [String] {
            let scalars = [UInt32](scalarsOf: text)
            let words = TokenizedText(scalars, in: 0..<scalars.count)
            return lexicon.matches(words).map { "\($0.cue) \($0.first)-\($0.last)" }.sorted()
        }
        #expect(found("please add it") == ["0 0-1", "3 0-0"])
        #expect(found("please") == ["3 0-0"])
        #expect(found("it looks odd") == ["1 1-2"])
        #expect(found("does not really work") == ["2 1-3"])
        #expect(found("does not really quite ever do work").isEmpty)
    }

    @Test func `an issue's form is its template's lines, its marks and where it begins`() {
        let title = [UInt32](scalarsOf: "How to use useState?")
        let body = [UInt32](scalarsOf: "### Steps\n\n_No response_\nIt breaks at once.\n- [ ] yes\n- [x] no\n")
        let form = IssueForm(title: title, body: body)
        #expect(form.lines.count == 5)
        let same = IssueForm(title: title, body: [UInt32](scalarsOf: "## steps 2\n"))
        #expect(same.lines == [form.lines[0]])
        #expect(form.lead.tokens[form.leadRange].prefix(4).map(\.kind) == [.word, .word, .word, .word])
        #expect(form.marks.count == same.marks.count && form.marks != same.marks)
        #expect(IssueForm(title: [], body: []).lines.isEmpty)
    }

    @Test func `an issue's form is also how its title begins and ends and what it asks`() {
        func form(_ title: String, _ body: String = "") -> IssueForm {
            IssueForm(title: [UInt32](scalarsOf: title), body: [UInt32](scalarsOf: body))
        }
        let edges = form("Add support for Safari").edges
        #expect(edges.count == 4 && Set(edges).count == 4)
        #expect(Set(edges).intersection(form("add a map").edges) == [edges[0]])
        #expect(Set(edges).intersection(form("Crash in Safari").edges) == [edges[1]])
        #expect(form("Crash").edges.count == 2 && form("").edges.isEmpty)
        func asked(_ body: String) -> [UInt64] { form("", body).questions.tokens.map(\.hash) }
        let question = asked("Is 1.5 out?")
        #expect(question.count == 4)
        #expect(asked("It broke. Is 1.5 out?\nSee a?b and") == question)
        #expect(asked("It broke.\nSee below!").isEmpty)
    }

    @Test func `a cue has the same row in the small table as in the large one`() {
        let model = Model.shipped
        let extractor = FeatureExtractor(shape: model.shape)
        let last = UInt64(model.cues.cueCount - 1)
        for (cue, other) in [(0, 0), (0, last), (3, 7), (last - 1, last), (last, last)] as [(UInt64, UInt64)] {
            #expect(model.cueRows[cue, other] == model.rows[extractor.bucket(cue, other)])
        }
    }
}
