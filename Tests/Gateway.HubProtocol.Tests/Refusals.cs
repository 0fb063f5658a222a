using MessagePack;

namespace Gateway.HubProtocol.Tests;

/// <summary>How the protocol refuses bytes that are not a message. SignalR closes the connection for each of them.</summary>
internal static class Refusals
{
    public static bool Is(Exception? error) => error is InvalidDataException or FormatException or EndOfStreamException or MessagePackSerializationException;
}
