import MIME
import WorkingTime
@testable import Triage

/// A mail's origin, its vouchers and its ticket: whatever the bytes, an answer, and never a pass from a stranger's host.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let message = Message(bytes)
    let finding = OriginFinding(of: message, policy: policy)
    precondition(finding.isAnswerable == finding.why.isEmpty)
    precondition(finding.origin == .person || !finding.isAnswerable)
    // Nobody in this corpus is our server, so nobody can be vouched for.
    precondition(!Authentication(of: Heading(message), trusted: ["never.\(count).invalid"]).isPass)
    _ = Authentication(of: Heading(message), trusted: ["mx.northlight.example"])
    _ = MessageToken.ticket(inSubject: message.subject)
    let text = String(decoding: bytes, as: UTF8.self)
    if let phrase = Phrase(String(text.prefix(20))) { _ = phrase.occurs(in: text) }
    return 0
}

private let policy: Policy = {
    let from = Sender(name: "Support", address: "support@northlight.example")
    var policy = Policy(agency: Agency(name: "Northlight", zone: .utc, languages: ["en"], from: from))
    policy.ownAddresses = ["support@northlight.example"]
    policy.ownLists = ["support.northlight.example"]
    return policy
}()
