/// Something wrong with a message that was read nevertheless.
///
/// The raw value is a stable name, fit for records and tests. A defect says what was met, not where: the readable
/// outcome is always the best that could be made of it.
public enum MessageDefect: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    // Header
    /// A mailbox separator line (`From ...`) or blank lines stood before the header.
    case leadingJunk = "leading-junk"
    /// A line in the header is neither a field nor a continuation.
    case malformedHeaderLine = "malformed-header-line"
    /// The header does not end with an empty line.
    case missingHeaderEnd = "missing-header-end"
    /// There is no header field at all.
    case missingHeader = "missing-header"
    /// A field that must be single (RFC 5322 section 3.6) occurs more than once; the first counts.
    case duplicateField = "duplicate-field"
    /// More header fields than `Limits.headerFields`, or a field longer than `Limits.fieldBytes`.
    case headerTooLarge = "header-too-large"
    /// The header holds bytes above 127 that are not UTF-8.
    case rawEightBitHeader = "raw-8bit-header"
    /// An encoded-word (RFC 2047) is damaged or its content does not fit its label.
    case badEncodedWord = "bad-encoded-word"
    /// A parameter (RFC 2045, RFC 2231) is malformed, incomplete or contradicts itself.
    case badParameter = "bad-parameter"
    /// An address list does not follow RFC 5322 section 3.4.
    case badAddress = "bad-address"
    /// The Date field cannot be read.
    case badDate = "bad-date"
    /// There is no From field with an address.
    case missingFrom = "missing-from"
    /// A line of the message ends with a lone carriage return.
    case bareCarriageReturn = "bare-carriage-return"
    /// The message holds NUL bytes.
    case nulByte = "nul-byte"

    // Structure
    /// A multipart has no boundary parameter.
    case missingBoundary = "missing-boundary"
    /// The boundary of a multipart never occurs.
    case unusedBoundary = "unused-boundary"
    /// A boundary was guessed from the body.
    case guessedBoundary = "guessed-boundary"
    /// A multipart is not closed by its last boundary line.
    case missingCloseBoundary = "missing-close-boundary"
    /// The Content-Type field cannot be read; the default of RFC 2045 section 5.2 is used.
    case badContentType = "bad-content-type"
    /// Content-Transfer-Encoding is unknown, or stands on a multipart and encodes it.
    case badTransferEncoding = "bad-transfer-encoding"
    /// Multiparts are nested deeper than `Limits.depth`.
    case tooDeep = "too-deep"
    /// There are more parts than `Limits.parts`, or more attachments than `Limits.attachments`.
    case tooManyParts = "too-many-parts"
    /// Messages are nested deeper than `Limits.nestedMessages`.
    case nestedTooDeep = "nested-too-deep"

    // Content
    /// Base64 data holds foreign characters or breaks off.
    case badBase64 = "bad-base64"
    /// Quoted-printable data holds a `=` that encodes nothing.
    case badQuotedPrintable = "bad-quoted-printable"
    /// Uuencoded data is damaged or has no end line.
    case badUuencode = "bad-uuencode"
    /// A charset label is unknown or cannot be decoded here.
    case unknownCharset = "unknown-charset"
    /// Text does not fit its charset label; another one was used.
    case mislabelledCharset = "mislabelled-charset"
    /// Text above 127 has no charset label; one was guessed.
    case undeclaredCharset = "undeclared-charset"
    /// Bytes that are invalid in their charset became U+FFFD.
    case invalidCharacters = "invalid-characters"
    /// Text is longer than `Limits.textBytes`; the rest was not read.
    case textTooLarge = "text-too-large"
    /// HTML hides text from the reader's eye; that text was left out.
    case hiddenText = "hidden-text"
    /// HTML elements are nested deeper than `Limits.htmlDepth`.
    case htmlTooDeep = "html-too-deep"
    /// A text part is empty although the message offers nothing else to read.
    case emptyText = "empty-text"
    /// A `winmail.dat` (TNEF) wrapper holds the real attachments.
    case tnef = "tnef"

    public var description: String { rawValue }
}

/// Defects gathered while reading: one bit each, so that hot loops can note them for nothing.
struct DefectSet: Sendable, Hashable {
    private var bits: UInt64 = 0

    private static let bitOf: [MessageDefect: UInt64] = {
        var table: [MessageDefect: UInt64] = [:]
        for (position, defect) in MessageDefect.allCases.enumerated() {
            table[defect] = 1 << UInt64(position)
        }
        return table
    }()

    var isEmpty: Bool { bits == 0 }

    mutating func insert(_ defect: MessageDefect) {
        bits |= Self.bitOf[defect] ?? 0
    }

    mutating func formUnion(_ other: DefectSet) {
        bits |= other.bits
    }

    /// The defects in the order in which `MessageDefect` declares them.
    var list: [MessageDefect] {
        guard bits != 0 else { return [] }
        return MessageDefect.allCases.enumerated().filter { bits & (1 << UInt64($0.offset)) != 0 }.map(\.element)
    }
}
