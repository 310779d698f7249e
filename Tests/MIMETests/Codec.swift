import Glibc

/// Encodes test texts with the C library's converter.
enum Codec {
    struct Unsupported: Error {}

    static func encode(_ text: String, _ codec: String) throws -> [UInt8] {
        guard let handle = unsafe iconv_open(codec, "UTF-8"), Int(bitPattern: handle) != -1 else {
            throw Unsupported()
        }
        defer { unsafe _ = iconv_close(handle) }
        var input = text.utf8.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: input.count * 4 + 16)
        var leftIn = input.count
        var leftOut = output.count
        let status = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { sink in
                var from = source.baseAddress
                var into = sink.baseAddress
                let status = unsafe iconv(handle, &from, &leftIn, &into, &leftOut)
                // The second call writes what returns to the initial state.
                unsafe _ = iconv(handle, nil, nil, &into, &leftOut)
                return status
            }
        }
        guard status != -1 else { throw Unsupported() }
        return output.prefix(output.count - leftOut).map { UInt8(bitPattern: $0) }
    }
}
