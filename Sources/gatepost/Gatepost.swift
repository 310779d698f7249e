import ArgumentParser

/// The command line. Each command is a file of its own; none of them decides anything.
@main
struct Gatepost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gatepost",
        abstract: "Reads a support mailbox, tells fixes from new features, keeps the hours, answers in time.",
        discussion: """
            Begin with `gatepost init`, then `gatepost check`, then `gatepost run --rehearse --once`.

            Exit status: 0 done, 1 something fell short, 64 wrong usage, 78 wrong configuration.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Setting up", subcommands: [Init.self, Check.self, Train.self, Evaluate.self]),
            CommandGroup(
                name: "The main job",
                subcommands: [Run.self, Outbox.self, Suppressed.self, Quarantine.self, Commands.self, Reconcile.self]
            ),
            CommandGroup(name: "Keeping", subcommands: [Backup.self, Restore.self, Export.self, Forget.self]),
            CommandGroup(
                name: "Looking",
                subcommands: [Try.self, Replay.self, Parse.self, Classify.self, Explain.self]
            ),
            CommandGroup(
                name: "Work and hours",
                subcommands: [
                    Requests.self, Log.self, LedgerCommand.self, StatementCommand.self, Duties.self, Deadline.self,
                    Brief.self, Digest.self, Report.self,
                ]
            ),
        ]
    )
}
