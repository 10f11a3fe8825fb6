import Testing

@testable import Server

@Suite("Places for connections")
struct AdmissionPlacesTests {
  @Test(
    "some descriptors are kept for the server, the Unix socket and refusals",
    arguments: [
      (1_024, 896, 64, 32), (100, 53, 12, 3), (64, 22, 8, 2), (40, 1, 5, 2), (1, 1, 4, 2),
      (20_000, 19_872, 64, 32),
      (1_048_576, 1_048_448, 64, 32),
    ])
  func kept(descriptors: Int, clients: Int, local: Int, refused: Int) {
    let places = AdmissionPlaces(descriptors: descriptors, wanted: nil)
    #expect(places.clients == clients && places.local == local && places.refused == refused)
    #expect(places.warning == nil)
    if descriptors >= 64 { #expect(places.network + local + 32 <= descriptors) }
  }

  @Test("what is asked for counts where it fits, and what does not fit is said")
  func wanted() {
    #expect(AdmissionPlaces(descriptors: 1_024, wanted: 896).clients == 896)
    #expect(AdmissionPlaces(descriptors: 1_024, wanted: 896).warning == nil)
    let places = AdmissionPlaces(descriptors: 1_024, wanted: 897)
    #expect(places.clients == 896)
    #expect(
      places.warning?.hasPrefix("--max-clients 897: 896 fit into the 1024 files that may be open") == true)
  }
}
