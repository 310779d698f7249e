extension ResponseParser {
    /// The attributes of one FETCH response in any order; unknown ones are passed over (RFC 3501 section 7.4.2).
    static func fetchedItem(_ scanner: inout ResponseScanner) -> FetchedItem? {
        guard scanner.take(UInt8(ascii: "(")) else { return nil }
        var item = FetchedItem()
        while true {
            scanner.skipSpaces()
            if scanner.take(UInt8(ascii: ")")) { return item }
            guard let word = scanner.takeWord() else { return nil }
            guard attribute(word, &scanner, into: &item) else { return nil }
        }
    }

    private static func attribute(
        _ word: String,
        _ scanner: inout ResponseScanner,
        into item: inout FetchedItem
    ) -> Bool {
        switch word {
        case "BODY", "BINARY":
            if scanner.peek == UInt8(ascii: "[") { return section(&scanner, into: &item) }
            scanner.skipSpaces()
            return scanner.skipValue()
        case "RFC822", "RFC822.HEADER", "RFC822.TEXT":
            scanner.skipSpaces()
            let names = ["RFC822": "", "RFC822.HEADER": "HEADER", "RFC822.TEXT": "TEXT"]
            return content(&scanner, name: names[word] ?? "", into: &item)
        case "UID":
            scanner.skipSpaces()
            guard let number = scanner.takeNumber() else { return scanner.skipValue() }
            item.uid = UInt32(exactly: number)
        case "RFC822.SIZE":
            scanner.skipSpaces()
            guard let number = scanner.takeNumber() else { return scanner.skipValue() }
            item.size = Int(exactly: number)
        case "MODSEQ":
            scanner.skipSpaces()
            item.modSeq = scanner.takeWords()?.first.flatMap { Decimal.number(Array($0.utf8)) }
        case "FLAGS":
            scanner.skipSpaces()
            guard let flags = scanner.takeWords() else { return false }
            item.flags = flags
        case "INTERNALDATE":
            scanner.skipSpaces()
            item.internalDate = scanner.takeString()
        case "BODYSTRUCTURE":
            scanner.skipSpaces()
            var probe = scanner
            item.structure = BodyStructure(&probe)
            return scanner.skipValue()
        default:
            if scanner.peek == UInt8(ascii: "[") { guard scanner.takeBracketed() != nil else { return false } }
            scanner.skipSpaces()
            return scanner.skipValue()
        }
        return true
    }

    private static func section(_ scanner: inout ResponseScanner, into item: inout FetchedItem) -> Bool {
        guard let inner = scanner.takeBracketed() else { return false }
        // A partial answer is marked `<0>`.
        if scanner.peek == UInt8(ascii: "<") { _ = scanner.takeAtom() }
        scanner.skipSpaces()
        return content(&scanner, name: ResponseScanner.upper(inner), into: &item)
    }

    private static func content(
        _ scanner: inout ResponseScanner,
        name: String,
        into item: inout FetchedItem
    ) -> Bool {
        let content: SectionContent
        switch scanner.takeToken() {
        case .null: content = .null
        case .quoted(let bytes), .literal(.whole(let bytes)), .atom(let bytes): content = .bytes(bytes)
        case .literal(.dropped(let length)): content = .dropped(length)
        case nil: return false
        }
        item.sections.append(FetchedSection(name: name, content: content))
        return true
    }
}
