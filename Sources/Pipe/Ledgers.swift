import Client

/// Several ledgers of one run.
public final class Ledgers: Ledger {
  private let ledgers: [any Ledger]

  /// These ledgers, in this order.
  public init(_ ledgers: [any Ledger]) {
    self.ledgers = ledgers
  }

  /// Each is told.
  public func note(_ notice: Notice) {
    for ledger in ledgers { ledger.note(notice) }
  }

  /// Each writes what it keeps. Gives the first reason why one cannot.
  public func save(unwritten: Int) -> String? {
    ledgers.compactMap { $0.save(unwritten: unwritten) }.first
  }
}
