import Foundation

/// Mails lying in files: single `.eml` files, folders of them, Maildirs and mboxes.
public struct MailFiles: Sendable {
    /// One mail and where it was found; of an mbox with the mail's number, as `old.mbox#3`.
    public struct Found: Sendable {
        public var path: String
        public var bytes: [UInt8]
    }

    /// A path that cannot be read.
    public struct Unreadable: Error, CustomStringConvertible {
        public var path: String
        public var description: String { "\(path): cannot be read; check the name and its rights" }
    }

    /// Calls `body` with every mail under the paths, in order of path, one at a time in memory.
    public static func forEach(in paths: [String], _ body: (Found) throws -> Void) throws {
        for path in paths {
            for file in try files(at: path) {
                try read(file, body)
            }
        }
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Unreadable(path: path)
        }
        guard isFolder.boolValue else { return [path] }
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        let isMaildir = ["cur", "new"].contains { FileManager.default.fileExists(atPath: "\(base)/\($0)") }
        guard let names = FileManager.default.enumerator(atPath: base) else { throw Unreadable(path: path) }
        return names.compactMap { $0 as? String }.filter { isMail(name: $0, inMaildir: isMaildir) }
            .map { "\(base)/\($0)" }.sorted()
    }

    /// In a Maildir every file of `cur` and `new` is a mail; elsewhere a mail is told by its ending.
    private static func isMail(name: String, inMaildir: Bool) -> Bool {
        let parts = name.split(separator: "/")
        guard let last = parts.last, !last.hasPrefix(".") else { return false }
        if inMaildir { return parts.count >= 2 && ["cur", "new"].contains(parts[parts.count - 2]) }
        let ending = last.lowercased()
        return [".eml", ".mbox", ".msg", ".txt"].contains { ending.hasSuffix($0) }
    }

    private static func read(_ path: String, _ body: (Found) throws -> Void) throws {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
            throw Unreadable(path: path)
        }
        // A lone mail may begin with an mbox line as well; an mbox is told by a second one.
        let starts = data.starts(with: Self.separator) ? mailStarts(in: data) : []
        guard path.lowercased().hasSuffix(".mbox") || starts.count > 1 else {
            return try body(Found(path: path, bytes: Array(data)))
        }
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : data.endIndex
            try body(Found(path: "\(path)#\(index + 1)", bytes: unquoted(data[start..<end])))
        }
    }

    private static let separator = Data("From ".utf8)

    /// Where the separator lines are: `From ` at the beginning, and after a blank line (RFC 4155).
    private static func mailStarts(in data: Data) -> [Int] {
        var starts = [data.startIndex]
        for blank in ["\n\nFrom ", "\n\r\nFrom "] {
            let pattern = Data(blank.utf8)
            var from = data.startIndex
            while let found = data.range(of: pattern, in: from..<data.endIndex) {
                starts.append(found.upperBound - separator.count)
                from = found.upperBound
            }
        }
        return starts.sorted()
    }

    /// One mail of an mbox without its separator line, `>From ` unquoted by one level.
    private static func unquoted(_ mail: Data) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var lines = mail.split(separator: newline, omittingEmptySubsequences: false).dropFirst()
        if lines.last?.isEmpty == true { lines = lines.dropLast() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(mail.count)
        for line in lines {
            let isQuoted =
                line.first == UInt8(ascii: ">") && line.drop { $0 == UInt8(ascii: ">") }.starts(with: separator)
            bytes.append(contentsOf: isQuoted ? line.dropFirst() : line)
            bytes.append(newline)
        }
        return bytes
    }
}
