import Client

extension TerminalFront {
  /// Asks the person something; what was being typed waits until all questions are answered.
  func ask(_ question: TerminalQuestion) {
    if questions.isEmpty {
      setAside = Readline.line
      Readline.setLine()
      Readline.takesOneLine = true
    }
    if !questions.contains(question) { questions.append(question) }
  }

  /// What was entered as an answer.
  func answered(_ text: [UInt8]) -> [PersonInput] {
    guard let input = questions.first?.input(for: text) else {
      if questions.first != .name { keep(text) }
      return []
    }
    removeQuestion()
    return [input]
  }

  /// The person does not want to answer: what the client is told, if the question is one that can be left open.
  func refuseAnswer() -> PersonInput? {
    guard case .inquiry = questions.first else { return nil }
    removeQuestion()
    return .answer(nil)
  }

  /// Who was in the middle of a line when the question came has not answered it, but gone on with the line.
  private func keep(_ text: [UInt8]) {
    if text.isEmpty { return }
    setAside.text.insert(contentsOf: text, at: setAside.point)
    setAside.point += text.count
    remark("y or n? (What was typed is kept for afterwards.)")
  }

  private func removeQuestion() {
    questions.removeFirst()
    Readline.setLine()
    guard questions.isEmpty else { return }
    Readline.takesOneLine = false
    Readline.setLine(setAside.text, point: setAside.point)
    setAside = ([], 0)
  }
}
