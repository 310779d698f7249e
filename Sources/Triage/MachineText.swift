import MIME

/// What a mail's own words say about a machine having written it, where no header does.
///
/// Works on what notes of machines have in common in every language: they consist of little besides a few set
/// statements (I am away; your message arrived; write to somebody else; do not answer this), and they ask for no work.
/// One such statement is never enough, since people make each of them too; words that ask for work, and questions,
/// speak for a person.
struct MachineText {
    struct Verdict {
        var origin: Origin
        var reason: String
    }

    private let subject: MachineSubject
    private let whole: String
    private let newest: NewestText
    /// Whether the mail names one that it answers, as automatic replies nearly always do.
    private let isAnswer: Bool

    init(subject: String, whole: String, newest: NewestText, isAnswer: Bool) {
        self.subject = MachineSubject(subject)
        self.whole = whole
        self.newest = newest
        self.isAnswer = isAnswer
    }

    init(_ message: Message, text: String, newest: NewestText) {
        self.init(
            subject: message.subject,
            whole: text,
            newest: newest,
            isAnswer: !message.inReplyTo.isEmpty || !message.references.isEmpty
        )
    }

    /// Nil when the words are a person's, as far as words can tell.
    ///
    /// - Parameter isOwnList: Whether our own group passed the mail on, and may have added its footer.
    func verdict(isOwnList: Bool) -> Verdict? {
        // Who passes a machine's mail on, or answers one, is a person.
        guard !subject.isForward, !newest.isForward else { return nil }
        let note = NoteReading(newest.text)
        return bounce(note) ?? receipt(note) ?? challenge(note) ?? absence(note) ?? ticket(note) ?? automatic(note)
            ?? (isOwnList ? nil : bulk(note))
    }

    private func bounce(_ note: NoteReading) -> Verdict? {
        let cues = note.count(.bounce)
        let isBounce =
            subject.names(.bounce) ? cues >= (note.asks ? 2 : 1) : !note.asks && cues >= (note.isWork ? 5 : 3)
        guard isBounce else { return nil }
        return Verdict(origin: .bounce, reason: "its words are those of a bounce")
    }

    private func receipt(_ note: NoteReading) -> Verdict? {
        if subject.names(.receipt), note.has(.receipt) {
            return Verdict(origin: .report, reason: "its words are those of a read receipt")
        }
        if subject.names(.meeting), note.has(.meeting) {
            return Verdict(origin: .calendar, reason: "its words are those of an answer to an invitation")
        }
        return nil
    }

    private func challenge(_ note: NoteReading) -> Verdict? {
        guard note.count(.challenge) >= (note.isWork ? 3 : 2), !note.asks else { return nil }
        return Verdict(origin: .autoReply, reason: "it asks the sender to prove to be a person")
    }

    private func absence(_ note: NoteReading) -> Verdict? {
        let verdict = Verdict(origin: .autoReply, reason: "its words are those of an out-of-office note")
        let isNote = note.has(.absence) || note.has(.automatic)
        let wantsSomething = note.isWork || note.asks
        let others = [Cue.received, .back, .substitute, .automatic].count { note.has($0) }
        switch subject.absence {
        case .named:
            // Under such a subject only words that want something speak for a person.
            guard !wantsSomething || isAnswer && isNote else { break }
            return Verdict(origin: .autoReply, reason: "its subject is an out-of-office note's")
        case .touched:
            if !wantsSomething, note.has(.absence) || others >= 2, note.share >= 0.25 { return verdict }
        case .none:
            break
        }
        // "Back from my holiday. Go ahead." answers somebody; notes say more of their one thing.
        guard note.has(.absence), !note.isWork, others > 0 || !subject.isReply || note.words >= Self.shortestNote
        else { return nil }
        if note.asks { return others >= 2 && note.share >= 0.8 && note.has(.received) ? verdict : nil }
        // The fewer statements of the kind, the less else may be in the mail.
        let leastShare =
            switch others {
            case 0: 0.75
            case 1: isAnswer ? 0.4 : 0.6
            default: 0.5
            }
        return note.share >= leastShare ? verdict : nil
    }

    private static let shortestNote = 8

    private func ticket(_ note: NoteReading) -> Verdict? {
        guard !note.isWork, note.has(.registered) else { return nil }
        let others = [Cue.team, .number, .automatic].count { note.has($0) }
        guard others >= 2 || others == 1 && !note.asks && note.share >= 0.5 else { return nil }
        return Verdict(origin: .autoReply, reason: "its words are those of a ticket system")
    }

    private func automatic(_ note: NoteReading) -> Verdict? {
        guard note.has(.automatic), !note.isWork, !note.asks, !subject.isReply || note.share >= 0.5 else { return nil }
        return Verdict(origin: .autoReply, reason: "it says of itself that a machine wrote it")
    }

    private func bulk(_ note: NoteReading) -> Verdict? {
        guard !subject.isReply else { return nil }
        let tail = NoteReading(tail: whole)
        let cues = tail.plainBulkCues
        guard cues >= 2 || cues == 1 && !isAnswer && (!note.isWork && !note.asks || tail.endsInBulkCue) else {
            return nil
        }
        return Verdict(origin: .list, reason: "its words are those of a newsletter or notification")
    }
}

/// The set statements of a text, and how much of it they make up.
struct NoteReading {
    /// Different cues found, by kind.
    private var counts: [Cue: Int] = [:]
    private var noteWords = 0
    private var otherWords = 0
    /// Whether a sentence asks for work or tells of a defect.
    private(set) var isWork = false
    /// Whether there is a question outside set statements.
    private(set) var asks = false
    /// Cues of bulk mail in sentences that say nothing else of them.
    private(set) var plainBulkCues = 0
    /// Whether such a cue stands in one of the last sentences.
    private(set) var endsInBulkCue = false

    /// Notes of machines are short; what stands further on is looked at by nobody.
    static let limitText = 6_000
    /// Where newsletters say why they came.
    static let limitTail = 2_500

    init(_ text: String) {
        read(Sentences.split(text.unicodeScalars.prefix(Self.limitText)))
    }

    /// Reads only the end of a text, where newsletters say why they came.
    init(tail text: String) {
        let scalars = text.unicodeScalars
        let lines = String(String.UnicodeScalarView(scalars.suffix(Self.limitTail)))
            .split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix(">") }
        read(Sentences.split(lines.joined(separator: "\n").unicodeScalars.prefix(Self.limitTail)))
    }

    /// Words that count: no courtesies, no scraps.
    var words: Int { noteWords + otherWords }
    /// How much of the text belongs to set statements, in words; courtesies and short scraps count for nothing.
    var share: Double { words == 0 ? 0 : Double(noteWords) / Double(words) }

    func has(_ cue: Cue) -> Bool { count(cue) > 0 }
    func count(_ cue: Cue) -> Int { counts[cue] ?? 0 }

    /// Statements that machines put as questions: "Is it urgent?", "Not interested any more?"
    private static let questions: Set<Cue> = [.substitute, .registered, .team, .challenge, .bulk]

    private mutating func read(_ sentences: [Sentence]) {
        for (place, sentence) in sentences.enumerated() {
            let cues = sentence.cues
            var found = Set<Cue>()
            for (cue, count) in cues.kinds {
                counts[cue, default: 0] += count
                found.insert(cue)
            }
            if sentence.isQuestion, found.isDisjoint(with: Self.questions) { asks = true }
            // Who names an address or a telephone in such a note names a substitute.
            if sentence.holdsAddress, found.insert(.substitute).inserted { counts[.substitute, default: 0] += 1 }
            // Behind the good wishes stands a name and its address, or a quotation.
            if found.isEmpty, cues.hasClosing, sentence.words <= 14 { break }
            let tasks = cues.tasks
            if tasks > 0 { isWork = true }
            if found.contains(.bulk), tasks <= 0, !sentence.isQuestion || found.count > 1 {
                plainBulkCues += cues.count(.bulk)
                endsInBulkCue = endsInBulkCue || place + 4 > sentences.count
            }
            if !found.isEmpty {
                noteWords += sentence.words
            } else if sentence.words > 3, !cues.hasGreeting {
                otherWords += sentence.words
            }
        }
    }
}
