import MIME
import Testing

struct DeliveryReportTests {
    private static let report = Sample.crlf(
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"r\"",
        "",
        "--r",
        "",
        "This is the mail system.",
        "--r",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "X-Queue-ID: 1",
        "",
        "Final-Recipient: rfc822; joe@x.y",
        "Original-Recipient: rfc822;joe@alias.y",
        "Action: failed",
        "Status: 5.1.1",
        "Remote-MTA: dns; mail.x.y",
        "Diagnostic-Code: smtp; 550 5.1.1 <joe@x.y>: User unknown",
        "",
        "Final-Recipient: RFC822; <jane@x.y>",
        "Action: DELAYED",
        "Status: 4.4.1 (timeout)",
        "--r",
        "Content-Type: message/rfc822",
        "",
        "Message-ID: <ours@desk.example>",
        "Subject: Re: x",
        "",
        "text",
        "--r--"
    )

    @Test("A delivery report tells recipient, action, status and the mail it is about")
    func deliveryStatus() {
        let message = Message(Self.report)
        #expect(message.reportType == "delivery-status")
        let found = message.deliveryStatus
        #expect(found.map(\.finalRecipient) == ["joe@x.y", "jane@x.y"])
        #expect(found.map(\.originalRecipient) == ["joe@alias.y", ""])
        #expect(found.map(\.action) == ["failed", "delayed"])
        #expect(found.map(\.status) == ["5.1.1", "4.4.1"])
        #expect(found.first?.remoteMTA == "mail.x.y")
        #expect(found.first?.diagnostic == "550 5.1.1 <joe@x.y>: User unknown")
        #expect(found.map(\.originalMessageID) == ["ours@desk.example", "ours@desk.example"])
        #expect(message.text == "This is the mail system.")
    }

    @Test("A report that returns the header alone tells the Message-ID too")
    func headersOnly() {
        let message = Message(
            Sample.crlf(
                "Content-Type: multipart/report; report-type=delivery-status; boundary=r",
                "",
                "--r",
                "Content-Type: message/delivery-status",
                "",
                "Final-Recipient: rfc822; a@b",
                "Action: failed",
                "--r",
                "Content-Type: text/rfc822-headers",
                "",
                "Subject: x",
                "Message-ID: <ours@desk.example>",
                "--r--"
            )
        )
        #expect(message.deliveryStatus.map(\.originalMessageID) == ["ours@desk.example"])
    }

    @Test("A read receipt tells its disposition")
    func receipt() {
        let message = Message(
            Sample.crlf(
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=r",
                "",
                "--r",
                "",
                "Your message was displayed.",
                "--r",
                "Content-Type: message/disposition-notification",
                "",
                "Reporting-UA: joes-pc",
                "Final-Recipient: rfc822;joe@x.y",
                "Original-Message-ID: <ours@desk.example>",
                "Disposition: manual-action/MDN-sent-manually; displayed",
                "--r--"
            )
        )
        #expect(message.reportType == "disposition-notification")
        #expect(message.deliveryStatus.map(\.action) == ["displayed"])
        #expect(message.deliveryStatus.map(\.finalRecipient) == ["joe@x.y"])
        #expect(message.deliveryStatus.map(\.originalMessageID) == ["ours@desk.example"])
    }

    @Test("A message that is no report tells nothing")
    func noReport() {
        let message = Sample.mail(["Subject: x"], body: Array("Final-Recipient: rfc822; a@b".utf8))
        #expect(message.reportType == nil)
        #expect(message.deliveryStatus.isEmpty)
    }

    @Test("A report of endless recipients stops at the limit")
    func limit() {
        let body =
            Sample.crlf("Content-Type: message/delivery-status", "")
            + Sample.repeated("Final-Recipient: rfc822; a@b\r\n\r\n", 20_000)
        #expect(Message(body).deliveryStatus.count <= Limits.standard.reportRecipients + 1)
    }
}
