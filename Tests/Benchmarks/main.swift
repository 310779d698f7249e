import Glibc

/// `Benchmarks SUBJECT ...`: one subcommand for each thing that is measured.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "mime": exit(MIMEBenchmark.run(Array(arguments.dropFirst())))
case "hostile": exit(HostileBenchmark.run(Array(arguments.dropFirst()), program: CommandLine.arguments[0]))
case "classify": exit(ClassifyBenchmark.run(Array(arguments.dropFirst())))
case "megabyte": exit(MegabyteBenchmark.run(Array(arguments.dropFirst())))
case "ledger": exit(LedgerBenchmark.run(Array(arguments.dropFirst())))
case "poll": exit(PollBenchmark.run(Array(arguments.dropFirst())))
default:
    print("usage: Benchmarks mime FOLDER [--rounds N] [--facts]")
    print("       Benchmarks hostile [SAMPLE]")
    print("       Benchmarks classify FILE [--rounds N]")
    print("       Benchmarks megabyte [KIND...]")
    print("       Benchmarks ledger fill RULES STATE POSTINGS | balance RULES STATE CLIENT...")
    print("       Benchmarks poll imaps://HOST:PORT LOGIN AUTHORITY-FILE")
    exit(64)
}
