import Digest
import Foundation
import Glibc

/// Files in one, as a POSIX tar (ustar) whose last member, `manifest.json`, has the length and SHA-256 of each other
/// one: `tar -t` and `sha256sum` understand it without us.
enum Archive {
    struct Member: Codable, Equatable {
        var name: String
        var bytes: Int
        var sha256: String
    }

    struct Manifest: Codable {
        var format = Archive.format
        /// Seconds since 1970.
        var at: Int64
        var members: [Member]
    }

    static let format = 1
    static let manifestName = "manifest.json"
    static let blockBytes = 512

    /// A member's name, type and length, in the one block before its bytes.
    static func header(name: String, byteCount: Int, at seconds: Int64) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockBytes)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        func octal(_ number: Int, digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        put(String(name.utf8.prefix(100)) ?? "", at: 0)
        put(octal(0o600, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(byteCount, digits: 11), at: 124)
        put(octal(Int(seconds), digits: 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6) + "\u{0} ", at: 148)
        return block
    }

    /// The members of an archive with their places; nil for what is no archive of ours or ends too early.
    static func members(of archive: Data) -> [(name: String, range: Range<Int>)]? {
        var found: [(name: String, range: Range<Int>)] = []
        var offset = 0
        while offset + blockBytes <= archive.count {
            let block = [UInt8](archive[offset..<(offset + blockBytes)])
            if block.allSatisfy({ $0 == 0 }) { return found }
            guard block[257..<262].elementsEqual("ustar".utf8), let count = number(block[124..<136]) else { return nil }
            let name = String(decoding: block[0..<100].prefix { $0 != 0 }, as: UTF8.self)
            let start = offset + blockBytes
            guard count >= 0, count <= archive.count - start else { return nil }
            found.append((name, start..<(start + count)))
            offset = start + (count + blockBytes - 1) / blockBytes * blockBytes
        }
        return nil
    }

    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: field.prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self), radix: 8)
    }

    static func digest(of data: Data) -> String {
        unsafe data.withUnsafeBytes { unsafe Digest(of: $0) }.hexadecimal
    }
}

/// Writes an archive under another name and gives it its own once all of it is on the disk.
final class ArchiveWriter {
    private let path: String
    private let partial: String
    private let descriptor: Int32
    private let at: Int64
    private var members: [Archive.Member] = []

    init(path: String, at: Int64) throws(StoreError) {
        self.path = path
        self.at = at
        partial = path + ".partial"
        descriptor = unsafe open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, PrivateFiles.fileRights)
        guard descriptor >= 0 else { throw .file(path: partial, operation: "open", code: errno) }
    }

    deinit {
        close(descriptor)
        // After `finish` there is none any more.
        unsafe unlink(partial)
    }

    func add(_ name: String, _ data: Data) throws(StoreError) {
        try write(Data(Archive.header(name: name, byteCount: data.count, at: at)))
        try write(data)
        let rest = data.count % Archive.blockBytes
        if rest > 0 { try write(Data(count: Archive.blockBytes - rest)) }
        members.append(Archive.Member(name: name, bytes: data.count, sha256: Archive.digest(of: data)))
    }

    /// Ends the archive; answers its length in bytes.
    func finish() throws -> Int {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try add(Archive.manifestName, try encoder.encode(Archive.Manifest(at: at, members: members)))
        try write(Data(count: 2 * Archive.blockBytes))
        guard fsync(descriptor) == 0 else { throw StoreError.file(path: partial, operation: "sync", code: errno) }
        let length = lseek(descriptor, 0, SEEK_CUR)
        guard unsafe rename(partial, path) == 0 else {
            throw StoreError.file(path: path, operation: "rename", code: errno)
        }
        try PrivateFiles.syncFolder(of: path)
        return Int(length)
    }

    private func write(_ data: Data) throws(StoreError) {
        let failure = unsafe data.withUnsafeBytes { buffer -> Int32? in
            var written = 0
            while written < buffer.count {
                let count = unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + written },
                    buffer.count - written
                )
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                written += count
            }
            return nil
        }
        if let failure { throw .file(path: partial, operation: "write", code: failure) }
    }
}
