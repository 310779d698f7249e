import ArgumentParser
import Foundation
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost replay`: decides old mail over again.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decides old mail over again and tells what other rules would have changed.",
        discussion: """
            The current rules are those of GATEPOST_RULES or Mailrules; --rules names the folder to hold against them. \
            Without it the command adds up what the current rules come to: what scope creep cost last year, say. \
            Nothing is kept, sent or changed. Each mail is decided at the time in its Date header, in order of time.
            Examples:
              gatepost replay old.mbox --rules NewRules
              gatepost replay --since 2026-01-01 --rules NewRules --json
              gatepost replay ~/Maildir --each 2h
            """
    )

    @Argument(help: "Mail files, folders, mboxes or Maildirs.")
    var paths: [String] = []

    @Option(help: "Instead of files: the mail that Gatepost itself has kept since this day (2026-01-01).")
    var since: String?

    @Option(help: ArgumentHelp("The other rules.", valueName: "dir"))
    var rules: String?

    @Option(help: ArgumentHelp("The current rules.", valueName: "dir"))
    var current: String = ProcessInfo.processInfo.environment["GATEPOST_RULES"] ?? "Mailrules"

    @Option(help: "The folder with the state, for --since (default: .gatepost beside the current rules).")
    var state: String?

    @Option(help: "What a feature outside the agreements is reckoned to take.")
    var each = "1h"

    @Option(help: "How many mails that differ are listed.")
    var list = 50

    @Flag(help: "One JSON line a mail that differs, then one with the sums.")
    var json = false

    func validate() throws {
        guard paths.isEmpty != (since == nil) else {
            throw ValidationError("say which mail: PATH, or --since DATE for what Gatepost has kept; not both")
        }
        guard let minutes = DurationText.minutes(each), minutes >= 0 else {
            throw ValidationError("\(each) is no duration; write it like 45m, 2h or 1h30m")
        }
        guard list >= 0 else { throw ValidationError("--list takes 0 or more") }
    }

    func run() throws {
        let configuration = try RulesOption.loaded(current)
        let other = try rules.map(RulesOption.loaded)
        let source = try source(zone: configuration.policy.agency.zone)
        let replay = Service.Replay(
            current: configuration,
            other: other,
            featureMinutes: DurationText.minutes(each) ?? 60
        )
        var listed: [ReplayDifference] = []
        let report = try reporting {
            try replay.run(source, now: presentInstant()) { difference in
                if json {
                    try Console.json(ReplayData.Difference(difference))
                } else if listed.count < list {
                    listed.append(difference)
                }
            } onProgress: { count in
                Console.progress("\(count) mails decided")
            }
        }
        Console.endProgress()
        guard !json else { return try Console.json(ReplayData.Summary(report)) }
        for difference in listed { Console.say(difference.text) }
        if report.differingMails > listed.count {
            Console.say("… and \(report.differingMails - listed.count) more; --list N shows more, --json all\n")
        }
        Console.say(report.text)
    }

    private func source(zone: Zone) throws -> ReplaySource {
        guard let since else { return .files(paths) }
        guard let day = CivilDate(since) else { throw ValidationError("\(since) is no day; write it like 2026-01-01") }
        let folder =
            state ?? ProcessInfo.processInfo.environment["GATEPOST_STATE"]
            ?? URL(fileURLWithPath: current).deletingLastPathComponent().appendingPathComponent(".gatepost").path
        guard FileManager.default.fileExists(atPath: folder + "/gatepost.sqlite") else {
            Console.complain("\(folder): nothing was kept there; name the folder with --state, or mail files instead")
            throw ExitCode.fellShort
        }
        return .record(
            try Store(folder: folder, access: .shared),
            since: zone.instant(on: day, minuteOfDay: 0)
        )
    }
}
