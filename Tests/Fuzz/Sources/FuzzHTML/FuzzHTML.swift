import MIME

/// Turns HTML into text: bounded, and never with characters that text has not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let read = HTMLText(String(decoding: bytes, as: UTF8.self))
    // A quotation mark a line for each level, at most twelve, and three bytes for a byte that is no UTF-8.
    precondition(read.text.utf8.count <= 40 * count + 64)
    precondition(String(validating: Array(read.text.utf8), as: UTF8.self) == read.text)
    precondition(!read.text.utf8.contains(0) || bytes.contains(0))
    return 0
}
