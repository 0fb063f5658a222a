using Gateway.CommandLine.Output;

namespace Gateway.CommandLine.Items;

/// <summary>What is watched.</summary>
/// <param name="Items">The item references.</param>
/// <param name="Session">The session, by name or id; null for the usual one.</param>
/// <param name="Limit">When it ends by itself.</param>
internal sealed record WatchRequest(string[] Items, string? Session, ReaderLimit Limit);
