import Foundation
import Glibc

/// Files and folders that only their owner may read, and that are there after a power cut.
enum PrivateFiles {
    static let fileRights: mode_t = 0o600
    static let folderRights: mode_t = 0o700

    /// Makes a folder with the folders above it unless it is there, and takes everybody else's rights away from it.
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StoreError.file(path: path, operation: "make the folder", code: errno)
        }
        try restrict(path, to: folderRights)
    }

    /// Makes an empty file unless it is there, and takes everybody else's rights away from it.
    static func makeFile(_ path: String) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, fileRights)
        guard descriptor >= 0 else { throw .file(path: path, operation: "open", code: errno) }
        close(descriptor)
        try restrict(path, to: fileRights)
    }

    /// Writes a file so that either all of it is there afterwards, crash or not, or nothing.
    static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
        let beside = path + ".new"
        let descriptor = unsafe open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, fileRights)
        guard descriptor >= 0 else { throw .file(path: beside, operation: "open", code: errno) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file(path: beside, operation: "write", code: errno) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw .file(path: beside, operation: "sync", code: errno) }
        guard unsafe rename(beside, path) == 0 else { throw .file(path: path, operation: "rename", code: errno) }
        try syncFolder(of: path)
    }

    /// A file's name is durable only once its folder is.
    static func syncFolder(of path: String) throws(StoreError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: folder, operation: "open", code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(path: folder, operation: "sync", code: errno) }
    }

    /// A file of somebody else keeps its rights: its owner's business, and no reason to stop.
    private static func restrict(_ path: String, to rights: mode_t) throws(StoreError) {
        guard unsafe chmod(path, rights) == 0 || errno == EPERM else {
            throw .file(path: path, operation: "restrict", code: errno)
        }
    }
}
