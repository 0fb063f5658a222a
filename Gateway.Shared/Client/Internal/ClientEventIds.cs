namespace Gateway.Client.Internal;

/// <summary>First log event id of the client library, by the same rules as the gateway's.</summary>
internal static class ClientEventIds
{
    public const int Client = 9000; // Retired: 5.
}
