import Classifier

extension Form {
    static let agency = Section(
        "agency.yaml",
        [
            Key("agency", .free, required: true, "The agency's name, as clients know it."),
            Key("zone", .zone, required: true, "IANA time zone of the agency, such as Europe/Berlin."),
            Key("languages", .list(.language), required: true, "Languages of replies; the first is the fallback."),
            Key("mailboxes", .named(.section(mailbox)), required: true, "Mailboxes that are read (IMAP)."),
            Key("outgoing", .section(outgoing), required: true, "The server that sends (SMTP)."),
            Key("staff", .named(.section(staffMember)), required: true, "People, each under a short id."),
            Key("calendars", .named(.section(calendar)), "Working calendars, each under a name."),
            Key("schedule", .section(schedule), "Mail that goes out by the clock."),
            Key("warn", .section(warnings), "Warnings to staff before a promise breaks, and after."),
            Key(
                "workOrders",
                .section(workOrders),
                "A mail to staff for each mail with requests; they answer with commands."
            ),
            Key("satisfaction", .section(satisfaction), "A question to clients after their requests are done."),
            Key("targets", .section(targets), "What the figures of `gatepost report` are held against."),
            Key("forms", .named(.section(webForm)), "Web forms whose mails name the real sender inside."),
            Key("limits", .section(limits), "Bounds of automatic replies."),
            Key("retention", .section(retention), "How long the bytes of mail are kept here."),
            Key("spam", .named(.free), "Headers of your own border that mark spam, each with the value that says yes."),
        ]
    )

    static let mailbox = Section(
        "a mailbox",
        [
            Key("server", .text(pattern: "^imaps?://.+$"), required: true, "imaps://HOST or imap://HOST (STARTTLS)."),
            Key("login", .free, required: true, "The name to log in with."),
            Key("password", .secret, required: true, "Where the secret is: env:NAME, file:PATH or command:LINE."),
            Key("auth", .choice(Authentication.allCases.map(\.rawValue)), "password, or oauth for an access token."),
            Key("ca", .free, "A file with certificate authorities (PEM) to trust instead of the system's."),
            Key("addresses", .list(.address), required: true, "Addresses that count as \"to us\"."),
            Key("inbox", .free, "The folder that is read; INBOX unless said."),
            Key("sent", .free, "auto for the folder with the Sent mark, or a folder's name."),
            Key("start", .free, required: true, "now, a date or an instant; older mail is never answered."),
            Key("file", .section(filing), "Folders to move mail to; without an entry it stays in place."),
            Key("authserv", .list(.free), "Hosts whose Authentication-Results are believed; usually your own MX."),
            Key("lists", .list(.free), "List-Ids that your own group address adds to every mail."),
        ]
    )

    /// What mail can turn out to be, for filing.
    static let filing = Section(
        "folders to file in",
        Label.allCases.map { Key($0.rawValue, .free, "Folder for mail whose main request is: \($0.rawValue).") } + [
            Key("undecided", .free, "Folder for mail that a person must look at."),
            Key("machine", .free, "Folder for mail from machines: auto-replies, bounces, lists."),
            Key("spam", .free, "Folder for what your own border marked as spam."),
            Key("unknown", .free, "Folder for mail from people who are no client's contact."),
        ]
    )

    static let outgoing = Section(
        "outgoing mail",
        [
            Key("server", .text(pattern: "^smtps?://.+$"), required: true, "smtps://HOST or smtp://HOST (STARTTLS)."),
            Key("login", .free, required: true, "The name to log in with."),
            Key("password", .secret, required: true, "Where the secret is: env:NAME, file:PATH or command:LINE."),
            Key("auth", .choice(Authentication.allCases.map(\.rawValue)), "password, or oauth for an access token."),
            Key("ca", .free, "A file with certificate authorities (PEM) to trust instead of the system's."),
            Key("from", .free, required: true, "Sender of every mail: Name <address>."),
            Key("copies", .choice(copyChoices), "own: a copy to our own mailbox proves that it was sent; or none."),
        ]
    )

    /// Where a copy of what is sent goes; the first is meant when nothing is said.
    static let copyChoices = ["own", "none"]

    static let staffMember = Section(
        "a member of staff",
        [
            Key("name", .free, required: true, "The person's name."),
            Key("address", .address, required: true, "The person's mail address."),
            Key("clients", .list(.id), "Clients whose mail is this person's."),
            Key("kinds", .list(.choice(Label.allCases.map(\.rawValue))), "Kinds of request that are this person's."),
            Key("languages", .list(.language), "Languages that are this person's."),
            Key("calendar", .id, "The person's working calendar: who is at work goes first."),
            Key("away", .list(.free), "Days off: 2026-12-24, or a span 2026-12-24..2027-01-02 with both ends."),
        ]
    )

    static let webForm = Section(
        "a web form",
        [
            Key("from", .address, required: true, "The address that the form's mails come from."),
            Key("sender", .free, required: true, "reply-to, or the label before the address in the text: \"E-mail:\"."),
        ]
    )

    static let calendar = Section(
        "a calendar",
        [
            Key("week", .section(week), required: true, "Working hours by day, such as mon-fri: [09:00-17:00]."),
            Key(
                "holidays",
                .either(.free, .list(.free)),
                "iCalendar files with days off, such as calendars/berlin.ics."
            ),
            Key("zone", .zone, "IANA time zone of the calendar; the agency's unless said."),
        ]
    )

    /// Short names of the days, Monday first.
    static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Days and every span of days that does not repeat one.
    static let week: Section = {
        var keys = dayNames.map { Key($0, hours, "Working hours on that day.") }
        for first in 0..<7 {
            for length in 1..<7 {
                let name = "\(dayNames[first])-\(dayNames[(first + length) % 7])"
                keys.append(Key(name, hours, "Working hours on each of these days."))
            }
        }
        return Section("days of the week", keys)
    }()

    private static let hours = Shape.list(.text(pattern: "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"))

    static let schedule = Section(
        "schedule",
        [
            Key("brief", .section(mailing), "The morning brief: what is due and what waits."),
            Key("digest", .section(mailing), "The weekly digest of unsupported requests."),
            Key("statements", .section(statements), "Statements to clients; by hand unless said."),
        ]
    )

    static let statements = Section(
        "statements",
        [
            Key("days", .integer(0...60), "Whole days from a period's end to its statement; 1 unless said."),
            Key("at", .time, required: true, "Local time in the agency's zone."),
        ]
    )

    static let weekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    static let mailing = Section(
        "a mailing",
        [
            Key("on", .choice(weekdayNames), "Day of the week; every day unless said."),
            Key("at", .time, required: true, "Local time in the agency's zone."),
            Key("calendar", .id, "A calendar; on its days off nothing is sent."),
            Key("to", .list(.id), required: true, "Ids of staff."),
        ]
    )

    static let warnings = Section(
        "warnings",
        [
            Key(
                "at",
                .text(pattern: "^[1-9][0-9]?%$"),
                required: true,
                "Share of the promised time that is left when the warning goes out, such as 25%."
            ),
            Key("to", .list(.id), required: true, "Ids of staff who are warned, besides the assignee."),
            Key("escalate", .list(.id), "Ids of staff who learn that a promise was broken; those of `to` unless said."),
            Key("calendar", .id, "Working hours outside which only urgent matters are told; any hour unless said."),
        ]
    )

    static let workOrders = Section(
        "work orders",
        [
            Key("to", .list(.id), required: true, "Ids of staff who get those that no rule assigns."),
            Key("send", .yesNo, "no turns them off without losing the names; yes unless said."),
        ]
    )

    static let satisfaction = Section(
        "satisfaction",
        [
            Key("ask", .yesNo, required: true, "yes asks for a mark of 1 to 5 when a ticket is done."),
            Key("every", .duration, "No person is asked more often, such as 30d, which holds unless said."),
        ]
    )

    static let targets = Section(
        "targets",
        [
            Key("firstAnswer", .duration, "The mean of first answers stays below; 2h unless said."),
            Key("satisfaction", .text(pattern: "^[1-5]([.][0-9]{1,2})?$"), "The mean mark is above; 4.5 unless said."),
        ]
    )

    static let retention = Section(
        "retention",
        [
            Key("mail", .duration, "Mail of people, such as 400d; open tickets keep theirs. For good unless said."),
            Key("machine", .duration, "Mail of machines, such as 30d; as long as people's unless said."),
        ]
    )

    static let limits = Section(
        "limits",
        [
            Key("perSender", .integer(0...10_000), "Automatic replies to one sender in 24 hours."),
            Key("perDomain", .integer(0...100_000), "Automatic replies to one domain in 24 hours."),
            Key("overall", .integer(0...1_000_000), "Automatic replies in all in 24 hours."),
            Key("answerableAge", .duration, "Older mail is never answered automatically, such as 3d."),
            Key("reopenDays", .integer(0...3650), "Days after closing in which a reply reopens a request."),
            Key("mailMegabytes", .integer(1...1024), "Above this size only headers and text are fetched."),
        ]
    )
}
