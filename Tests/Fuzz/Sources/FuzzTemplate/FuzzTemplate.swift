import Agreement
import Classifier
@testable import Responder
import Triage
import WorkingTime

/// Checks an operator's template and, where it passes, renders it with hostile values.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let kind: MailTemplates.Kind = first & 1 == 0 ? .acknowledgement : .receipt
    let form: MailTemplates.Form = first & 2 == 0 ? .text : .html
    let source = MailTemplates.Source(kind: kind, language: "en", form: form, file: "fuzz", text: text)
    let problems = MailTemplates.problems(in: source)
    precondition(problems.allSatisfy { $0.line >= 1 && $0.column >= 1 })
    guard problems.isEmpty else { return 0 }
    let templates = MailTemplates(overrides: [source])
    let agency = Agency(
        name: "Northlight {{name}}",
        zone: .utc,
        languages: ["en"],
        from: Sender(name: "", address: "support@northlight.example")
    )
    let content = AcknowledgementContent(
        ticket: 7,
        agency: agency,
        clientName: "Harbor <b>\r\nBcc: x@y.example",
        recipient: Sender(name: "{{{client}}}", address: "a@harbor.example"),
        language: "en",
        disclosure: kind == .acknowledgement ? .full : .receiptOnly,
        items: [
            .init(summary: "{{#items}} <script>", label: .fix, verdict: .covered, clause: nil),
            .init(summary: "two", label: .feature, verdict: .undecided, clause: nil),
        ],
        balanceMinutes: 90,
        promisedBy: nil,
        zone: .utc,
        hasAgreement: true
    )
    let draft = AcknowledgementDraft(content, templates: templates)
    precondition(!draft.text.utf8.contains(0x0D))
    return 0
}
