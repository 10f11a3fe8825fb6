import Relay

@testable import Server

/// An ``Admission`` with connections of one address, if nothing else is said, at a time that a test sets.
final class AdmissionStage {
  var admission: Admission
  var now: Int64 = 0
  private var visitors: [Int: Visitor] = [:]

  init(_ limits: AdmissionLimits, trusted: [String] = []) {
    admission = Admission(
      limits, trusted: trusted.compactMap { AddressRange($0) }, trustedLogins: [0])
  }

  private func id(_ slot: Int) -> SessionID { SessionID(slot: UInt32(slot), generation: 0) }

  private func visitor(_ slot: Int) -> Visitor {
    visitors[slot] ?? Visitor(id(slot), admission.guest(from: .network(host: "192.0.2.1")))
  }

  func arrive(_ slot: Int, from place: Origin.Place = .network(host: "192.0.2.1")) -> Admission.Verdict {
    var visitor = Visitor(id(slot), admission.guest(from: place))
    defer { visitors[slot] = visitor }
    return admission.arrive(&visitor, at: now)
  }

  func reconsider(_ slot: Int) -> Admission.Verdict {
    var visitor = visitor(slot)
    defer { visitors[slot] = visitor }
    return admission.reconsider(&visitor, at: now)
  }

  func register(_ slot: Int, isUnseen: Bool = false) -> Admission.Verdict {
    var visitor = visitor(slot)
    defer { visitors[slot] = visitor }
    return admission.register(&visitor, isUnseen: isUnseen, at: now)
  }

  func leave(_ slot: Int) {
    var visitor = visitor(slot)
    admission.leave(&visitor, at: now)
    visitors[slot] = nil
  }

  func ready() -> [UInt32] {
    admission.ready(of: admission.guest(from: .network(host: "192.0.2.1")), at: now).map(\.slot)
  }

  func mayTry(_ slot: Int) -> Admission.Verdict {
    var visitor = visitor(slot)
    defer { visitors[slot] = visitor }
    return admission.mayTry(&visitor, at: now)
  }

  @discardableResult
  func noteMistake(_ slot: Int) -> String? {
    var visitor = visitor(slot)
    defer { visitors[slot] = visitor }
    return admission.noteMistake(of: &visitor, at: now)
  }

  func noteRefusal(_ limit: AdmissionLimit) -> String? {
    admission.noteRefusal(of: visitor(0).guest, by: limit, at: now)
  }
}
