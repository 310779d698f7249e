import Agreement
import Classifier

extension Form {
    static let client = Section(
        "a client's file",
        [
            Key("client", .id, required: true, "Short id; every command names the client by it."),
            Key("name", .free, required: true, "The client's name as people write it."),
            Key("contacts", .section(contacts), required: true, "Who may open requests and be told balances."),
            Key(
                "plan",
                .id,
                required: true,
                "A plan of plans.yaml, or none for a client without an agreement.",
                asks: "does this client have an agreement?",
                "NAME",
                "none"
            ),
            Key(
                "start",
                .date,
                "First day of the agreement.",
                asks: "from which day on does the agreement hold?",
                "2026-01-01"
            ),
            Key("end", .date, "First day after the agreement."),
            Key(
                "zone",
                .zone,
                required: true,
                "IANA time zone of periods, deadlines and times in replies.",
                asks: "in which time zone do this client's periods and deadlines run?",
                "Europe/Berlin",
                "AREA/CITY"
            ),
            Key("language", .language, required: true, "The client's own language."),
            Key("overrides", .section(plan), "Fields of the plan that differ; each replaces the plan's as a whole."),
            Key("changes", .list(.section(change)), "Changes of plan, each from a date on."),
            Key("dispute", .section(dispute), "Set while there is a dispute: one person has all mail."),
            Key("deliveries", .list(.section(delivery)), "Deliveries; their dates start the warranty."),
            Key("digest", .yesNo, "yes sends them what they asked for outside the agreement, with our weekly digest."),
            Key("note", .free, "Anything worth remembering; Gatepost does not read it."),
        ]
    )

    static let contacts = Section(
        "contacts",
        [
            Key("addresses", .list(.address), "Mail addresses."),
            Key("domains", .list(.free), "Mail domains; everybody there is a contact."),
            Key("dispute", .address, "The one contact in a dispute."),
            Key("statements", .address, "Who gets the statements; the first of addresses unless said."),
        ]
    )

    static let dispute = Section(
        "a dispute",
        [
            Key("from", .date, required: true, "The first day."),
            Key("person", .id, required: true, "The member of staff who has all mail of the client from then on."),
        ]
    )

    static let change = Section(
        "a change of plan",
        [
            Key("date", .date, required: true, "The day of the change."),
            Key("plan", .id, required: true, "The plan from then on."),
            Key(
                "apply",
                .choice(PlanChange.allCases.map(\.rawValue)),
                "now with pro rata, or at the nextPeriod.",
                asks: "does the change take effect on its day, with pro rata, or at the next period?",
                "now",
                "nextPeriod"
            ),
            Key("overrides", .section(plan), "Fields that differ from then on; earlier overrides end."),
        ]
    )

    static let delivery = Section(
        "a delivery",
        [
            Key("name", .free, required: true, "What was delivered."),
            Key("date", .date, required: true, "The day of the delivery."),
        ]
    )

    static let rule = Section(
        "a rule",
        [
            Key("name", .free, required: true, "The rule's name; explanations quote it."),
            Key("when", .section(conditions), required: true, "Conditions that must all hold."),
            Key("then", .section(actions), required: true, "What follows."),
            Key("examples", .section(examples), required: true, "Texts that must match and texts that must not."),
        ]
    )

    private static let oneOrMore = Shape.either(.free, .list(.free))

    static let conditions = Section(
        "conditions",
        [
            Key("from", oneOrMore, "Addresses, or domains written @domain."),
            Key("client", oneOrMore, "Ids of clients."),
            Key("subject", oneOrMore, "Words or phrases in the subject; a closing * stands for any ending."),
            Key("words", oneOrMore, "Words or phrases in the newest text; a closing * stands for any ending."),
            Key("pattern", oneOrMore, "Regular expressions in the newest text, such as \\bPO-\\d{5}\\b."),
            Key("subjectPattern", oneOrMore, "Regular expressions in the subject."),
            Key("language", oneOrMore, "Languages of the mail."),
            Key(
                "attachment",
                .either(.yesNo, .free, .list(.free)),
                "Whether files are attached, or names and types of which one is: \"*.pdf\", image/*."
            ),
            Key("time", oneOrMore, "When it arrived: office, outside office, sat-sun, 18:00-08:00, fri 16:00-18:00."),
        ]
    )

    static let actions = Section(
        "actions",
        [
            Key("label", .choice(Label.allCases.map(\.rawValue)), "What the requests are."),
            Key("priority", .choice(Priority.allCases.map(\.rawValue)), "How urgent they are."),
            Key("assign", .id, "A member of staff."),
            Key("folder", .free, "The folder to file the mail in."),
            Key("flag", .free, "An IMAP keyword to set."),
            Key("forward", .free, "A member of staff, by id or address, who gets a copy."),
            Key("acknowledge", .yesNo, "no: send no automatic acknowledgement."),
            Key("template", .id, "The kind of template to answer with."),
        ]
    )

    static let examples = Section(
        "examples",
        [
            Key("match", .list(.either(.free, .section(example))), required: true, "Mails the rule is for."),
            Key("noMatch", .list(.either(.free, .section(example))), required: true, "Mails it is not for."),
        ]
    )

    static let example = Section(
        "an example",
        [
            Key("from", .address, "The sender's address."),
            Key("client", .id, "The client's id."),
            Key("subject", .free, "The subject."),
            Key("text", .free, "The newest text."),
            Key("language", .language, "The language of the mail."),
            Key(
                "attachment",
                .either(.yesNo, .free, .list(.free)),
                "Whether files are attached, or their names or types."
            ),
            Key("at", .text(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$"), "When it arrived."),
        ]
    )
}
