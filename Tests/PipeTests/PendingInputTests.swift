import Client
import Testing

@testable import Pipe

@Suite("Input that was read and not taken yet")
struct PendingInputTests {
  @Test("is taken in order, lines only where they are wanted")
  func order() {
    var input = PendingInput()
    #expect(input.isEmpty)
    input.append([.name([0x61]), .line([0x62]), .overlong])
    input.append([.end])
    #expect(input.next(wantsLines: false) == .name([0x61]))
    #expect(input.next(wantsLines: false) == nil)
    #expect(input.next(wantsLines: true) == .line([0x62]))
    #expect(input.next(wantsLines: false) == nil)
    #expect(input.next(wantsLines: true) == .overlong)
    #expect(!input.isEmpty)
    #expect(input.next(wantsLines: false) == .end)
    #expect(input.isEmpty)
    #expect(input.next(wantsLines: true) == nil)
  }

  @Test("an end that follows a line waits for it")
  func end() {
    var input = PendingInput()
    input.append([.line([0x61]), .end])
    #expect(input.next(wantsLines: false) == nil)
    #expect(input.next(wantsLines: true) == .line([0x61]))
    #expect(input.next(wantsLines: false) == .end)
  }
}
