/// The records of all places that something is or was from. What is busy stays; of the others those that were changed
/// last, bounded in number.
struct AdmissionTable {
  private var busy: [Guest.Place: AdmissionRecord] = [:]
  private var recent: [Guest.Place: AdmissionRecord] = [:]
  /// What was recent before `recent` was begun anew.
  private var older: [Guest.Place: AdmissionRecord] = [:]

  /// How many are kept.
  var count: Int { busy.count + recent.count + older.count }

  /// Changes the record of a place, which is a blank one where nothing is known of it.
  mutating func update<Result>(
    _ place: Guest.Place, _ limits: AdmissionLimits, at now: Int64, _ body: (inout AdmissionRecord) -> Result
  ) -> Result {
    if let index = busy.index(forKey: place) {
      let result = body(&busy.values[index])
      if !busy.values[index].isBusy { keep(busy.remove(at: index).value, of: place, limits, at: now) }
      return result
    }
    var record =
      recent.removeValue(forKey: place) ?? older.removeValue(forKey: place) ?? AdmissionRecord()
    let result = body(&record)
    if record.isBusy { busy[place] = record } else { keep(record, of: place, limits, at: now) }
    return result
  }

  /// The record of a place, if one is kept.
  subscript(place: Guest.Place) -> AdmissionRecord? { busy[place] ?? recent[place] ?? older[place] }

  private mutating func keep(
    _ record: AdmissionRecord, of place: Guest.Place, _ limits: AdmissionLimits, at now: Int64
  ) {
    guard record.isWorthKeeping(limits, at: now) else { return }
    if recent.count >= limits.remembered {
      older = recent
      recent = [:]
    }
    recent[place] = record
  }
}
