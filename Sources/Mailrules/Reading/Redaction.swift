/// Keeps secrets that were written into a file by mistake out of messages.
enum Redaction {
    /// A line with the values of keys that look like a secret's struck out, unless they say where the secret is kept.
    /// What stands before a value keeps its place, and so does what follows: stars replace scalar for scalar.
    static func strikingSecrets(in line: String) -> String {
        var scalars = Array(line.unicodeScalars)
        var index = 0
        while index < scalars.count {
            guard scalars[index] == ":", isSecretKey(endingAt: index, in: scalars) else {
                index += 1
                continue
            }
            var start = index + 1
            while start < scalars.count, scalars[start] == " " || scalars[start] == "\t" { start += 1 }
            let end = endOfValue(from: start, in: scalars)
            if !isReference(scalars[start..<end]) {
                for position in start..<end { scalars[position] = "*" }
            }
            index = max(end, index + 1)
        }
        strikeCredentials(in: &scalars)
        return String(String.UnicodeScalarView(scalars))
    }

    /// Whether a text names a place where a secret is kept.
    static func isReference(_ text: some Collection<Unicode.Scalar>) -> Bool {
        let value = String(String.UnicodeScalarView(text)).drop { $0 == "\"" || $0 == "'" }
        return ["env:", "file:", "command:"].contains { value.hasPrefix($0) }
    }

    /// `password`, its misspellings, and the other usual names of secrets.
    static func isSecretName(_ name: String) -> Bool {
        let lower = name.lowercased()
        let telling = ["pass", "secret", "token", "pwd"]
        return telling.contains { lower.contains($0) } || editDistance(lower, "password", limit: 2) != nil
    }

    private static func isSecretKey(endingAt colon: Int, in scalars: [Unicode.Scalar]) -> Bool {
        var start = colon
        while start > 0, isNamePart(scalars[start - 1]) { start -= 1 }
        return start < colon && isSecretName(String(String.UnicodeScalarView(scalars[start..<colon])))
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar == "_" || scalar == "-" || scalar == "\"" || scalar == "'"
    }

    private static func endOfValue(from start: Int, in scalars: [Unicode.Scalar]) -> Int {
        guard start < scalars.count else { return start }
        let quote = scalars[start]
        if quote == "\"" || quote == "'" {
            let closing = scalars[(start + 1)...].firstIndex(of: quote)
            return closing.map { $0 + 1 } ?? scalars.count
        }
        if isReference(scalars[start...]) { return start }
        // A secret may hold commas, braces and blanks; striking too much costs nothing.
        return scalars.count
    }

    /// Strikes `login:secret` out of `scheme://login:secret@host`.
    private static func strikeCredentials(in scalars: inout [Unicode.Scalar]) {
        var index = 0
        while index + 3 <= scalars.count {
            guard scalars[index] == ":", scalars[index + 1] == "/", scalars[index + 2] == "/" else {
                index += 1
                continue
            }
            let start = index + 3
            let end = scalars[start...].firstIndex { $0 == " " || $0 == "," } ?? scalars.count
            if let at = scalars[start..<end].lastIndex(of: "@") {
                for position in start..<at { scalars[position] = "*" }
            }
            index = end
        }
    }
}
