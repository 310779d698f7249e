public import WorkingTime

/// What a newcomer is asked before a starter folder is written.
public struct StarterAnswers: Hashable, Sendable {
    /// The agency's name.
    public var agency: String
    /// IANA zone, such as `Europe/Berlin`.
    public var zone: String
    /// BCP 47 tags of the languages of replies, the fallback first.
    public var languages: [String]
    /// Host of the IMAP server.
    public var mailHost: String
    /// Host of the SMTP server; often the same.
    public var sendHost: String
    /// The support address, which is also the login.
    public var address: String
    /// The name and address of the person who gets the brief and the digest.
    public var staffName: String
    public var staffAddress: String
    /// First day of the sample client's agreement; today is a good choice.
    public var start: CivilDate

    public init(
        agency: String,
        zone: String,
        languages: [String],
        mailHost: String,
        sendHost: String,
        address: String,
        staffName: String,
        staffAddress: String,
        start: CivilDate
    ) {
        self.agency = agency
        self.zone = zone
        self.languages = languages
        self.mailHost = mailHost
        self.sendHost = sendHost
        self.address = address
        self.staffName = staffName
        self.staffAddress = staffAddress
        self.start = start
    }
}

/// A small complete folder to begin with.
public enum StarterFolder {
    /// Contents by path inside the folder. With sound answers the folder loads without an error.
    public static func files(for answers: StarterAnswers) -> [String: String] {
        let languages = answers.languages.isEmpty ? ["en"] : answers.languages
        var files = SchemaFile.all
        files["agency.yaml"] = agency(answers, languages: languages)
        files["plans.yaml"] = plans
        files["clients/sample.yaml"] = client(answers, language: languages[0])
        files["rules.yaml"] = rules
        files["templates/README.md"] = templates
        for language in languages { files["terms/standard.\(language).md"] = StarterTerms.text(language) }
        return files
    }

    private static func agency(_ answers: StarterAnswers, languages: [String]) -> String {
        let address = quoted(answers.address)
        return """
            # yaml-language-server: $schema=.schema/agency.json
            #
            # The agency: who we are, where mail comes from and goes to, when we work.
            # Run `gatepost check` after every change; it says what is wrong, all of it at once.

            agency: \(quoted(answers.agency))
            zone: \(answers.zone)
            languages: [\(languages.joined(separator: ", "))]   # of replies; the first is the fallback

            mailboxes:
              support:
                server: imaps://\(answers.mailHost)
                login: \(address)
                password: env:SUPPORT_PASSWORD      # where the secret is: env:NAME, file:PATH or command:LINE
                addresses: [\(address)]
                inbox: INBOX
                sent: auto
                start: now                          # older mail is never answered
                # Your own mail server's name as it stands after `Authentication-Results:` in your mail. Without it
                # replies never tell a balance, because anybody could pretend to be a client.
                # authserv: [\(answers.mailHost)]
                # file: {fix: Support/Fixes, feature: Support/Wishes, undecided: Support/Review, machine: Support/Robots}

            outgoing:
              server: smtps://\(answers.sendHost)
              login: \(address)
              password: env:SUPPORT_PASSWORD
              from: \(quoted("\(plainName(answers.agency)) <\(answers.address)>"))

            staff:
              me: {name: \(quoted(answers.staffName)), address: \(quoted(answers.staffAddress))}

            calendars:
              office:
                week: {mon-fri: [09:00-12:30, 13:30-17:30]}
                # holidays: calendars/holidays.ics   # an iCalendar file of your country

            schedule:
              brief: {at: 09:00, calendar: office, to: [me]}
              digest: {on: monday, at: 08:30, to: [me]}

            warn: {at: 25%, to: [me], calendar: office}   # before a promise breaks, and when it has
            workOrders: {to: [me]}                 # a mail for each mail with requests; answer it with `log 45m`

            """
    }

    private static let plans = """
        # yaml-language-server: $schema=.schema/plans.json
        #
        # The support plans on offer. A client's file may override any field as a whole.

        plans:
          standard:
            terms: standard                            # terms/standard.LANGUAGE.md
            included: {time: 3h, per: month, anchor: 1, first: prorata}
            fee: {amount: 240.00, currency: EUR, per: month}
            carry: none                                # none | all | {cap: 10h} | {expires: 2} | {pooled: quarter}
            overdraft: forbidden                       # forbidden | unlimited | {floor: -9h}
            overage: {rate: 95.00, approval: required} # required | automatic
            increment: {minutes: 15, per: entry}       # entry | requestDay | request
            covers: {fix: c1, incident: c1, question: c2, approval: c3, billing: c3}
            excludes: [{clause: x1, words: [new page, redesign]}]
            promise:
              normal: {firstAnswer: 24h, by: elapsed}  # elapsed | a calendar of agency.yaml
            acknowledge: {within: 24h, counts: no}     # whether the automatic reply counts as the answer

        """

    private static func client(_ answers: StarterAnswers, language: String) -> String {
        """
        # yaml-language-server: $schema=../.schema/client.json
        #
        # A sample: put a client of yours in its place, one file each.

        client: sample
        name: Sample Client
        contacts:
          addresses: [office@client.example]           # who may open requests and be told balances
          domains: [client.example]                    # everybody there
        plan: standard                                 # or none: a client without an agreement
        start: \(answers.start.text)
        zone: \(answers.zone)                            # of periods and deadlines
        language: \(language)

        """
    }

    private static let rules = """
        # yaml-language-server: $schema=.schema/rules.json
        #
        # Rules in order, tried before the classifier. Each needs examples; `gatepost check` runs them.

        - name: Nothing works
          when: {words: [site is down, nothing works]}
          then: {priority: urgent, assign: me}
          examples:
            match: [Our site is down since this morning.]
            noMatch: [Please take the old price list down.]

        """

    private static let templates = """
        # Templates

        Gatepost has its own templates for every mail it sends. A file here stands in for one of them:

            KIND.LANGUAGE.txt       the plain text, such as acknowledgement.en.txt
            KIND.LANGUAGE.html      the HTML part beside it

        KIND is \(TemplateFile.kinds.map { "`\($0)`" }.joined(separator: " or ")); LANGUAGE is a tag such as en, ru or zh.

        """

    /// A YAML text in double quotes (YAML 1.1 section 5.7); line ends become blanks.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case _ where scalar.properties.generalCategory == .control: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A display name without the signs that would end it.
    private static func plainName(_ name: String) -> String {
        String(name.filter { !"<>\"".contains($0) })
    }
}
