import Triage

/// Finds the same wish said again: by the same client in another mail, or by another client in other words.
///
/// Words are compared without case, accents, endings and the small words of six languages; Chinese by pairs of
/// characters. The order of the rows decides and nothing else, so that the same record always gives the same groups.
enum WishGrouping {
    /// Share of common words (Dice, in hundredths) from which two texts are the same wish.
    static let sameFromPercent = 50
    /// Common words below this prove nothing, unless the texts have no others.
    static let fewestCommon = 2

    /// Indices of the rows that say the same, each group and the groups in the order of the rows.
    static func groups(of texts: [String]) -> [[Int]] {
        var groups: [(leader: Set<String>, members: [Int])] = []
        var groupsByWord: [String: [Int]] = [:]
        for (index, text) in texts.enumerated() {
            let words = SignificantWords.of(text)
            if let group = nearest(to: words, in: groups.map(\.leader), byWord: groupsByWord) {
                groups[group].members.append(index)
                continue
            }
            for word in words { groupsByWord[word, default: []].append(groups.count) }
            groups.append((words, [index]))
        }
        return groups.map(\.members)
    }

    /// The group whose first text has most in common, the earliest of equals; nil when none has enough.
    private static func nearest(to words: Set<String>, in leaders: [Set<String>], byWord: [String: [Int]]) -> Int? {
        var common: [Int: Int] = [:]
        for word in words {
            for group in byWord[word] ?? [] { common[group, default: 0] += 1 }
        }
        var best: (group: Int, percent: Int)?
        for (group, count) in common.sorted(by: { $0.key < $1.key }) {
            let smaller = min(words.count, leaders[group].count)
            guard count >= min(fewestCommon, smaller) else { continue }
            let percent = 200 * count / (words.count + leaders[group].count)
            if percent >= sameFromPercent, percent > best?.percent ?? 0 { best = (group, percent) }
        }
        return best?.group
    }
}
