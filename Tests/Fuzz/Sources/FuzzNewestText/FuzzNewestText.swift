import MIME
@testable import Triage

/// Trims a text to what was newly written: never more words than there were, and every reading of the same text alike.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let whole = String(decoding: bytes, as: UTF8.self)
    let lines = whole.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let subject = String(lines.first ?? "")
    let body = String(lines.count > 1 ? lines[1] : "")
    let newest = NewestText(of: body, subject: subject)
    precondition(newest.text.utf8.count <= whole.utf8.count + 16)
    precondition(newest.introduction.utf8.count <= newest.text.utf8.count + 16)
    precondition(NewestText(of: body, subject: subject) == newest)
    let base = BaseSubject.normalized(subject)
    precondition(BaseSubject.display(subject).unicodeScalars.count <= 1_000)
    precondition(!base.utf8.contains(0x0A))
    _ = BaseSubject.isAnswer(subject)
    return 0
}
