/// Bounds on what the parser will build from one message, whatever the bytes say.
///
/// A message beyond a limit is still read: what lies beyond stays undivided or unread, and a `MessageDefect`
/// tells so. The standard values are far above what people send and far below what would hurt.
public struct Limits: Sendable, Hashable {
    /// Levels of multipart inside multipart; forwarded chains rarely pass ten.
    public var depth = 64
    /// Parts of one message, multiparts included; a large digest has a few hundred.
    public var parts = 2_000
    /// Header fields of one message over all its parts; a much relayed message has about 150.
    public var headerFields = 10_000
    /// Bytes read of one header field; 10,000 recipients fit.
    public var fieldBytes = 512 * 1_024
    /// Addresses read from one header field.
    public var addresses = 10_000
    /// Message-IDs read from one header field; threads of more than some hundred mails are cut by clients.
    public var identifiers = 500
    /// Parameters of one header field, continuations counted singly.
    public var parameters = 200
    /// Messages inside messages that are opened one within the other.
    public var nestedMessages = 10
    /// Bytes of decoded text read from one part, and of the whole readable text of a message.
    public var textBytes = 4 * 1_024 * 1_024
    /// Open HTML elements remembered at a time; deeper ones lose their style, not their text.
    public var htmlDepth = 256
    /// Attachments listed, uuencoded ones inside text included.
    public var attachments = 2_000
    /// Recipients read from one delivery report.
    public var reportRecipients = 1_000

    /// The values above.
    public static let standard = Limits()

    public init() {}
}
