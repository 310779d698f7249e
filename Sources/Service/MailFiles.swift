import Foundation
import MIME
import WorkingTime

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

    /// Where one mail lies: a file, or a part of an mbox.
    struct Place: Sendable {
        var file: String
        var part: (number: Int, range: Range<Int>)?

        var path: String { part.map { "\(file)#\($0.number)" } ?? file }
    }

    /// Calls `body` with every mail under the paths, in order of path, one at a time in memory.
    public static func forEach(in paths: [String], _ body: (Found) throws -> Void) throws {
        var reader = FileReader()
        for path in paths {
            for place in try places(at: path) {
                try body(Found(path: place.path, bytes: try reader.mail(at: place)))
            }
        }
    }

    /// Every mail under the paths in the order in which they were written. A mail without a usable Date counts as
    /// written with the one before it.
    ///
    /// - Parameter now: No mail was written later.
    static func dated(in paths: [String], now: Instant) throws -> [(place: Place, writtenAt: Instant)] {
        var reader = FileReader()
        var found: [(place: Place, writtenAt: Instant)] = []
        for place in try paths.flatMap(places) {
            let date = Message(try reader.header(at: place)).date.map { Instant(epochSeconds: $0.epochSeconds) }
            found.append((place, min(date ?? found.last?.writtenAt ?? now, now)))
        }
        return found.enumerated()
            .sorted { ($0.element.writtenAt, $0.offset) < ($1.element.writtenAt, $1.offset) }.map(\.element)
    }

    private static func places(at path: String) throws -> [Place] {
        try files(at: path).flatMap { file -> [Place] in
            guard let handle = FileHandle(forReadingAtPath: file) else { throw Unreadable(path: file) }
            defer { try? handle.close() }
            let isMbox = file.lowercased().hasSuffix(".mbox")
            let head = try handle.read(upToCount: Mbox.separator.count).map(Array.init)
            guard isMbox || head == Mbox.separator else {
                return [Place(file: file, part: nil)]
            }
            // A lone mail may begin with an mbox line as well; an mbox is told by a second one.
            let starts = try Mbox.starts(in: handle)
            guard isMbox || starts.count > 1 else { return [Place(file: file, part: nil)] }
            let end = Int(try handle.seekToEnd())
            return starts.indices.map { index in
                let next = index + 1 < starts.count ? starts[index + 1] : end
                return Place(file: file, part: (index + 1, starts[index]..<max(starts[index], next)))
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
}

/// Reads mails from their places; an mbox stays open from one mail to the next.
struct FileReader {
    private var mbox: (path: String, handle: FileHandle)?

    /// More than any honest header; what is cut off of a longer one only costs its date.
    private static let headerBytes = 64 << 10

    /// A mail's bytes.
    mutating func mail(at place: MailFiles.Place) throws -> [UInt8] {
        guard let part = place.part else {
            guard let data = FileManager.default.contents(atPath: place.file) else {
                throw MailFiles.Unreadable(path: place.file)
            }
            return Array(data)
        }
        return Mbox.mail(try bytes(of: place.file, at: part.range))
    }

    /// What most headers fit into.
    private static let shortHeaderBytes = 4 << 10

    /// A mail's beginning, with its header or most of it.
    mutating func header(at place: MailFiles.Place) throws -> [UInt8] {
        if let part = place.part {
            let short = try bytes(of: place.file, at: part.range.prefix(Self.shortHeaderBytes))
            if Mbox.holdsBlankLine(short) { return Mbox.mail(short) }
            return Mbox.mail(try bytes(of: place.file, at: part.range.prefix(Self.headerBytes)))
        }
        guard let handle = FileHandle(forReadingAtPath: place.file) else {
            throw MailFiles.Unreadable(path: place.file)
        }
        defer { try? handle.close() }
        return Array(try handle.read(upToCount: Self.headerBytes) ?? Data())
    }

    private mutating func bytes(of path: String, at range: Range<Int>) throws -> [UInt8] {
        let handle: FileHandle
        if let open = mbox, open.path == path {
            handle = open.handle
        } else {
            guard let opened = FileHandle(forReadingAtPath: path) else { throw MailFiles.Unreadable(path: path) }
            mbox = (path, opened)
            handle = opened
        }
        try handle.seek(toOffset: UInt64(range.lowerBound))
        return Array(try handle.read(upToCount: range.count) ?? Data())
    }
}
