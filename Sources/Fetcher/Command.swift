/// One command without its tag: text, and literals between.
struct Command: Hashable, Sendable {
    enum Piece: Hashable, Sendable {
        case text([UInt8])
        case literal([UInt8])
    }

    private(set) var pieces: [Piece]

    init(_ text: String) {
        pieces = [.text(Array(text.utf8))]
    }

    /// Adds text as it is.
    func then(_ text: String) -> Command {
        then(Array(text.utf8))
    }

    private func then(_ bytes: [UInt8]) -> Command {
        var copy = self
        if case .text(let before)? = copy.pieces.last {
            copy.pieces[copy.pieces.count - 1] = .text(before + bytes)
        } else {
            copy.pieces.append(.text(bytes))
        }
        return copy
    }

    /// Adds an `astring` in the shortest form that carries it safely: atom, quoted or literal.
    func then(string bytes: [UInt8]) -> Command {
        if !bytes.isEmpty, bytes.allSatisfy(Self.isAtomByte), ResponseScanner.upper(bytes) != "NIL" {
            return then(bytes)
        }
        guard bytes.count <= Self.maximumQuotedBytes, bytes.allSatisfy(Self.isQuotable) else {
            return then(literal: bytes)
        }
        var quoted: [UInt8] = [0x22]
        for byte in bytes {
            if byte == 0x22 || byte == 0x5C { quoted.append(0x5C) }
            quoted.append(byte)
        }
        return then(quoted + [0x22])
    }

    func then(literal bytes: [UInt8]) -> Command {
        var copy = self
        copy.pieces.append(.literal(bytes))
        return copy
    }

    /// Longer strings go as literals: servers bound their command lines.
    private static let maximumQuotedBytes = 1000

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
        default: false
        }
    }

    private static func isQuotable(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte)
    }
}
