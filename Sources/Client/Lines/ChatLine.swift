/// What a line means that a person typed or a script wrote into `join`.
///
/// Targets and texts are bytes as they were given, blanks around them dropped. The text of a pasted block holds
/// newlines.
public enum ChatLine: Equatable, Sendable {
  /// Nothing: a line of blanks.
  case nothing
  /// A text for the current room.
  case text([UInt8])
  /// A text for a name, or for a room that was named. Nothing is sent if there is no such target.
  case message(to: [UInt8], text: [UInt8])
  /// A text for each of these, by itself, as ``message(to:text:)``.
  case messages(to: [[UInt8]], text: [UInt8])
  /// `name:text`: for that name if it is online; else it is an error, and nothing is sent. `whole` is the line.
  case addressed(name: [UInt8], text: [UInt8], whole: [UInt8])
  /// Texts go to this name from now on, and so does this one, which may be empty; nil: to the current room again.
  case query([UInt8]?, text: [UInt8])
  /// A text for whom the last private message came from.
  case reply([UInt8])
  /// An action in the current room.
  case action([UInt8])
  /// A notice for a name or a room.
  case notice(to: [UInt8], text: [UInt8])
  /// Who is in the room; nil: the current one.
  case who(room: [UInt8]?)
  /// Leave the server.
  case quit(reason: [UInt8])
  /// Join a room, which becomes the current one. The key is empty where none was given.
  case join(room: [UInt8], key: [UInt8])
  /// Leave a room; nil: the current one.
  case part(room: [UInt8]?, reason: [UInt8])
  /// Make a room that one is in the current one; nil: tell which one that is.
  case room([UInt8]?)
  /// List the server's rooms.
  case rooms
  /// Show the topic (nil), or set it, or remove it (empty); of a room or the current one (nil).
  case topic(room: [UInt8]?, text: [UInt8]?)
  /// Take another name. It may hold what no name holds: the server says so.
  case nick([UInt8])
  /// Be away for that reason; with none: be back.
  case away([UInt8])
  /// Ask about somebody.
  case whois([UInt8])
  /// Put somebody out of a room; nil: of the current one.
  case kick(room: [UInt8]?, name: [UInt8], reason: [UInt8])
  /// Invite somebody to a room; nil: to the current one.
  case invite(name: [UInt8], room: [UInt8]?)
  /// A line of the protocol, to be sent as it is.
  case raw([UInt8])
  /// Keep others from coming into a room, or list who is kept out (nil); the mask is as the server matches it.
  case ban(room: [UInt8]?, mask: [UInt8]?)
  /// Let them in again.
  case unban(room: [UInt8]?, mask: [UInt8])
  /// Make these people operators of a room, or take that from them; nil: of the current room.
  case operators(room: [UInt8]?, names: [[UInt8]], areSet: Bool)
  /// Show the modes of a room, or change them where there are changes; nil: of the current room.
  case mode(room: [UInt8]?, changes: [[UInt8]])
  /// Show what the server says to everybody who comes.
  case motd
  /// How long the server takes to answer.
  case ping
  /// Be an operator of the server, as the login that runs it is.
  case oper
  /// Show nothing that this name says from now on; nil: list who is ignored.
  case ignore([UInt8]?)
  /// Show again what this name says.
  case unignore([UInt8])
  /// Show the last messages of a room or with somebody once more; nil: where texts go now, as many as usual.
  case history(of: [UInt8]?, Int?)
  /// Use an account; the password is asked for where there is none.
  case login(account: [UInt8], password: [UInt8]?)
  /// Make an account (`*`: of the own name), with that mail address (`*`: none); the password is asked for where there
  /// is none.
  case register(account: [UInt8], address: [UInt8], password: [UInt8]?)
  /// Give the own account another password. What is missing is asked for.
  case passwd(old: [UInt8]?, new: [UInt8]?)
  /// Show that the mail about an account has come.
  case verify(account: [UInt8], code: [UInt8])
  /// Clear the screen.
  case clear
  /// Explain a command, or all (empty).
  case help([UInt8])
  /// Not understood: what to tell the person. Nothing is sent; the exit code is that of bad input (65).
  case fault(String)
}
