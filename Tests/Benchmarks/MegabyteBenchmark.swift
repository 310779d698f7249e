import Classifier
import MIME
import Triage
import WorkingTime

/// Times texts of one megabyte that are made to hurt: the classifier alone, and a whole mail with such a text from its
/// bytes to what is asked in it. The mark is half a second of CPU each.
enum MegabyteBenchmark {
    /// Bytes of a text.
    private static let size = 1_000_000
    private static let limit = 0.5

    static func run(_ arguments: [String]) -> Int32 {
        guard let understanding = HostileBenchmark.understanding() else { return 1 }
        let classifier = RequestClassifier()
        var isGood = true
        print("1 MB of                 classifier   whole mail")
        for (name, piece) in kinds where arguments.isEmpty || arguments.contains(name) {
            let text = text(of: piece)
            var start = CPUTime.now
            let items = classifier.classify(subject: "", body: text).items.count
            let alone = CPUTime.now - start
            let mail = Array("From: a@client.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\(text)".utf8)
            start = CPUTime.now
            let enquiry = understanding.enquiry(of: Message(mail), receivedAt: Instant(epochSeconds: 1_795_165_200))
            let whole = CPUTime.now - start
            let holds = max(alone, whole) < limit && items >= 0 && enquiry.newest.text.utf8.count >= 0
            isGood = isGood && holds
            print(pad(name, 24) + pad(milliseconds(alone), 13) + pad(milliseconds(whole), 10) + (holds ? "" : "  SLOW"))
        }
        return isGood ? 0 : 1
    }

    private static func milliseconds(_ seconds: Double) -> String { "\(Int((seconds * 1_000).rounded())) ms" }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func text(of piece: String) -> String {
        let bytes = Array(piece.utf8)
        var whole: [UInt8] = []
        whole.reserveCapacity(size + bytes.count)
        while whole.count < size { whole.append(contentsOf: bytes) }
        return String(decoding: whole, as: UTF8.self)
    }

    private static let kinds: [(name: String, piece: String)] = [
        ("On On On", "On "),
        ("quote marks", ">>>>"),
        ("quote lines", "> > >\n"),
        ("one endless word", "a"),
        ("endless sentence", "the form does not work and "),
        ("short lines", "fix it ok\n"),
        ("lines of one letter", "a\n"),
        ("sentences", "Please repair the form. "),
        ("questions", "a?"),
        ("question marks", "?"),
        ("full stops", "a. "),
        ("dots", "."),
        ("exclamations", "Help! "),
        ("zalgo", "z\u{35C}\u{32F}\u{300}\u{320}\u{354}a\u{30E}\u{326}"),
        ("right to left", "\u{202E}\u{645}\u{631}\u{62D}\u{628}\u{627} \u{202C}"),
        ("zero width", "a\u{200B}\u{200D}\u{FEFF}"),
        ("emoji", "\u{1F469}\u{200D}\u{1F4BB}\u{1F3FD} "),
        ("Chinese", "\u{8868}\u{5355}\u{6253}\u{4E0D}\u{5F00}"),
        ("Chinese sentences", "\u{8BF7}\u{52A0}\u{4E00}\u{4E2A}\u{6309}\u{94AE}\u{3002}"),
        (
            "Russian",
            "\u{444}\u{43E}\u{440}\u{43C}\u{430} \u{43D}\u{435} \u{440}\u{430}\u{431}\u{43E}\u{442}\u{430}\u{435}\u{442} "
        ),
        ("list items", "- one more thing\n"),
        ("numbered items", "1. a\n2) b\n"),
        ("connectives", "and also could you please "),
        ("greetings", "Hi, thanks, regards, "),
        ("commas", "a, "),
        ("semicolons", "a; "),
        ("backticks", "` "),
        ("fences", "```\n"),
        ("links", "http://a.b/c "),
        ("addresses", "a@b.c "),
        ("address tail", "a.b.c.d.e_f"),
        ("numbers", "1.2,3:4-5/6 "),
        ("apostrophes", "l'a'b'"),
        ("empty lines", "\n"),
        ("blanks", " "),
        ("tabs and blanks", "\t \n"),
        ("reply heads", "On Mon, 5 May 2026 at 10:30 A <a@b.example> wrote:\n> x\n"),
        ("original messages", "-----Original Message-----\nFrom: a\n"),
        ("signatures", "-- \nAnna\n"),
        ("underscores", "_"),
        ("brackets", "(["),
        ("control characters", "\u{1}\u{2}"),
        ("first words of cues", "we would like it if the "),
    ]
}
