import Foundation

/// An operator's folder with a plan and a client of its own for every example.
enum ExampleRules {
    /// What a plan says where an example says nothing else.
    private static let plan = [
        "terms": "works",
        "included": "{time: 10h, per: month, anchor: 1, first: prorata}",
        "carry": "none",
        "overdraft": "forbidden",
        "overage": "none",
        "increment": "{minutes: 1, per: entry}",
        "covers": "{fix: c1, incident: c1, question: c1}",
        "rework": "billed",
        "promise": "{normal: {firstAnswer: 24h, by: elapsed}}",
        "acknowledge": "{within: 24h, counts: no}",
    ]

    /// What a client's file says where an example says nothing else.
    private static let client = ["start": "2026-01-01", "zone": "Europe/Berlin", "language": "en"]

    static func write(_ agreements: [Agreed], to place: Place) throws -> String {
        var plans = "plans:\n"
        for agreed in agreements {
            var own = [("", agreed.plan)]
            if let later = agreed.laterPlan { own.append(("-later", later)) }
            for (suffix, terms) in own {
                plans += "  \(agreed.client)\(suffix):\n"
                for (key, value) in plan.merging(terms, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
                    plans += "    \(key): \(value)\n"
                }
            }
            var text = "client: \(agreed.client)\nplan: \(agreed.client)\n"
            text += "contacts: {addresses: [\(agreed.client)@clients.example]}\n"
            let common = client.merging(["name": "Client \(agreed.client)"]) { $1 }
            for (key, value) in common.merging(agreed.file, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
                text += "\(key): \(value)\n"
            }
            try place.write(text, to: "Mailrules/clients/\(agreed.client).yaml")
        }
        try place.write(plans, to: "Mailrules/plans.yaml")
        try place.write(agency, to: "Mailrules/agency.yaml")
        let hasWarranty = agreements.contains { $0.plan["warranty"] != nil }
        try place.write(hasWarranty ? terms + warranty : terms, to: "Mailrules/terms/works.en.md")
        try place.write(holidays, to: "Mailrules/calendars/berlin.ics")
        return place.path + "/Mailrules"
    }

    private static let agency = """
        agency: Northlight Studio
        zone: Europe/Berlin
        languages: [en]
        mailboxes:
          support:
            server: imaps://imap.northlight.example
            login: support@northlight.example
            password: env:SUPPORT_PASSWORD
            addresses: [support@northlight.example]
            inbox: INBOX
            sent: auto
            start: now
        outgoing:
          server: smtps://smtp.northlight.example
          login: support@northlight.example
          password: env:SUPPORT_PASSWORD
          from: Northlight Support <support@northlight.example>
        staff:
          ana: {name: Ana Keller, address: ana@northlight.example}
        calendars:
          office: {week: {mon-fri: [09:00-17:00]}}
          holidays: {week: {mon-fri: [09:00-17:00]}, holidays: calendars/berlin.ics}
          sundays: {week: {sun: [00:00-04:00]}}
          riyadh: {week: {sun-thu: [09:00-17:00]}, zone: Asia/Riyadh}

        """

    private static let terms = """
        # Works

        ## c1 Corrections
        We repair what worked before.


        """

    private static let warranty = """
        ## w1 Warranty
        Defects of new work are repaired free of charge.

        """

    private static let holidays = """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//Northlight//EN\r
        BEGIN:VEVENT\r
        UID:whit-monday-2026@northlight.example\r
        DTSTAMP:20260101T000000Z\r
        DTSTART;VALUE=DATE:20260525\r
        SUMMARY:Whit Monday\r
        END:VEVENT\r
        END:VCALENDAR\r

        """
}

/// One client's agreement: what differs from the common terms.
struct Agreed: Sendable {
    var client: String
    /// Keys of the plan.
    var plan: [String: String]
    /// Keys of a plan that follows it, named `CLIENT-later`.
    var laterPlan: [String: String]?
    /// Keys of the client's file.
    var file: [String: String]

    init(_ client: String, _ plan: [String: String] = [:], later: [String: String]? = nil, file: [String: String] = [:])
    {
        self.client = client
        self.plan = plan
        laterPlan = later
        self.file = file
    }
}
