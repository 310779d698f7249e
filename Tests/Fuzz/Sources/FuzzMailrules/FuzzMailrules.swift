import Foundation
import Mailrules

/// Puts the bytes in place of one file of a sound folder and loads it: a configuration or findings, never a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let name = Folder.files[Int(first) % Folder.files.count]
    let sound = FileManager.default.contents(atPath: Folder.path + "/" + name) ?? Data()
    guard (try? Data(bytes.dropFirst()).write(to: URL(fileURLWithPath: Folder.path + "/" + name))) != nil else {
        return 0
    }
    switch loadConfiguration(folder: Folder.path) {
    case .loaded(let configuration, _): precondition(!configuration.mailboxes.isEmpty)
    case .refused(let findings): precondition(!findings.isEmpty)
    }
    try? sound.write(to: URL(fileURLWithPath: Folder.path + "/" + name))
    return 0
}

private enum Folder {
    static let files = ["agency.yaml", "plans.yaml", "rules.yaml", "clients/harbor.yaml", "terms/retainer.en.md"]

    /// A copy of the example folder that this process alone writes to; in memory where the system has such a place.
    static let path: String = {
        let memory = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        let copy = "\(memory)/gatepost-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
        let example = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Mailrules").path
        do {
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: example, toPath: copy)
        } catch {
            preconditionFailure("\(example) could not be copied to \(copy): \(error)")
        }
        atexit { try? FileManager.default.removeItem(atPath: Folder.path) }
        return copy
    }()
}
