import Testing

@testable import Options

@Suite struct OptionTableTests {
  @Test("No command knows two options under one name")
  func unique() {
    for command in [nil] + Command.allCases.map(Optional.some) {
      let spellings = table.options(of: command).flatMap(\.spellings)
      #expect(Set(spellings).count == spellings.count, "\(String(describing: command))")
      let keys = table.options(of: command).map(\.key)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test("Every key has a row, or is set by the environment alone")
  func keys() {
    let inRows = Set(table.options.map(\.key))
    let inEnvironment = Set(table.environment.map(\.key))
    #expect(inRows.union(inEnvironment) == Set(OptionKey.allCases))
  }

  @Test("An option means the same kind of thing to all commands that share a heading of the file")
  func kinds() {
    for (key, rows) in Dictionary(grouping: table.options, by: \.key) {
      #expect(Set(rows.map { $0.kind.takesValue }).count == 1, "\(key)")
      #expect(Set(rows.map(\.configurable)).count == 1, "\(key)")
    }
  }

  @Test("Every command has a row")
  func commands() {
    #expect(table.commands.map(\.command) == Command.allCases)
  }

  @Test("What an option takes has a name exactly if it takes something")
  func valueNames() {
    for option in table.options { #expect(option.kind.takesValue == !option.valueName.isEmpty) }
  }

  @Test("No option is named --no-X beside a toggle --X")
  func negations() {
    let negated = table.options.filter { $0.kind == .toggle }.map { "no-\($0.key.rawValue)" }
    #expect(!table.options.flatMap(\.longNames).contains { negated.contains($0) })
  }
}
