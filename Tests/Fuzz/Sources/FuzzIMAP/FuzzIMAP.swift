@testable import Fetcher

/// What a server sends, whole and cut at any place: both readings must give the same responses or the same refusal.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let step = bytes.first else { return 0 }
    let stream = bytes.dropFirst()
    let limits = ParserLimits(
        responseTextBytes: 1 << 16,
        literals: 16,
        literalBytes: 1 << 12,
        droppedLiteralBytes: 1 << 20,
        nesting: 100
    )
    var whole = ResponseParser(limits: limits)
    whole.append(stream)
    let first = responses(&whole)

    var cut = ResponseParser(limits: limits)
    var second = Reading()
    let size = Int(step) % 17 + 1
    var rest = stream
    while !rest.isEmpty, !second.isRefused {
        let room = cut.literalRoom
        let piece = rest.prefix(room > 0 ? min(room, size) : size)
        rest = rest.dropFirst(piece.count)
        cut.receive { $0.append(contentsOf: piece) }
        let more = responses(&cut)
        second.responses += more.responses
        second.isRefused = more.isRefused
    }
    // A refusal may come sooner when less was read at once, never later.
    precondition(second.responses.starts(with: first.responses) || first.responses.starts(with: second.responses))
    if !first.isRefused { precondition(second.responses == first.responses && !second.isRefused) }
    for response in first.responses {
        if case .list(let entry) = response { _ = MailboxName(entry) }
        if case .search(let uids) = response { _ = uids.uids(limit: 10_000) }
    }
    _ = ModifiedUTF7.decoded(Array(stream))
    _ = InternalDate.instant(Array(stream))
    return 0
}

private struct Reading {
    var responses: [Response] = []
    var isRefused = false
}

private func responses(_ parser: inout ResponseParser) -> Reading {
    var reading = Reading()
    do {
        while let response = try parser.next() { reading.responses.append(response) }
    } catch {
        reading.isRefused = true
    }
    return reading
}
