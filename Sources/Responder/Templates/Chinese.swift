extension TemplatePhrases {
    static let chinese = TemplatePhrases(
        language: "zh",
        greeting: "{{name}}，您好：",
        plainGreeting: "您好：",
        thanks: "感谢您的来信。我们已经收到，工单号为 #{{ticket}}。",
        understood: "我们对来信的理解如下：",
        quotation: ("“", "”"),
        gap: "",
        fault: "故障。",
        outage: "服务中断。",
        wish: "新需求。",
        question: "咨询。",
        billing: "账务问题。",
        request: "请求。",
        covered: "属于您的支持协议范围。",
        notCovered: "不在您的支持协议范围内。",
        quoteFirst: "在您确认报价之前，我们不会动工，也不会收取任何费用。",
        small: "您的支持协议只包含小改动，我们会先评估这一项。",
        quoteIfLarger: "如果超出小改动的范围，在您确认报价之前，我们不会动工，也不会收取任何费用。",
        undecided: "这一项是否属于您的支持协议范围，我们还不能确定。工作人员核实后会告知您，在此之前，我们不作任何决定。",
        approval: "您的确认。开工之前，工作人员会与您核实。",
        clause: "条款 {{clauseID}}“{{clauseTitle}}”：“{{clauseText}}”",
        suggestion: "以下内容也许已能回答您的问题：",
        moreItems: "来信中另有 {{moreItems}} 项请求，此处未列出。",
        noItems: "我们没有在来信中找到具体的请求，工作人员会阅读您的来信。",
        timeLeft: "本期剩余时间：{{timeLeft}}。",
        timeUsedUp: "本期包含的时间已经用完。",
        timeBeyond: "本期包含的时间已经用完，并超出 {{timeBeyond}}。",
        answerBy: "工作人员最迟将于{{answerBy}}答复您。",
        answer: "工作人员会阅读您的来信并答复您。",
        withoutAgreement: """
            目前我们之间没有生效的支持协议，因此我们会在有时间时处理您的来信，但无法承诺具体日期。\
            在做任何收费的工作之前，我们会先写信与您联系。
            """,
        receipt: "工作人员会阅读您的来信。",
        correction: "如果我们理解有误，或者您还有补充，直接回复本邮件即可。",
        addition: "如果您还有补充，直接回复本邮件即可。",
        regards: "顺祝商祺",
        automatic: "本确认邮件由系统自动生成；您的回复会由工作人员阅读。"
    )
}
