/// What a part holds (RFC 2045 section 5).
public struct ContentType: Sendable, Hashable {
    /// `text`, in lower case.
    public let type: String
    /// `plain`, in lower case.
    public let subtype: String
    /// The parameters, charset and boundary among them.
    public let parameters: [ParameterizedValue.Parameter]

    /// `text/plain`.
    public var name: String { type + "/" + subtype }

    /// The default of RFC 2045 section 5.2.
    static let plainText = ContentType(type: "text", subtype: "plain", parameters: [])
    /// The default inside a multipart/digest (RFC 2046 section 5.1.5).
    static let nestedMessage = ContentType(type: "message", subtype: "rfc822", parameters: [])

    init(type: String, subtype: String, parameters: [ParameterizedValue.Parameter]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// Nil when the value is not of the form `type/subtype`.
    init?(_ value: ParameterizedValue) {
        let pieces = value.value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2, !pieces[0].isEmpty, !pieces[1].isEmpty else { return nil }
        self.init(type: String(pieces[0]), subtype: String(pieces[1]), parameters: value.parameters)
    }

    /// The first parameter of that lower-case name.
    public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    var isMultipart: Bool { type == "multipart" }
    var isText: Bool { type == "text" }
}
