import Glibc

/// `Benchmarks SUBJECT ...`: one subcommand for each thing that is measured.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "mime": exit(MIMEBenchmark.run(Array(arguments.dropFirst())))
case "hostile": exit(HostileBenchmark.run(Array(arguments.dropFirst()), program: CommandLine.arguments[0]))
default:
    print("usage: Benchmarks mime FOLDER [--rounds N] [--facts] | Benchmarks hostile [SAMPLE]")
    exit(64)
}
