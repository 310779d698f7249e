import Mailrules
import Testing
import Triage
import WorkingTime

@Suite struct StarterFolderTests {
    static let plain = StarterAnswers(
        agency: "Northlight Studio",
        zone: "Europe/Berlin",
        languages: ["en"],
        mailHost: "imap.northlight.example",
        sendHost: "smtp.northlight.example",
        address: "support@northlight.example",
        staffName: "Ana Keller",
        staffAddress: "ana@northlight.example",
        start: CivilDate(dayNumber: 20_000)
    )

    private static func errors(of answers: StarterAnswers) throws -> [String] {
        let folder = try TestFolder(StarterFolder.files(for: answers))
        return folder.load().diagnostics.filter { $0.severity == .error }.map(\.rendered)
    }

    @Test(arguments: [["en"], ["de", "fr", "es"], ["zh-Hans", "ru"], ["pt-BR"], []])
    func `A starter in any language loads without an error`(languages: [String]) throws {
        var answers = Self.plain
        answers.languages = languages
        #expect(try Self.errors(of: answers) == [])
    }

    @Test(arguments: [
        "O'Hara: \"Web\" & Söhne #1", "北光工作室", "- [x] {y}", "*star* & back\\slash", "Name <x>\nnext: line",
    ])
    func `A name with signs that mean something in YAML stays a name`(name: String) throws {
        var answers = Self.plain
        answers.agency = name
        answers.staffName = name
        let folder = try TestFolder(StarterFolder.files(for: answers))
        let agency = try #require(folder.load().configuration?.policy.agency.name)
        #expect(agency.filter { !$0.isWhitespace } == name.filter { !$0.isWhitespace })
    }

    @Test func `The one thing a starter cannot know is warned of`() throws {
        let folder = try TestFolder(StarterFolder.files(for: Self.plain))
        let warnings = folder.load().diagnostics
        #expect(warnings.count == 1)
        #expect(warnings.first?.problem.contains("authserv") == true)
    }
}
