import Glibc

/// Holds a state folder for one process: two would fetch and answer the same mail.
final class FolderLock {
    private let descriptor: Int32

    init(folder: String) throws(StoreError) {
        let path = folder + "/lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, operation: "open", code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(folder: folder)
        }
    }

    deinit {
        close(descriptor)
    }
}
