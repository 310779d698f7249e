/// The known word nearest to one that was written, if it is near enough to have been meant.
func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let written = word.lowercased()
    // One slip in a short word, two in a longer one: more would suggest nonsense.
    let limit = written.count <= 4 ? 1 : written.count <= 7 ? 2 : 3
    var best: (word: String, distance: Int)?
    for candidate in known {
        guard let distance = editDistance(written, candidate.lowercased(), limit: limit) else { continue }
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
}

/// Steps from one word to the other: a letter put in, left out, replaced, or two neighbours swapped (Damerau's optimal
/// string alignment). Nil above `limit`.
func editDistance(_ left: String, _ right: String, limit: Int) -> Int? {
    let (one, other) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    guard abs(one.count - other.count) <= limit, other.count <= 64 else { return nil }
    var beforeLast = [Int](repeating: 0, count: other.count + 1)
    var last = Array(0...other.count)
    for row in one.indices {
        var current = [row + 1]
        for column in other.indices {
            let isSame = one[row] == other[column]
            var steps = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                steps = min(steps, beforeLast[column - 1] + 1)
            }
            current.append(steps)
        }
        (beforeLast, last) = (last, current)
    }
    return last[other.count] <= limit ? last[other.count] : nil
}
