import Testing

@testable import Fetcher

@Suite struct ResponseFramerTests {
    /// A session with every kind of string, literals in literals' clothing, and bytes above 127.
    private static let stream: [UInt8] = {
        var bytes: [UInt8] = []
        for number in 1...40 {
            let body = SampleMail.bytes(number, size: number * 97)
            bytes += Array("* \(number) FETCH (UID \(number) FLAGS (\\Seen) BODY[] {\(body.count)}\r\n".utf8)
            bytes += body
            bytes += Array(")\r\n* \(number) EXISTS\r\n* OK ends in {3}\r\n".utf8)
            if number % 7 == 0 { bytes += Array("* \(number) FETCH (BODY[] \"q\\\"{9}\" UID \(number))\n".utf8) }
        }
        return bytes + Array("G9 OK done {1}\r\n".utf8)
    }()

    @Test("However the bytes are split, the responses are the same", arguments: 1...60)
    func anySplit(seed: UInt64) throws {
        let expected = try Self.parsed([Self.stream], direct: false)
        #expect(expected.count == 40 * 3 + 5 + 1)
        var random = Dice(seed)
        var pieces: [[UInt8]] = []
        var rest = Self.stream[...]
        let largest = [1, 3, 40, 900, 20_000][Int(seed % 5)]
        while !rest.isEmpty {
            let count = min(rest.count, 1 + Int(random.next() % UInt64(largest)))
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(try Self.parsed(pieces, direct: seed % 2 == 0) == expected)
    }

    @Test("Damaged streams end in an error or in responses, never in a crash", arguments: 1...300)
    func anyDamage(seed: UInt64) {
        var random = Dice(seed)
        var stream = Array(Self.stream.prefix(4000))
        for _ in 0..<(1 + random.next() % 20) {
            let place = Int(random.next() % UInt64(stream.count))
            switch random.next() % 4 {
            case 0: stream[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: stream.remove(at: place)
            case 2: stream.insert(Array("{}()\"\\[]\r\n 0123456789".utf8)[Int(random.next() % 21)], at: place)
            default: stream.swapAt(place, Int(random.next() % UInt64(stream.count)))
            }
        }
        let found = (try? Self.parsed([stream], direct: true)) ?? []
        #expect(found.count <= stream.count)
    }

    private static func parsed(_ pieces: [[UInt8]], direct: Bool) throws -> [Response] {
        var limits = ParserLimits()
        limits.literalBytes = 1 << 20
        limits.droppedLiteralBytes = 1 << 24
        var parser = ResponseParser(limits: limits)
        var found: [Response] = []
        for piece in pieces {
            var rest = piece[...]
            while !rest.isEmpty {
                let count = direct && parser.literalRoom > 0 ? min(parser.literalRoom, rest.count) : rest.count
                if direct {
                    parser.receive { (bytes: inout [UInt8]) in bytes.append(contentsOf: rest.prefix(count)) }
                } else {
                    parser.append(rest)
                }
                rest = rest.dropFirst(count)
                while let response = try parser.next() { found.append(response) }
            }
        }
        return found
    }

    @Test("A literal over the limit is read over, and what follows is understood")
    func drops() throws {
        var limits = ParserLimits()
        limits.literalBytes = 10
        let found = try responses("* 1 FETCH (BODY[] {11}\nhello\nhell UID 4)\n* 2 EXISTS\n", limits: limits)
        let item = FetchedItem(uid: 4, sections: [FetchedSection(name: "", content: .dropped(11))])
        #expect(found == [.fetch(item), .exists(2)])
    }

    @Test("What is larger than any limit is refused before it is held")
    func bounds() {
        var limits = ParserLimits()
        limits.responseTextBytes = 100
        limits.literals = 3
        limits.droppedLiteralBytes = 1000
        let long = String(repeating: "x", count: 101)
        #expect(throws: ResponseFramer.Mistake.responseTooLong) { try responses("* \(long)", limits: limits) }
        #expect(throws: ResponseFramer.Mistake.responseTooLong) { try responses("* \(long)\n", limits: limits) }
        #expect(throws: ResponseFramer.Mistake.responseTooLong) {
            try responses("* 1 FETCH (BODY[] {1001}\n", limits: limits)
        }
        #expect(throws: ResponseFramer.Mistake.tooManyLiterals) {
            try responses("* X {0}\n {0}\n {0}\n {0}\n", limits: limits)
        }
        // The largest number that fits nowhere is no literal at all: the line is garbage, not a promise.
        #expect(throws: Never.self) { try responses("* X {99999999999999999999}\n", limits: limits) }
    }
}

/// Numbers that look random and repeat with the seed (SplitMix64).
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
