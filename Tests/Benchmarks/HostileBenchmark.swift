import Classifier
import Digest
import Glibc
import MIME
import Triage
import WorkingTime

/// Reads and understands mails that are made to hurt, each in a process of its own, and prints what each costs: the
/// mark is one second and 100 MB above what the mail itself takes.
enum HostileBenchmark {
    static func run(_ arguments: [String], program: String) -> Int32 {
        if let name = arguments.first { return measure(name) }
        var failures: Int32 = 0
        for (name, _) in samples where spawn(program, ["hostile", name]) != 0 { failures += 1 }
        return failures
    }

    private static func measure(_ name: String) -> Int32 {
        guard let sample = samples.first(where: { $0.name == name }) else {
            print("no such sample: \(name)")
            return 64
        }
        let bytes = sample.bytes()
        guard let understanding = understanding() else { return 1 }
        let before = usage()
        let message = Message(bytes)
        let content = message.content
        var length = content.text.utf8.count + message.subject.utf8.count + message.references.count
        length += message.from.count + message.to.count + message.deliveryStatus.count
        for attachment in content.attachments { length += attachment.byteCount + attachment.name.utf8.count }
        for part in message.parts { for field in part.header { length += field.value.utf8.count } }
        let enquiry = understanding.enquiry(of: message, receivedAt: Instant(epochSeconds: 1_795_165_200))
        length += enquiry.newest.text.utf8.count + enquiry.classification.items.count
        let after = usage()
        // Only to be shown: it reads the whole mail once more.
        let defects = message.defects
        let milliseconds = Int((after.seconds - before.seconds) * 1_000)
        let megabytes = (after.peak - before.peak) / 1_024
        let isGood = milliseconds < 1_000 && megabytes < 100
        print(
            isGood ? "ok    " : "SLOW  ",
            name,
            "\(bytes.count / 1_000) kB",
            "\(milliseconds) ms",
            "+\(megabytes) MB",
            defects.map(\.rawValue).joined(separator: ",")
        )
        return isGood && length >= 0 ? 0 : 1
    }

    /// What a running Gatepost has in memory anyway.
    static func understanding() -> Understanding? {
        let from = Sender(name: "Support", address: "support@northlight.example")
        var policy = Policy(agency: Agency(name: "Northlight", zone: .utc, languages: ["en"], from: from))
        policy.ownAddresses = [from.address]
        policy.trustedAuthenticators = ["mx.northlight.example"]
        let classifier = RequestClassifier()
        _ = classifier.classify(subject: "", body: "Please repair the form.")
        return SigningKey(bytes: [UInt8](repeating: 7, count: 32)).map {
            Understanding(policy: policy, classifier: classifier, key: $0)
        }
    }

    private static func usage() -> (seconds: Double, peak: Int) {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
        let system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
        return (user + system, usage.ru_maxrss)
    }

    private static func spawn(_ program: String, _ arguments: [String]) -> Int32 {
        fflush(nil)
        var child = pid_t()
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        guard unsafe posix_spawn(&child, "/proc/self/exe", nil, nil, &words, environ) == 0 else { return -1 }
        var status: Int32 = 0
        unsafe waitpid(child, &status, 0)
        return status
    }

    private static func repeated(_ text: String, _ count: Int) -> [UInt8] {
        let piece = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(piece.count * count)
        for _ in 0..<count { bytes.append(contentsOf: piece) }
        return bytes
    }

    private static func mail(_ header: String, _ body: [UInt8]) -> [UInt8] {
        Array((header + "\r\n\r\n").utf8) + body
    }

    private static let samples: [(name: String, bytes: @Sendable () -> [UInt8])] = [
        (
            "nested-50000",
            {
                var bytes: [UInt8] = []
                for level in 0..<50_000 {
                    bytes += Array("Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n".utf8)
                }
                return bytes
            }
        ),
        (
            "nested-same-boundary-50000",
            { repeated("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 50_000) }
        ),
        (
            "parts-300000",
            {
                mail(
                    "Content-Type: multipart/mixed; boundary=b",
                    repeated("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", 300_000)
                )
            }
        ),
        (
            "empty-parts-1000000",
            { mail("Content-Type: multipart/mixed; boundary=b", repeated("--b\n\n", 1_000_000)) }
        ),
        ("header-lines-1000000", { mail("Subject: x", []) + repeated("A: b\r\n", 1_000_000) }),
        ("leading-header-lines-1000000", { repeated("A: b\r\n", 1_000_000) }),
        ("continuations-1000000", { Array("Subject: x\r\n".utf8) + repeated(" y\r\n", 1_000_000) }),
        ("nul-20MB", { repeated("\u{0}", 20_000_000) }),
        ("newlines-20MB", { repeated("\n", 20_000_000) }),
        ("hyphens-20MB", { mail("Content-Type: multipart/mixed; boundary=b", repeated("--b-\n", 4_000_000)) }),
        (
            "false-boundaries",
            {
                var header: [UInt8] = []
                for level in 0..<60 {
                    header += Array("Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n".utf8)
                }
                return header + repeated("\n--bogus", 1_000_000)
            }
        ),
        ("encoded-words", { Array("Subject: ".utf8) + repeated("=?utf-8?B?0J8=?= ", 1_000_000) }),
        ("open-encoded-words", { Array("Subject: ".utf8) + repeated("=?utf-8?Q?", 2_000_000) }),
        ("addresses", { Array("To: ".utf8) + repeated("a@b,", 5_000_000) }),
        ("brackets", { Array("To: ".utf8) + repeated("<", 10_000_000) }),
        ("comments", { Array("To: ".utf8) + repeated("(", 10_000_000) }),
        ("groups", { Array("To: ".utf8) + repeated("a:;", 5_000_000) }),
        ("parameters", { Array("Content-Type: text/plain".utf8) + repeated(";a*1*=b", 2_000_000) }),
        ("references", { Array("References: ".utf8) + repeated("<a@b>", 3_000_000) }),
        ("html-divs", { mail("Content-Type: text/html", repeated("<div>", 4_000_000)) }),
        ("html-quotes", { mail("Content-Type: text/html", repeated("<blockquote>a", 1_000_000)) }),
        ("html-tags", { mail("Content-Type: text/html", repeated("<a b='", 3_000_000)) }),
        ("html-comments", { mail("Content-Type: text/html", repeated("<!--", 4_000_000)) }),
        ("html-styles", { mail("Content-Type: text/html", repeated("<p style='a:b;", 1_000_000)) }),
        ("html-entities", { mail("Content-Type: text/html", repeated("&amp;", 3_000_000)) }),
        ("uuencode", { mail("Subject: x", repeated("begin 644 a\n#0V%T\nend\n", 500_000)) }),
        ("begin-lines", { mail("Subject: x", repeated("begin 644 a\n", 1_000_000)) }),
        (
            "base64-noise",
            { mail("Content-Transfer-Encoding: base64", repeated("!a", 10_000_000)) }
        ),
        (
            "quoted-noise",
            { mail("Content-Transfer-Encoding: quoted-printable", repeated("=", 20_000_000)) }
        ),
        (
            "gb18030-noise",
            {
                var bytes = Array("Content-Type: text/plain; charset=gb18030\r\n\r\n".utf8)
                bytes.append(contentsOf: repeatElement(0xFF, count: 4_000_000))
                return bytes
            }
        ),
        ("flowed", { mail("Content-Type: text/plain; format=flowed", repeated(">", 10_000_000)) }),
        (
            "flowed-lines",
            { mail("Content-Type: text/plain; format=flowed", repeated(">>>>>>>>>> \n", 1_000_000)) }
        ),
        ("from-200000", { repeated("From: a@b.example\r\n", 200_000) + Array("\r\nx".utf8) }),
        ("vouchers", { repeated("Authentication-Results: x; dmarc=pass\r\n", 200_000) + Array("\r\nx".utf8) }),
        ("voucher-comments", { Array("Authentication-Results: ".utf8) + repeated("(;", 5_000_000) }),
        ("mbox-lines", { repeated("From a Fri Nov 20 10:00:00 2026\n", 500_000) }),
        ("winmail", { mail("Content-Type: application/ms-tnef", repeated("\u{01}x\u{9}\u{0}", 5_000_000)) }),
        (
            "charsets",
            {
                mail(
                    "Content-Type: multipart/mixed; boundary=b",
                    repeated("--b\nContent-Type: text/plain; charset=x-\u{1}q\n\n\u{FF}\n", 200_000)
                )
            }
        ),
        ("sentences", { mail("Subject: x", repeated("I am out of office. ", 500_000)) }),
        ("one-sentence", { mail("Subject: x", repeated("vacation until unsubscribe ", 400_000)) }),
        ("han", { mail("Content-Type: text/plain; charset=utf-8", repeated("休假请勿回复", 500_000)) }),
        ("quotations", { mail("Subject: x", repeated("\"", 5_000_000)) }),
        (
            "answers",
            { mail("Subject: x", repeated("On Mon, 5 May 2026 at 10:30 A <a@b.example> wrote:\n> x\n", 100_000)) }
        ),
        ("openings", { mail("Subject: x", repeated("On Mon\n", 1_000_000)) }),
        (
            "forwards",
            { mail("Subject: Fwd: x", repeated("---------- Forwarded message ----------\nFrom: a\n", 100_000)) }
        ),
        ("subject-marks", { Array("Subject: ".utf8) + repeated("Re: ", 2_000_000) }),
        ("subject-tokens", { Array("Subject: ".utf8) + repeated("[#1]", 2_000_000) }),
        ("report", { mail("Content-Type: message/delivery-status", repeated("Action: failed\n\n", 1_000_000)) }),
    ]
}
