/// The text of an HTML document, as a reader of plain text would want it.
///
/// Nothing is loaded and nothing runs. Scripts, styles and hidden text are left out, links keep their words, quotations
/// are marked with `> ` at the start of their lines, tables give a line a row. The cost grows with the length alone.
public struct HTMLText: Sendable {
    /// The text, lines ending with `\n`.
    public let text: String
    /// `.hiddenText`, `.htmlTooDeep` or `.textTooLarge` where they were met.
    public let defects: [MessageDefect]

    public init(_ html: String, limits: Limits = .standard) {
        let bytes = Array(html.utf8)
        var defects = DefectSet()
        text = Self.read(bytes.span, limits: limits, &defects).trustedText
        self.defects = defects.list
    }

    /// Reads HTML in UTF-8.
    static func read(_ html: Span<UInt8>, limits: Limits, _ defects: inout DefectSet) -> [UInt8] {
        var reader = HTMLReader(limits: limits)
        reader.read(html)
        defects.formUnion(reader.defects)
        return reader.finished()
    }
}
