import Glibc
import MIME

/// Parses every mail of a folder: timed over several rounds, or once with what was read printed as JSON lines.
///
/// What a round does for each message: cut it into parts; decode every header field; read the address lists, the date,
/// the identifiers; decode every text, HTML to text included where it is what a person would read; decode the names of
/// all files and count their decoded bytes; the same for enclosed messages.
enum MIMEBenchmark {
    static func run(_ arguments: [String]) -> Int32 {
        guard let folder = arguments.first else {
            print("usage: Benchmarks mime FOLDER [--rounds N] [--facts]")
            return 64
        }
        let names = Folder.mails(in: folder)
        if arguments.contains("--facts") {
            for name in names { print(MessageFacts.json(Message(Folder.bytes(folder + "/" + name)), file: name)) }
            return 0
        }
        var rounds = 3
        if let place = arguments.firstIndex(of: "--rounds"), place + 1 < arguments.count {
            rounds = Int(arguments[place + 1]) ?? rounds
        }
        let mails = names.map { Folder.bytes(folder + "/" + $0) }
        measure(mails, rounds: max(1, rounds))
        return 0
    }

    private static func measure(_ mails: [[UInt8]], rounds: Int) {
        let total = mails.reduce(0) { $0 + $1.count }
        var best = Double.infinity
        var work = Work()
        for round in 1...rounds {
            work = Work()
            let start = cpuSeconds()
            for mail in mails { work.add(Message(mail)) }
            let spent = cpuSeconds() - start
            best = min(best, spent)
            print("round \(round): \(rate(Double(total) / 1e6 / spent)) MB/s")
        }
        print(
            "read: \(work.fields) header fields, \(work.mailboxes) addresses, \(work.dates) dates,",
            "\(work.textBytes) bytes of text, \(work.files) files of \(work.fileBytes) bytes decoded (sizes counted),",
            "\(work.nested) enclosed messages"
        )
        print(
            "Swift MIME: \(rate(Double(total) / 1e6 / best)) MB/s, \(rate(Double(mails.count) / best)) messages/s",
            "on one core"
        )
        print("{\"seconds\": \(best), \"bytes\": \(total), \"messages\": \(mails.count)}")
    }

    private static func rate(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// CPU time of this process.
    private static func cpuSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Reads everything of a message and counts it, so that no work can be left out.
private struct Work {
    var fields = 0
    var mailboxes = 0
    var dates = 0
    var textBytes = 0
    var files = 0
    var fileBytes = 0
    var nested = 0

    mutating func add(_ message: Message) {
        for part in message.parts {
            for field in part.header {
                fields += 1
                textBytes += field.value.utf8.count
            }
        }
        mailboxes += message.from.count + message.to.count + message.cc.count + message.replyTo.count
        if message.date != nil { dates += 1 }
        textBytes += message.subject.utf8.count + (message.messageID?.utf8.count ?? 0)
        for identifier in message.references { textBytes += identifier.utf8.count }
        let content = message.content
        textBytes += content.text.utf8.count + (content.html?.utf8.count ?? 0)
        for attachment in content.attachments {
            if let inner = attachment.message {
                nested += 1
                add(inner)
            } else {
                files += 1
                textBytes += attachment.name.utf8.count
                fileBytes += attachment.byteCount
            }
        }
    }
}

/// The mails of a folder.
private enum Folder {
    static func mails(in folder: String) -> [String] {
        var names: [String] = []
        guard let directory = unsafe opendir(folder) else { return [] }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { place in
                unsafe place.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".eml") { names.append(name) }
        }
        unsafe closedir(directory)
        return names.sorted()
    }

    static func bytes(_ path: String) -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else { return [] }
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[0..<count])
        }
    }
}
