/// The fields of one header, in their order (RFC 5322 section 2.2).
///
/// A view of the message's bytes: fields are decoded when asked for.
public struct Header: Sendable, RandomAccessCollection {
    let storage: [UInt8]
    let ranges: ArraySlice<FieldRange>
    /// What raw bytes above 127 are taken for when they are not UTF-8.
    let hint: Charset?
    let limits: Limits

    public var startIndex: Int { ranges.startIndex }
    public var endIndex: Int { ranges.endIndex }
    public subscript(position: Int) -> HeaderField { field(ranges[position]) }

    /// The decoded value of the first field of that name, compared without case.
    public subscript(name: String) -> String? { first(name)?.value }

    /// The first field of that name, compared without case.
    public func first(_ name: String) -> HeaderField? {
        let wanted = Array(name.utf8)
        let span = storage.span
        for range in ranges where range.isNamed(wanted, in: span) { return field(range) }
        return nil
    }

    /// Every field of that name in order, compared without case.
    public func all(_ name: String) -> [HeaderField] {
        let wanted = Array(name.utf8)
        let span = storage.span
        var found: [HeaderField] = []
        for range in ranges where range.isNamed(wanted, in: span) { found.append(field(range)) }
        return found
    }

    /// Whether there is a field of that name.
    public func contains(_ name: String) -> Bool { first(name) != nil }

    private func field(_ range: FieldRange) -> HeaderField {
        HeaderField(storage: storage, range: range, hint: hint, limits: limits)
    }

    /// The first field of a name known at compile time, without building a string.
    func range(_ name: StaticString) -> FieldRange? {
        let span = storage.span
        for range in ranges where span.equals(name, in: range.name) { return range }
        return nil
    }

    /// The decoded value of the first field of that name.
    func value(_ name: StaticString, _ defects: inout DefectSet) -> String? {
        guard let range = range(name) else { return nil }
        return HeaderText(hint: hint).decode(storage.span, range.value, &defects)
    }
}

/// One field of a header.
public struct HeaderField: Sendable {
    let storage: [UInt8]
    let range: FieldRange
    let hint: Charset?
    let limits: Limits

    /// The name as it is written.
    public var name: String { storage.span.string(in: range.name) }

    /// The bytes behind the colon up to the line ending, folding included.
    public var rawBytes: ArraySlice<UInt8> { storage[range.value] }

    /// The text behind the colon as it is written: unfolded, nothing decoded but the bytes above 127.
    public var rawValue: String {
        var ignored = DefectSet()
        return HeaderText(hint: hint).unfold(storage.span, range.value, &ignored)
    }

    /// The readable value: unfolded, encoded-words decoded (RFC 2047), bytes above 127 as UTF-8 or, failing that,
    /// by the message's charset or a guess.
    public var value: String {
        var ignored = DefectSet()
        return HeaderText(hint: hint).decode(storage.span, range.value, &ignored)
    }

    /// The value read as an address list (RFC 5322 section 3.4).
    public var addresses: [Address] {
        var ignored = DefectSet()
        return AddressParser.parse(storage.span, range.value, hint: hint, limits: limits, &ignored)
    }

    /// The value read as a token with parameters (RFC 2045 section 5.1, RFC 2231).
    public var parameterized: ParameterizedValue {
        ParameterizedValue(storage.span, range.value, hint: hint, limits: limits)
    }

    /// The value read as a date (RFC 5322 section 3.3).
    public var date: DateTime? { DateTime(storage.span, range.value) }

    /// The message identifiers in the value, without angle brackets (RFC 5322 section 3.6.4).
    public var identifiers: [String] { MessageIdentifiers.parse(storage.span, range.value, limits: limits) }
}

/// Where a field stands in the message.
struct FieldRange: Sendable, Hashable {
    let nameStart: Int32
    let nameEnd: Int32
    let valueStart: Int32
    let valueEnd: Int32

    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }

    func isNamed(_ wanted: [UInt8], in span: Span<UInt8>) -> Bool {
        guard wanted.count == name.count else { return false }
        for offset in 0..<wanted.count where span[name.lowerBound + offset].lowered != wanted[offset].lowered {
            return false
        }
        return true
    }
}
