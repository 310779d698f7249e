import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a command that prints a secret, within bounds of time and output.
enum SecretCommand {
    /// A password manager answers at once; one that asks a person on a terminal cannot be used here.
    static let limitSeconds = 10
    /// Far above any password or token (OAuth tokens reach some 4 KB).
    static let limitBytes = 64 * 1024

    private static let pollMilliseconds: Int32 = 50

    /// What `/bin/sh -c command` prints; its error output goes where ours goes. The command runs in a process group
    /// of its own, so that its children end with it.
    static func output(of command: String, seconds: Int = limitSeconds) -> Result<[UInt8], SecretFailure.Reason> {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return .failure(.notStarted) }
        let (reading, writing) = (ends[0], ends[1])
        // Neither end may stay open in a child, or the end of the output would never be seen.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(reading) }
        let child = spawn(command, output: writing)
        close(writing)
        guard let child else { return .failure(.notStarted) }

        var rounds = seconds * 1000 / Int(pollMilliseconds)
        let bytes = collect(reading, rounds: &rounds)
        guard case .success(let output) = bytes, let status = exitStatus(of: child, rounds: &rounds) else {
            kill(-child, SIGKILL)
            _ = waitpid(child, nil, 0)
            if case .failure(let reason) = bytes { return .failure(reason) }
            return .failure(.timedOut)
        }
        return status == 0 ? .success(output) : .failure(.exit(status: status))
    }

    private static func spawn(_ command: String, output: Int32) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { return nil }
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        unsafe posix_spawnattr_setpgroup(&attributes, 0)

        let arguments = unsafe ["sh", "-c", command].map { (text: String) in unsafe strdup(text) }
        defer { unsafe arguments.forEach { unsafe free($0) } }
        let variables = unsafe ProcessInfo.processInfo.environment.map { unsafe strdup("\($0.key)=\($0.value)") }
        defer { unsafe variables.forEach { unsafe free($0) } }
        var child: pid_t = 0
        // Both lists end with a null pointer (POSIX, execve).
        let outcome = unsafe posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments + [nil], variables + [nil])
        return outcome == 0 ? child : nil
    }

    /// Reads to the end, waiting at most `rounds` polls; counting polls needs no clock.
    private static func collect(_ reading: Int32, rounds: inout Int) -> Result<[UInt8], SecretFailure.Reason> {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while rounds > 0 {
            var wanted = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&wanted, 1, pollMilliseconds) > 0 else {
                rounds -= 1
                continue
            }
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(reading, $0.baseAddress, $0.count) }
            if count <= 0 { return .success(output) }
            output += buffer.prefix(count)
            if output.count > limitBytes { return .failure(.tooLong) }
        }
        return .failure(.timedOut)
    }

    /// Exit status of the child; 128 and the signal's number when a signal ended it; nil when it does not end in time.
    private static func exitStatus(of child: pid_t, rounds: inout Int) -> Int? {
        var status: Int32 = 0
        while rounds > 0 {
            if unsafe waitpid(child, &status, WNOHANG) == child {
                let signal = Int(status & 0x7F)
                return signal == 0 ? Int(status >> 8) & 0xFF : 128 + signal
            }
            // The output has ended, so the child is about to; 1 ms is enough at first.
            _ = poll(nil, 0, pollMilliseconds)
            rounds -= 1
        }
        return nil
    }
}
