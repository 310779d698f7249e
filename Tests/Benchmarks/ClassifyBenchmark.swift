import Classifier
import Glibc

/// Classifies texts, cutting and evidence included, and reads the model: CPU time of one thread.
///
/// The texts stand in one file, a NUL byte after each. A round takes every text several times, so that it lasts longer
/// than the clock's grain; the least and the middle round are given, as other work on the machine only adds.
enum ClassifyBenchmark {
    /// How often a round classifies each text.
    private static let repeats = 20

    static func run(_ arguments: [String]) -> Int32 {
        guard let path = arguments.first, let file = unsafe fopen(path, "rb") else {
            print("usage: Benchmarks classify FILE [--rounds N]")
            return 64
        }
        defer { unsafe _ = fclose(file) }
        var rounds = 15
        if let place = arguments.firstIndex(of: "--rounds"), place + 1 < arguments.count {
            rounds = max(3, Int(arguments[place + 1]) ?? rounds)
        }
        var bytes = [UInt8](repeating: 0, count: 1 << 22)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        let texts = bytes[..<count].split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard !texts.isEmpty else { return 64 }
        let classifier = RequestClassifier()
        var requests = 0
        for text in texts { requests += classifier.classify(subject: "", body: text).items.count }
        let times = (0..<rounds).map { _ -> Double in
            let start = CPUTime.now
            for text in texts {
                for _ in 0..<repeats { requests += classifier.classify(subject: "", body: text).items.count }
            }
            return (CPUTime.now - start) / Double(repeats * texts.count)
        }.sorted()
        let model = Model.shipped.bytes
        let loads = (0..<rounds).map { _ -> Double in
            let start = CPUTime.now
            guard (try? Model(bytes: model)) != nil else { return 1 }
            return CPUTime.now - start
        }.sorted()
        print(
            """
            {"texts": \(texts.count), "requests": \(requests / (1 + rounds * repeats)), \
            "classifySeconds": [\(times[0]), \(times[rounds / 2])], "loadSeconds": [\(loads[0]), \(loads[rounds / 2])]}
            """
        )
        return 0
    }
}

/// CPU time of this process, in seconds.
enum CPUTime {
    static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
