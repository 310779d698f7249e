import Classifier

/// The words that commands begin with, in English, Russian and Chinese.
enum CommandWords {
    enum Verb: Hashable {
        case log, quote, approve, decline, close, reopen, help
        case label(Label)
    }

    /// The verb that a line begins with, taken off it. A Latin or Cyrillic verb is a whole word; Chinese is written
    /// without blanks, so there the longest word that fits counts.
    static func verb(_ rest: inout Substring) -> Verb? {
        let word = rest.prefix { !$0.isWhitespace && !isPunctuation($0) }
        if let verb = words[word.lowercased()] {
            rest = rest.dropFirst(word.count).drop { $0.isWhitespace }
            return verb
        }
        guard let (name, verb) = unspaced.first(where: { rest.hasPrefix($0.0) }) else { return nil }
        rest = rest.dropFirst(name.count).drop { $0.isWhitespace }
        return verb
    }

    static func isPunctuation(_ character: Character) -> Bool { ".,;:!?。，；：！？–—-".contains(character) }

    private static let table: [(Verb, [String])] = [
        (
            .log,
            [
                "log", "book", "logged", "worked", "учесть", "учти", "записать", "запиши", "списать", "лог", "记录", "记",
                "登记", "記錄", "工时",
            ]
        ),
        (.quote, ["quote", "estimate", "оценка", "оценить", "смета", "报价", "估价", "報價", "估時"]),
        (.approve, ["approve", "approved", "одобрить", "одобрено", "утвердить", "согласовано", "批准", "同意"]),
        (.decline, ["decline", "declined", "reject", "отклонить", "отклонено", "отказать", "отказ", "拒绝", "拒絕"]),
        (.close, ["close", "closed", "done", "закрыть", "закрой", "закрыто", "готово", "关闭", "關閉", "完成"]),
        (.reopen, ["reopen", "переоткрыть", "вернуть", "重新打开", "重开", "重開"]),
        (.help, ["help", "помощь", "справка", "帮助", "幫助"]),
        (.label(.fix), ["fix", "bug", "defect", "исправление", "ошибка", "баг", "дефект", "修复", "修復", "错误", "缺陷"]),
        (.label(.incident), ["incident", "outage", "авария", "инцидент", "сбой", "故障", "事故"]),
        (.label(.feature), ["feature", "wish", "доработка", "фича", "функция", "пожелание", "新功能", "功能", "需求"]),
        (.label(.question), ["question", "вопрос", "咨询", "提问", "疑问"]),
        (.label(.billing), ["billing", "invoice", "счёт", "счет", "账单", "帳單", "发票"]),
        (.label(.approval), ["approval", "согласие", "确认"]),
        (.label(.other), ["other", "другое", "прочее", "其他"]),
    ]

    private static let words: [String: Verb] = Dictionary(
        table.flatMap { verb, names in names.map { ($0, verb) } },
        uniquingKeysWith: { first, _ in first }
    )

    private static let unspaced: [(String, Verb)] =
        table.flatMap { verb, names in
            // Three bytes in UTF-8: written without blanks.
            names.filter { $0.utf8.count == 3 * $0.unicodeScalars.count }.map { ($0, verb) }
        }
        .sorted { $0.0.count > $1.0.count }
}
