import Foundation
import Glibc

/// Mails that lie one after the other in one file, each under a `From ` line (RFC 4155).
enum Mbox {
    static let separator = Array("From ".utf8)

    /// Read at a time while looking for separators: enough to keep the disk busy.
    private static let chunkBytes = 4 << 20
    private static let newline = UInt8(ascii: "\n")

    /// Where the mails begin: `From ` at the very beginning, and after a blank line.
    static func starts(in file: FileHandle) throws -> [Int] {
        var starts = [0]
        // What stands before a chunk is kept, so that a separator across the seam is seen.
        var kept: [UInt8] = []
        var keptAt = 0
        try file.seek(toOffset: 0)
        while let chunk = try file.read(upToCount: chunkBytes), !chunk.isEmpty {
            let bytes = kept + chunk
            for place in places(of: lineBeforeMail, in: bytes) where isBehindBlankLine(place, in: bytes) {
                starts.append(keptAt + place + 1)
            }
            let tail = min(bytes.count, "\n\r\nFrom ".utf8.count - 1)
            keptAt += bytes.count - tail
            kept = Array(bytes.suffix(tail))
        }
        return Array(Set(starts)).sorted()
    }

    private static let lineBeforeMail = [newline] + separator

    /// Whether the line feed at a place ends an empty line.
    private static func isBehindBlankLine(_ place: Int, in bytes: [UInt8]) -> Bool {
        let before = place > 0 && bytes[place - 1] == UInt8(ascii: "\r") ? place - 2 : place - 1
        return before >= 0 && bytes[before] == newline
    }

    /// One mail of an mbox without its separator line and the blank line before the next one, `>From ` unquoted by one
    /// level.
    static func mail(_ bytes: [UInt8]) -> [UInt8] {
        var end = bytes.count
        if end > 0, bytes[end - 1] == newline {
            end -= 1
            if end > 0, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        }
        // The line feed that ends the last line stays.
        if end == 0 || bytes[end - 1] != newline { end = bytes.count }
        guard let first = bytes.firstIndex(of: newline) else { return [] }
        let body = Array(bytes[(first + 1)..<max(first + 1, end)])
        guard !places(of: Array(">From ".utf8), in: body).isEmpty else { return body }
        var result: [UInt8] = []
        result.reserveCapacity(body.count)
        for line in body.split(separator: newline, omittingEmptySubsequences: false) {
            let isQuoted =
                line.first == UInt8(ascii: ">") && line.drop { $0 == UInt8(ascii: ">") }.starts(with: separator)
            result.append(contentsOf: isQuoted ? line.dropFirst() : line)
            result.append(newline)
        }
        // Splitting found a last, empty line behind the last line feed.
        result.removeLast()
        return result
    }

    /// Every place where a pattern begins, from the left, without overlap. The C library looks for its first byte at many
    /// places at a time.
    private static func places(of pattern: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard let first = pattern.first else { return [] }
        return unsafe bytes.withUnsafeBytes { buffer in
            var places: [Int] = []
            guard let base = buffer.baseAddress else { return places }
            var from = 0
            while from + pattern.count <= buffer.count,
                let found = unsafe memchr(base + from, Int32(first), buffer.count - pattern.count + 1 - from)
            {
                let place = unsafe UnsafeRawPointer(found) - base
                let isThere = unsafe memcmp(base + place, pattern, pattern.count) == 0
                if isThere { places.append(place) }
                from = place + (isThere ? pattern.count : 1)
            }
            return places
        }
    }

    /// Whether some bytes hold the empty line that ends a header.
    static func holdsBlankLine(_ bytes: [UInt8]) -> Bool {
        [[newline, newline], [newline, UInt8(ascii: "\r"), newline]].contains { !places(of: $0, in: bytes).isEmpty }
    }
}
