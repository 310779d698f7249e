/// Text of `format=flowed` (RFC 3676): lines that end with a space go on in the next line.
enum FlowedText {
    /// Joins flowed lines and takes off space-stuffing. `deletesSpace` is the parameter `delsp=yes`.
    static func joined(_ text: Span<UInt8>, deletesSpace: Bool) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var position = 0
        // The quote depth of the paragraph that goes on, nil when none does.
        var open: Int?
        while position < text.count {
            let next = text.lineEnd(from: position, to: text.count)
            let end = text[next - 1] == ASCII.lineFeed ? next - 1 : next
            var start = position
            while start < end, text[start] == ASCII.greater { start += 1 }
            let depth = start - position
            if start < end, text[start] == ASCII.space { start += 1 }
            let isSignature = text.equals("-- ", in: start..<end)
            if let before = open, before != depth || isSignature {
                out.append(ASCII.lineFeed)
                open = nil
            }
            if open == nil, depth > 0 {
                out.append(contentsOf: repeatElement(ASCII.greater, count: depth))
                out.append(ASCII.space)
            }
            let isFlowed = !isSignature && start < end && text[end - 1] == ASCII.space
            out.append(text, start..<(isFlowed && deletesSpace ? end - 1 : end))
            open = isFlowed ? depth : nil
            if !isFlowed, end < next { out.append(ASCII.lineFeed) }
            position = next
        }
        return out
    }
}
