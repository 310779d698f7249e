import Glibc

/// Keeps erasing out of the spool while somebody copies it, among all processes. Appending needs no leave: it changes
/// nothing that is there.
final class SpoolGuard {
    enum Mode { case reading, erasing }

    private var descriptor: Int32

    /// Waits until the others let go.
    init(folder: String, mode: Mode) throws(StoreError) {
        let path = folder + "/spool.lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, PrivateFiles.fileRights)
        guard descriptor >= 0 else { throw .file(path: path, operation: "open", code: errno) }
        while flock(descriptor, mode == .reading ? LOCK_SH : LOCK_EX) != 0 {
            guard errno == EINTR else {
                let code = errno
                release()
                throw .file(path: path, operation: "lock", code: code)
            }
        }
    }

    func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }

    deinit { release() }
}
