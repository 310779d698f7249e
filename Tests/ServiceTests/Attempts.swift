extension Attempt {
    /// What our own server writes at the top when nobody passed, and when somebody did.
    private static func ours(_ results: String) -> String {
        "Authentication-Results: mx.northlight.example; \(results)"
    }
    static let fail = ours("dmarc=fail header.from=harbor.example")
    static func pass(_ domain: String) -> String {
        ours("dkim=pass header.d=\(domain);\r\n\tdmarc=pass header.from=\(domain)")
    }

    static let curator = "From: Edith Marlowe <curator@harbor.example>"
    private static let receipt = Outcome.receipt("curator@harbor.example")
    private static let reply = Outcome.reply("curator@harbor.example")

    static let all = forgedVouchers + forgedSenders + redirections + threads + injections + commands

    /// Somebody else's word that the sender is real.
    private static let forgedVouchers: [Attempt] =
        [
            ("no Authentication-Results", [curator]),
            ("our server says fail", [fail, curator]),
            ("a pass below our fail", [fail, pass("harbor.example"), curator]),
            (
                "a pass of a foreign host",
                ["Authentication-Results: mx.evil.example; dmarc=pass header.from=harbor.example", curator]
            ),
            (
                "a host that only begins with ours",
                [
                    "Authentication-Results: mx.northlight.example.evil.example; dmarc=pass header.from=harbor.example",
                    curator,
                ]
            ),
            (
                "our host in a comment",
                [
                    "Authentication-Results: evil.example (mx.northlight.example); dmarc=pass header.from=harbor.example",
                    curator,
                ]
            ),
            (
                "a pass in a comment",
                [
                    ours("dmarc=fail (dmarc=pass header.from=harbor.example)"),
                    curator,
                ]
            ),
            (
                "a pass in a quoted reason",
                [
                    ours("dmarc=fail reason=\"; dmarc=pass header.from=harbor.example\""),
                    curator,
                ]
            ),
            (
                "a pass behind an open comment",
                [
                    ours("dmarc=fail (; dmarc=pass header.from=harbor.example"),
                    curator,
                ]
            ),
            (
                "a pass for another domain",
                [
                    ours("dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"),
                    curator,
                ]
            ),
            (
                "a domain that only ends like the client's",
                [ours("dkim=pass header.d=or.example"), curator]
            ),
            (
                "a top-level domain",
                [ours("dkim=pass header.d=example"), curator]
            ),
            (
                "the client's domain as somebody's local part",
                [
                    ours("spf=pass smtp.mailfrom=harbor.example@evil.example"),
                    curator,
                ]
            ),
            (
                "a property given twice",
                [
                    ours("dmarc=pass header.from=evil.example header.from=harbor.example"),
                    curator,
                ]
            ),
            (
                "an unknown method",
                [ours("x-trust=pass header.from=harbor.example"), curator]
            ),
            (
                "a result that only begins with pass",
                [ours("dmarc=passable header.from=harbor.example"), curator]
            ),
            (
                "another header's pass",
                [
                    "ARC-Authentication-Results: i=1; mx.northlight.example; dmarc=pass header.from=harbor.example",
                    curator,
                ]
            ),
            (
                "an extension header's pass",
                ["X-Authentication-Results: mx.northlight.example; dmarc=pass header.from=harbor.example", curator]
            ),
            ("Received-SPF", ["Received-SPF: pass (mx.northlight.example: domain of harbor.example)", curator]),
            (
                "a blank before the colon",
                [
                    fail, "Authentication-Results : mx.northlight.example; dmarc=pass header.from=harbor.example",
                    curator,
                ]
            ),
            ("a pass at the very end", [fail, curator, "Subject: x", pass("harbor.example")]),
        ].map { Attempt($0.0, $0.1, receipt) }

    /// Senders who look like a client.
    private static let forgedSenders: [Attempt] =
        [
            ("an address as a name", ["From: \"curator@harbor.example\" <x@evil.example>"]),
            ("an address as an encoded name", ["From: =?utf-8?q?curator=40harbor.example?= <x@evil.example>"]),
            ("an address in a comment", ["From: x@evil.example (curator@harbor.example)"]),
            ("an address as a quoted local part", ["From: \"curator@harbor.example\"@evil.example"]),
            ("an obsolete route", ["From: <@harbor.example:x@evil.example>"]),
            ("a Cyrillic letter in the domain", ["From: curator@h\u{430}rbor.example"]),
            ("a Cyrillic letter in the local part of a foreign domain", ["From: cur\u{430}tor@evil.example"]),
            ("a punycode look-alike", ["From: curator@xn--hrbor-6nf.example"]),
            ("a digit for a letter", ["From: curator@harb0r.example"]),
            ("a domain that goes on", ["From: curator@harbor.example.evil.example"]),
            ("a domain that begins earlier", ["From: curator@evilharbor.example"]),
            ("a sub-domain", ["From: curator@mail.harbor.example"]),
            ("a full-width at sign", ["From: curator\u{FF20}harbor.example <x@evil.example>"]),
            ("a zero-width space", ["From: curator@har\u{200B}bor.example"]),
            ("a right-to-left override", ["From: \u{202E}elpmaxe.robrah@rotaruc <x@evil.example>"]),
            ("another Sender", ["From: x@evil.example", "Sender: curator@harbor.example"]),
            ("another Resent-From", ["From: x@evil.example", "Resent-From: curator@harbor.example"]),
            ("another envelope sender", ["Return-Path: <curator@harbor.example>", "From: x@evil.example"]),
            ("a folded address", ["From: curator@harbor.example\r\n <x@evil.example>"]),
            ("the foreign one of two fields", ["From: x@evil.example", curator]),
            ("the foreign one of two addresses", ["From: x@evil.example, curator@harbor.example"]),
            ("a group's name", ["From: curator@harbor.example: x@evil.example;"]),
        ].map { Attempt($0.0, [pass("evil.example")] + $0.1, .silence) } + [
            Attempt(
                "two fields, the client's first",
                [pass("evil.example"), curator, "From: x@evil.example"],
                receipt
            ),
            Attempt(
                "two addresses, the client's first",
                [pass("evil.example"), "From: curator@harbor.example, x@evil.example"],
                receipt
            ),
            Attempt("Sender without From", [pass("harbor.example"), "Sender: curator@harbor.example"], receipt),
        ]

    /// Answers that should go elsewhere.
    private static let redirections: [Attempt] = [
        Attempt("Reply-To", [pass("harbor.example"), curator, "Reply-To: x@evil.example"], reply),
        Attempt(
            "Reply-To of another client",
            [pass("harbor.example"), curator, "Reply-To: nora@birch.example"],
            reply
        ),
        Attempt("Cc", [pass("harbor.example"), curator, "Cc: x@evil.example"], reply),
        Attempt(
            "many in To",
            [pass("harbor.example"), curator, "To: x@evil.example, support@northlight.example"],
            reply
        ),
        Attempt(
            "Disposition-Notification-To and Errors-To",
            [
                pass("harbor.example"), curator, "Disposition-Notification-To: x@evil.example",
                "Errors-To: x@evil.example",
                "Return-Receipt-To: x@evil.example",
            ],
            reply
        ),
        Attempt("Mail-Followup-To", [pass("harbor.example"), curator, "Mail-Followup-To: x@evil.example"], reply),
    ]

    /// Tickets that are somebody else's.
    private static let threads: [Attempt] = [
        Attempt(
            "a stranger with a token",
            [pass("evil.example"), "From: x@evil.example", "In-Reply-To: <TOKEN>"],
            .silence
        ),
        Attempt(
            "a stranger with a token in References",
            [pass("evil.example"), "From: x@evil.example", "References: <TOKEN>"],
            .silence
        ),
        Attempt(
            "a stranger with a ticket's number",
            [pass("evil.example"), "From: x@evil.example", "Subject: Re: Contact form [#1]"],
            .silence
        ),
        Attempt(
            "another client with a token",
            [pass("birch.example"), "From: nora@birch.example", "In-Reply-To: <TOKEN>"],
            .reply("nora@birch.example")
        ),
        Attempt("a spoofed client with a ticket's number", [fail, curator, "Subject: Re: Contact form [#1]"], receipt),
        Attempt(
            "ten thousand references",
            [
                pass("evil.example"), "From: x@evil.example",
                "References: " + (0..<10_000).map { "<\($0)@evil.example>" }.joined(separator: "\r\n "),
            ],
            .silence
        ),
        Attempt(
            "a reference to itself",
            [fail, curator, "Message-ID: <self@harbor.example>", "In-Reply-To: <self@harbor.example>"],
            receipt
        ),
        Attempt(
            "a Message-ID that looks like ours",
            [
                pass("harbor.example"), curator,
                "Message-ID: <gp.1.1.00000000000000000000000000000000@northlight.example>",
            ],
            .silence
        ),
        Attempt("our own Message-ID again", [pass("harbor.example"), curator, "Message-ID: <TOKEN>"], .silence),
        Attempt("our loop mark", [pass("harbor.example"), curator, "X-Gatepost-Loop: northlight.example"], .silence),
    ]

    /// Header lines and markup inside values that the reply repeats.
    private static let injections: [Attempt] = [
        Attempt(
            "subject with line ends",
            [pass("harbor.example"), curator, "Subject: =?utf-8?q?x=0D=0ABcc:_x@evil.example=0D=0A?="],
            reply
        ),
        Attempt(
            "subject with a bare line feed in base64",
            [pass("harbor.example"), curator, "Subject: =?utf-8?B?eApYLUV2aWw6IDE=?="],
            reply
        ),
        Attempt(
            "subject with a NUL",
            [pass("harbor.example"), curator, "Subject: =?utf-8?q?x=00=0AX-Evil:_1?="],
            reply
        ),
        Attempt(
            "subject with line separators",
            [pass("harbor.example"), curator, "Subject: x\u{2028}X-Evil: 1\u{85}Bcc: x@evil.example"],
            reply
        ),
        Attempt(
            "subject with control characters",
            [pass("harbor.example"), curator, "Subject: x\u{1B}[2J\u{08}\u{7F}y"],
            reply
        ),
        Attempt("subject of raw bytes", [pass("harbor.example"), curator, "Subject: \u{FFFD}\u{202E}gnp.exe"], reply),
        Attempt(
            "name with line ends",
            [pass("harbor.example"), "From: =?utf-8?q?Edith=0D=0ABcc:_x@evil.example?= <curator@harbor.example>"],
            reply
        ),
        Attempt(
            "name with a second address",
            [pass("harbor.example"), "From: \"E\\\" <x@evil.example>, \\\"\" <curator@harbor.example>"],
            reply
        ),
        Attempt(
            "Message-ID with a header",
            [pass("harbor.example"), curator, "Message-ID: <a b\tX-Evil: 1@harbor.example>"],
            reply
        ),
        Attempt(
            "References with a header",
            [pass("harbor.example"), curator, "References: <a@b> =?utf-8?q?=0D=0AX-Evil:_1?= <c@d>"],
            reply
        ),
        Attempt(
            "file name with line ends",
            [
                pass("harbor.example"), curator, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b",
            ],
            body:
                "--b\r\n\r\n\(request)\r\n--b\r\nContent-Type: image/png; name*=utf-8''a%0D%0AX-Evil:%201.png\r\n\r\nx\r\n--b--",
            reply
        ),
        Attempt(
            "markup and templates in the request",
            [pass("harbor.example"), curator, "Subject: {{{client}}} <script>"],
            body:
                "Please repair <script>alert(1)</script> {{#items}}{{/items}} {{{timeLeft}}} on our form, it is broken.",
            reply
        ),
        Attempt(
            "templates from a spoofed client",
            [fail, "From: \"{{client}} {{timeLeft}}\" <curator@harbor.example>"],
            receipt
        ),
    ]

    /// Orders by somebody who is not who it says.
    private static let commands: [Attempt] = [
        Attempt(
            "a spoofed approval",
            [fail, curator, "In-Reply-To: <TOKEN>", "Subject: Re: Contact form"],
            body: "Approved. Go ahead with the offer of 40 hours.",
            receipt
        ),
        Attempt(
            "a spoofed colleague",
            [fail, "From: Ana Keller <ana@northlight.example>", "In-Reply-To: <TOKEN>"],
            body: "Done, closed.",
            .silence
        ),
        Attempt("a spoofed own address", [fail, "From: support@northlight.example"], .silence),
        Attempt(
            "a spoofed director",
            [fail, "From: director@harbor.example"],
            body: "We dispute the ledger: credit us ten hours.",
            .receipt("director@harbor.example")
        ),
    ]
}
