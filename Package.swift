// swift-tools-version: 6.2
import PackageDescription

// GNU readline from its archive: loading four shared libraries costs a start a millisecond.
let readline: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "-l:libreadline.a", "-Xlinker", "-l:libtinfo.a"])
]

// SQLite from its archive too, for the same reason: the clients do not use it.
let sqlite: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "-l:libsqlite3.a"]), .linkedLibrary("m")]

// GNU libidn from its archive: it prepares passwords (SASLprep), and few machines have it.
let idn: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "-l:libidn.a"])]

// The check of exclusive access to a class's properties costs ten times what appending to a queue does. Tests are built
// for debugging, with the check in place: what it would find they find.
let served: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

let package = Package(
  name: "chatnet",
  products: [.executable(name: "chatnet", targets: ["chatnet"])],
  targets: [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CReadline"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "COpenSSL"),
    .systemLibrary(name: "CIdn"),
    .target(name: "Wire", dependencies: ["CLinux"], swiftSettings: served),
    .target(name: "Options"),
    .target(
      name: "Reactor", dependencies: ["Wire", "CLinux", "COpenSSL", "CIdn"], swiftSettings: served,
      linkerSettings: idn),
    .target(name: "Relay", dependencies: ["Wire"], swiftSettings: served),
    .target(name: "Store", dependencies: ["Relay", "Reactor", "Wire", "CSQLite"]),
    .target(name: "Server", dependencies: ["Relay", "Store", "Reactor", "Wire"], swiftSettings: served),
    .target(name: "Client", dependencies: ["Wire"]),
    .target(name: "Pipe", dependencies: ["Client", "Reactor"]),
    .target(name: "Terminal", dependencies: ["Pipe", "Client", "Reactor", "CReadline"]),
    .executableTarget(
      name: "chatnet",
      dependencies: ["Options", "Server", "Store", "Relay", "Client", "Pipe", "Terminal", "Reactor", "Wire"],
      linkerSettings: readline + sqlite
    ),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(name: "StreamTestSupport", dependencies: ["Reactor"], path: "Tests/StreamTestSupport"),
    .testTarget(name: "WireTests", dependencies: ["Wire"]),
    .testTarget(name: "OptionsTests", dependencies: ["Options", "TestSupport"]),
    .testTarget(
      name: "ReactorTests", dependencies: ["Reactor", "TestSupport", "StreamTestSupport", "CLinux"]),
    .testTarget(name: "RelayTests", dependencies: ["Relay", "Wire", "TestSupport"], exclude: ["Recorded"]),
    .testTarget(
      name: "ServerTests",
      dependencies: ["Server", "Relay", "Reactor", "TestSupport", "StreamTestSupport", "CLinux"],
      linkerSettings: sqlite),
    .testTarget(
      name: "StoreTests", dependencies: ["Store", "Relay", "Reactor", "Wire", "TestSupport", "CSQLite"],
      linkerSettings: sqlite),
    .testTarget(name: "ClientTests", dependencies: ["Client", "Wire", "TestSupport"]),
    .testTarget(
      name: "PipeTests", dependencies: ["Pipe", "Client", "Reactor", "Wire", "StreamTestSupport"]),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Client", "TestSupport"], linkerSettings: readline),
    .testTarget(name: "EndToEndTests", dependencies: ["CLinux", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
