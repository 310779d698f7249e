/// A guess at the charset of bytes above 127 that are not UTF-8.
///
/// It weighs the habits of scripts: Latin text has lone accented letters among ASCII ones, Cyrillic text runs of bytes
/// from 192 up, East Asian text byte pairs whose first and second bytes keep to different ranges.
enum CharsetGuess {
    static func charset(_ bytes: Span<UInt8>, _ shape: TextShape) -> Charset {
        let counts = Counts(bytes)
        guard counts.high > 0 else { return .utf8 }
        if let cyrillic = counts.cyrillic { return cyrillic }
        if let eastAsian = counts.eastAsian, CharsetDecoder.decode(bytes, as: eastAsian).isValid { return eastAsian }
        return .windows1252
    }

    private struct Counts {
        /// Bytes above 127, and how many runs of them there are.
        var high = 0
        var runs = 0
        /// Runs of an odd length, which pairs cannot explain unless second bytes are ASCII.
        var oddRuns = 0
        var controls = 0
        var a0ToBF = 0
        var c0ToDF = 0
        var e0ToFF = 0
        var pairs = Pairs()

        init(_ bytes: Span<UInt8>) {
            let end = Swift.min(bytes.count, TextShape.sample)
            var index = 0
            while index < end {
                guard bytes[index] >= 0x80 else {
                    index += 1
                    continue
                }
                let start = index
                while index < end, bytes[index] >= 0x80 {
                    count(bytes[index])
                    index += 1
                }
                runs += 1
                if (index - start) % 2 == 1 { oddRuns += 1 }
            }
            pairs.count(bytes, end)
        }

        private mutating func count(_ byte: UInt8) {
            high += 1
            switch byte {
            case 0x80...0x9F: controls += 1
            case 0xA0...0xBF: a0ToBF += 1
            case 0xC0...0xDF: c0ToDF += 1
            default: e0ToFF += 1
            }
        }

        /// Cyrillic: nearly all high bytes are letters and stand in runs.
        var cyrillic: Charset? {
            let letters = c0ToDF + e0ToFF
            // ibm866 keeps its small letters in A0-AF and E0-EF, its capitals in 80-9F.
            if pairs.ibm866Small * 10 >= high * 6, oddRuns > 0, high >= runs * 2, (controls + a0ToBF) * 10 >= high * 3,
                letters * 10 < high * 7, runs > 1
            {
                return .ibm866
            }
            guard high >= runs * 2, letters * 100 >= high * 88 else { return nil }
            return c0ToDF > e0ToFF ? .koi8R : .windows1251
        }

        var eastAsian: Charset? { pairs.best(runs: runs, high: high) }
    }

    /// What the bytes would be as pairs of the East Asian charsets.
    private struct Pairs {
        var total = 0
        var broken = 0
        var lowTrail = 0
        var eucKana = 0
        var shiftKana = 0
        var koreanLead = 0
        var bigFiveLead = 0
        var bigFivePunctuation = 0
        var chinesePunctuation = 0
        var ibm866Small = 0

        mutating func count(_ bytes: Span<UInt8>, _ end: Int) {
            var index = 0
            while index < end {
                let lead = bytes[index]
                if lead < 0x80 {
                    index += 1
                    continue
                }
                let trail = index + 1 < end ? bytes[index + 1] : 0
                guard trail >= 0x40, lead != 0x80, lead != 0xFF else {
                    broken += 1
                    index += 1
                    continue
                }
                total += 1
                if trail < 0x80 { lowTrail += 1 }
                if lead == 0x82 || lead == 0x83 { shiftKana += 1 }
                if lead == 0xA4 || lead == 0xA5 { eucKana += 1 }
                if lead >= 0xB0, lead <= 0xC8, trail >= 0xA1 { koreanLead += 1 }
                if lead >= 0xA4, lead <= 0xC6 { bigFiveLead += 1 }
                if lead == 0xA1, trail < 0x80 { bigFivePunctuation += 1 }
                if (lead == 0xA3 && trail >= 0xA1) || (lead == 0xA1 && trail >= 0xA1) { chinesePunctuation += 1 }
                index += 2
            }
            for place in 0..<end {
                let byte = bytes[place]
                if (byte >= 0xA0 && byte <= 0xAF) || (byte >= 0xE0 && byte <= 0xEF) { ibm866Small += 1 }
            }
        }

        func best(runs: Int, high: Int) -> Charset? {
            guard total > 0, broken * 10 <= total, total * 2 >= runs else { return nil }
            if shiftKana * 5 >= total { return .shiftJIS }
            if eucKana * 3 >= total { return .eucJP }
            if lowTrail * 8 >= total || bigFivePunctuation * 20 >= total {
                return bigFiveLead * 2 >= total ? .big5 : .gb18030
            }
            if koreanLead * 100 >= total * 92, chinesePunctuation * 20 <= total, runs * 5 >= total { return .eucKR }
            return .gb18030
        }
    }
}
