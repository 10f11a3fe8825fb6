import TestSupport
import Testing
import Wire

@testable import Relay

@Suite("A table of names in any case")
struct NameTableTests {
  private final class Item {
    let name: [UInt8]
    init(_ name: [UInt8]) { self.name = name }
  }

  private func lookUp(_ name: [UInt8], in table: borrowing NameTable<Item>) -> Item? { table[name.span] }

  @Test(
    "does what a dictionary of lower-cased names does, however often names come and go",
    arguments: 0..<4 as Range<UInt64>)
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = NameTable<Item>(key: HashKey(low: 1, high: 2))
    var model: [[UInt8]: Item] = [:]
    for _ in 0..<20_000 {
      let name = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Array("abcABC[{".utf8).randomElement(using: &random) ?? 0
      }
      let key = ASCIIFold.lower(name.span)
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1:
        let item = Item(name)
        table.set(item, for: name)
        model[key] = item
      case 2, 3:
        table.remove(name)
        model[key] = nil
      default: break
      }
      guard lookUp(name, in: table) === model[key], table.count == model.count else {
        Issue.record("the table and its model differ about \(name)")
        return
      }
    }
    for (key, item) in model { #expect(lookUp(key, in: table) === item) }
  }

  @Test("grows, and finds all in either case, also names longer than a word")
  func large() {
    var table = NameTable<Item>(key: HashKey(low: 1, high: 2))
    let names = (0..<5_000).map { Array("Somebody-With-A-Long-Name-\($0)".utf8) }
    for name in names { table.set(Item(name), for: name) }
    #expect(table.count == 5_000)
    for name in names {
      let upper = name.map { ASCIIFold.upper($0) }
      guard lookUp(upper, in: table)?.name == name else {
        Issue.record("\(name) is not found")
        return
      }
    }
    #expect(lookUp(Array("Somebody-With-A-Long-Name-".utf8), in: table) == nil)
    #expect(lookUp([], in: table) == nil)
    for name in names { table.remove(name) }
    #expect(table.count == 0)
  }
}
