import Foundation

/// The operator's folder on disk. Reads only regular files, within bounds.
struct Folder {
    /// Far above any file of the form: a terms text of a hundred pages has 300 KB.
    static let limitFileBytes = 1 << 20
    /// Agencies of this kind have dozens of clients; 20,000 would still load.
    static let limitFiles = 20_000
    /// All files together.
    static let limitTotalBytes = 256 << 20

    let path: String
    let findings: Findings
    private var bytesLeft = Self.limitTotalBytes

    init(path: String, findings: Findings) {
        self.path = path
        self.findings = findings
    }

    /// Whether the folder is there at all.
    var exists: Bool {
        var isDirectory: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// Names in a folder inside this one, sorted; empty when there is none. Hidden names are left out.
    func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: absolute(folder))) ?? []
        let visible = names.filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") }.sorted()
        if visible.count > Self.limitFiles {
            report(
                folder,
                "more than \(Self.limitFiles) files in one folder",
                "Move files that are not in use elsewhere."
            )
        }
        return Array(visible.prefix(Self.limitFiles))
    }

    /// A file's text; nil when it cannot be read, which is then a finding. A missing file is a finding only when
    /// `isRequired`.
    mutating func file(_ relative: String, isRequired: Bool = true) -> SourceFile? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(relative)) else {
            if isRequired {
                report(relative, "the file is missing", "`gatepost init` writes a starter folder to copy it from.")
            }
            return nil
        }
        // A pipe would block for ever, a device might never end.
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            report(relative, "this is no regular file", "Put the file itself here, or a link to it.")
            return nil
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= Self.limitFileBytes, size <= bytesLeft else {
            report(relative, "the file is larger than \(Self.limitFileBytes) bytes", "Shorten or divide it.")
            return nil
        }
        bytesLeft -= size
        guard let data = FileManager.default.contents(atPath: absolute(relative)) else {
            report(relative, "the file cannot be read", "Give the user who runs Gatepost the right to read it.")
            return nil
        }
        return text(of: [UInt8](data), relative)
    }

    private func text(of bytes: [UInt8], _ relative: String) -> SourceFile? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
        if let text = String(validating: content, as: UTF8.self) { return SourceFile(path: relative, text: text) }
        let repaired = SourceFile(path: relative, text: String(decoding: content, as: UTF8.self))
        for (index, line) in repaired.lines.enumerated() {
            guard let position = line.unicodeScalars.firstIndex(of: "\u{FFFD}") else { continue }
            let column = line.unicodeScalars.distance(from: line.startIndex, to: position) + 1
            findings.error(
                repaired.place(line: index + 1, column: column),
                "the file is not UTF-8 from here on",
                "Save it as UTF-8 in your editor."
            )
            break
        }
        return nil
    }

    func absolute(_ relative: String) -> String {
        relative.hasPrefix("/") ? relative : "\(path)/\(relative)"
    }

    private func resolved(_ relative: String) -> String {
        URL(fileURLWithPath: absolute(relative)).resolvingSymlinksInPath().path
    }

    /// Whether there is anything under a path.
    func has(_ relative: String) -> Bool {
        FileManager.default.fileExists(atPath: absolute(relative))
    }

    /// Reports a file whose name keeps it from being read.
    func reportStranger(_ relative: String, expected: String) {
        report(relative, "the file's name keeps it from being read", expected)
    }

    func report(_ relative: String, _ problem: String, _ remedy: String) {
        findings.error(SourceFile(path: relative, text: "").top, problem, remedy)
    }
}
