/// The order of the house: a target imports only from the targets before it. The README draws the same picture.
enum House {
    static let rooms = [
        "CryptoShim", "Digest", "MIME", "WorkingTime", "ClassifierModel", "Classifier", "Agreement", "HourLedger",
        "Triage",
        "Reports", "Mailrules", "Store", "CurlShim", "Curl", "Fetcher", "Responder", "Service", "gatepost",
    ]

    /// What a room may import besides lower rooms. Everything may use the standard library.
    static let libraries: [String: Set<String>] = [
        "MIME": ["Glibc", "Synchronization"],
        "WorkingTime": ["Foundation", "Synchronization"],
        "Triage": ["Synchronization"],
        "Reports": ["Foundation"],
        "Mailrules": ["Darwin", "Foundation", "Glibc", "Musl", "Yams"],
        "Store": ["Foundation", "Glibc", "GRDB", "Synchronization"],
        "Curl": ["Foundation", "Glibc", "Synchronization"],
        "Fetcher": ["Dispatch", "Foundation", "Glibc", "Synchronization"],
        "Responder": ["Foundation", "Mustache"],
        "Service": ["Foundation", "Glibc", "Logging", "ServiceLifecycle", "Synchronization", "UnixSignals"],
        "gatepost": [
            "ArgumentParser", "Foundation", "Glibc", "Logging", "ServiceLifecycle", "Synchronization", "UnixSignals",
        ],
    ]
}
