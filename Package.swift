// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "chatnet",
  targets: [
    .systemLibrary(name: "CLinux"),
    .target(name: "Wire", dependencies: ["CLinux"]),
    .target(name: "Options"),
    .target(name: "Reactor", dependencies: ["CLinux"]),
    .target(name: "Relay", dependencies: ["Wire"]),
    .target(name: "Server", dependencies: ["Relay", "Reactor", "Wire"]),
    .target(name: "Client", dependencies: ["Wire"]),
    .target(name: "Pipe", dependencies: ["Client", "Reactor"]),
    .testTarget(name: "WireTests", dependencies: ["Wire"]),
    .testTarget(name: "OptionsTests", dependencies: ["Options"]),
    .testTarget(name: "ReactorTests", dependencies: ["Reactor", "CLinux"]),
    .testTarget(name: "RelayTests", dependencies: ["Relay", "Wire"], exclude: ["Recorded"]),
    .testTarget(name: "ServerTests", dependencies: ["Server", "Relay", "Reactor", "CLinux"]),
    .testTarget(name: "ClientTests", dependencies: ["Client", "Wire"]),
  ],
  swiftLanguageModes: [.v6]
)
