import Foundation
import Glibc

/// Where a mail's bytes lie.
struct SpoolPlace: Hashable, Sendable {
    var segment: Int
    var offset: Int
    var byteCount: Int
}

/// Raw mail as it came, appended to segment files. Appending runs of mails and one `fsync` for a batch is what makes a
/// large mailbox quick; the database row that follows says where a mail lies, so bytes that a crash left without a row
/// are merely dead.
///
/// Used by one thread at a time: the caller's lock orders appends.
final class Spool {
    private let folder: String
    private let isDurable: Bool
    private var segment: Int
    private var descriptor: Int32
    private var end: Int

    /// A segment is closed above this size, so that retention can drop whole files.
    static let segmentBytes = 64 << 20

    /// Opens the newest segment for appending, or begins the first.
    ///
    /// - Parameter isDurable: Whether appending waits for the disk.
    init(folder: String, newestSegment: Int, isDurable: Bool) throws(StoreError) {
        self.folder = folder
        self.isDurable = isDurable
        segment = max(newestSegment, 1)
        (descriptor, end) = try Self.openForAppending(Self.path(folder, segment))
    }

    deinit {
        close(descriptor)
    }

    /// Appends mails and, where that is wanted, makes them durable before returning.
    func append(_ mails: [[UInt8]]) throws(StoreError) -> [SpoolPlace] {
        var places: [SpoolPlace] = []
        places.reserveCapacity(mails.count)
        for mail in mails {
            if end >= Self.segmentBytes { try beginSegment() }
            places.append(SpoolPlace(segment: segment, offset: end, byteCount: mail.count))
            try write(mail)
            end += mail.count
        }
        try sync()
        return places
    }

    /// The bytes at a place; nil when the file is shorter than the record says.
    static func bytes(at place: SpoolPlace, folder: String) throws(StoreError) -> [UInt8]? {
        let path = Self.path(folder, place.segment)
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .file(path: path, operation: "open", code: errno) }
        defer { close(file) }
        var failure: Int32?
        var isShort = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: place.byteCount) { buffer, count in
            while count < place.byteCount {
                let read = unsafe pread(
                    file,
                    buffer.baseAddress.map { unsafe $0 + count },
                    place.byteCount - count,
                    off_t(place.offset + count)
                )
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = errno }
                if read == 0 { isShort = true }
                if read <= 0 { break }
                count += read
            }
        }
        if let failure { throw .file(path: path, operation: "read", code: failure) }
        return isShort ? nil : bytes
    }

    private func write(_ mail: [UInt8]) throws(StoreError) {
        var written = 0
        while written < mail.count {
            let count = unsafe mail.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + written },
                    mail.count - written,
                    off_t(end + written)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw .file(path: Self.path(folder, segment), operation: "write", code: errno)
            }
            written += count
        }
    }

    private func sync() throws(StoreError) {
        guard isDurable else { return }
        guard fdatasync(descriptor) == 0 else {
            throw .file(path: Self.path(folder, segment), operation: "sync", code: errno)
        }
    }

    private func beginSegment() throws(StoreError) {
        try sync()
        close(descriptor)
        segment += 1
        (descriptor, end) = try Self.openForAppending(Self.path(folder, segment))
        try Self.syncFolder(folder)
    }

    private static func openForAppending(_ path: String) throws(StoreError) -> (Int32, Int) {
        // Only the owner may read clients' mail.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, operation: "open", code: errno) }
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .file(path: path, operation: "seek", code: errno) }
        return (descriptor, Int(end))
    }

    /// A new file's name is durable only once its folder is.
    private static func syncFolder(_ folder: String) throws(StoreError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: folder, operation: "open", code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(path: folder, operation: "sync", code: errno) }
    }

    /// Takes a mail's bytes off the disk. The places of other mails stay as they are; the caller holds the `SpoolGuard`.
    static func erase(_ place: SpoolPlace, folder: String) throws(StoreError) {
        guard place.byteCount > 0 else { return }
        let path = Self.path(folder, place.segment)
        let file = unsafe open(path, O_WRONLY | O_CLOEXEC)
        // A segment that is gone holds nothing any more.
        guard file >= 0 else {
            if errno == ENOENT { return }
            throw .file(path: path, operation: "open", code: errno)
        }
        defer { close(file) }
        let zeros = [UInt8](repeating: 0, count: min(place.byteCount, 1 << 20))
        var written = 0
        while written < place.byteCount {
            let count = unsafe zeros.withUnsafeBytes { buffer in
                unsafe pwrite(
                    file,
                    buffer.baseAddress,
                    min(buffer.count, place.byteCount - written),
                    off_t(place.offset + written)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file(path: path, operation: "write", code: errno) }
            written += count
        }
        guard fdatasync(file) == 0 else { throw .file(path: path, operation: "sync", code: errno) }
    }

    /// Gives back the room of a segment in which nothing is kept any more; never of the newest, which is being written.
    static func remove(segment: Int, folder: String) throws(StoreError) {
        let path = Self.path(folder, segment)
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw .file(path: path, operation: "remove", code: errno)
        }
    }

    /// The segments that are there, in order.
    static func segmentNames(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter(isSegmentName).sorted()
        } catch {
            throw StoreError.file(path: folder, operation: "list", code: errno)
        }
    }

    static func isSegmentName(_ name: String) -> Bool {
        let digits = name.utf8.dropLast(nameEnd.utf8.count)
        return name.hasSuffix(nameEnd) && digits.count >= 8 && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static let nameEnd = ".mail"

    private static func path(_ folder: String, _ segment: Int) -> String {
        let digits = String(segment)
        return folder + "/" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + nameEnd
    }
}
