import MIME

/// Composes a mail out of hostile values and holds the result to RFC 5322: ASCII, CRLF, lines within 998, no field that
/// was not meant, and the same text when it is read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let values = bytes.split(separator: 0xFF, maxSplits: 6, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    func value(_ place: Int) -> String { place < values.count ? values[place] : "x" }
    var message = OutgoingMessage(
        from: Mailbox(name: value(0), address: "desk@agency.example"),
        to: [Mailbox(name: value(1), address: value(2))],
        subject: value(3),
        date: DateTime(epochSeconds: Int64(count), offsetMinutes: 60),
        messageID: value(4),
        text: value(5)
    )
    message.headers = [.init(name: value(1), value: value(0)), .init(name: "X-Note", value: value(3))]
    message.html = count % 2 == 0 ? value(5) : nil
    if count % 3 == 0 { message.attachments = [.init(name: value(6), type: value(1), bytes: bytes)] }
    let mail = Composer.compose(message)
    check(mail)
    let read = Message(mail)
    precondition(read.header.all("From").count == 1 && read.header.all("Subject").count == 1)
    precondition(read.from.map(\.address) == ["desk@agency.example"])
    if count % 3 == 0 { precondition(read.attachments.last?.decodedBytes == bytes) }
    return 0
}

private func check(_ mail: [UInt8]) {
    var length = 0
    var previous: UInt8 = 0
    for byte in mail {
        precondition(byte < 0x80 && byte != 0)
        if byte == 0x0A {
            precondition(previous == 0x0D && length <= 999)
            length = 0
        } else {
            precondition(previous != 0x0D)
            length += 1
        }
        previous = byte
    }
}
