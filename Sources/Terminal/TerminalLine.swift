import Client
import Glibc

/// The line at the bottom of the screen: what readline holds of it, and what the terminal shows of it.
///
/// It is drawn at the end of a turn, so that a burst of lines above it reaches the terminal in one write, and a
/// terminal that is stopped (C-s) stops nobody.
final class TerminalLine {
  /// What readline itself has to say to the terminal.
  let output = ReadlineOutput()
  private var drawing = LineDrawing()
  private var dumb = DumbDrawing()
  private var isDumb = false
  /// The line that was drawn last, and what the screen has room for of it.
  private var shown: (line: EditedLine, view: LineView)?
  private var size = ScreenSize(columns: 80, rows: 24)
  private var clears = false
  /// Whether the last line that was drawn is all on the screen.
  var isWhole: Bool { shown?.view.isWhole ?? true }

  /// Looks what the terminal can do, once readline has begun or goes on.
  func begin() {
    forget()
    isDumb = !Readline.canMoveUp
    size = Readline.screenSize()
  }

  /// Nothing is to stand on the screen but what is drawn next.
  func clear() { clears = !isDumb }

  /// What takes the screen from what it shows to this line with these finished lines above it.
  func draw(_ line: EditedLine, below lines: [UInt8]) -> [UInt8] {
    let bytes = takeOutput()
    // The signal that tells it may come later than the lines to be drawn.
    if Readline.screenSize(anew: true) != size { resized() }
    if line == shown?.line {
      if lines.isEmpty { return bytes }
    } else {
      shown = (line, view(of: line))
    }
    guard let view = shown?.view else { return bytes }
    return bytes + (isDumb ? dumb.draw(view, below: lines) : drawing.draw(view, below: lines))
  }

  private func view(of line: EditedLine) -> LineView {
    isDumb
      ? LineView(inOneRow: line, columns: size.columns)
      : LineView(line, columns: size.columns, rows: size.rows)
  }

  /// What readline said. Where it was more than a change of mode, nothing is known of the screen afterwards.
  private func takeOutput() -> [UInt8] {
    let bytes = output.takeBytes() + (clears ? Array("\u{1B}[H\u{1B}[2J".utf8) : [])
    clears = false
    if bytes.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == UInt8(ascii: "J") }) { forget() }
    return bytes
  }

  /// The terminal has another size.
  private func resized() {
    size = Readline.screenSize()
    if TerminalState.breaksRowsAnew { drawing.resized(columns: size.columns) } else { drawing.lose() }
    shown = nil
  }

  /// Nothing is known of what the screen shows.
  private func forget() {
    drawing.forget()
    dumb = DumbDrawing()
    shown = nil
  }

  /// What leaves the screen tidy for whatever comes next: half a line stays to be read, a bare prompt does not.
  func leave() -> [UInt8] {
    defer { shown = nil }
    guard let line = shown?.line else { return [] }
    if line.text.isEmpty || line.concealed == .all { return isDumb ? dumb.erase() : drawing.erase() }
    return isDumb ? dumb.leave() : drawing.leave()
  }
}
