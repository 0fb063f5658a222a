namespace Gateway.Client;

/// <summary>What a stream does when its reader is slower than its events and the client's buffer is full.</summary>
public enum OverflowPolicy
{
    /// <summary>
    /// Stop the server's stream, and subscribe again from the position reached once the reader
    /// has taken three quarters of it. Loses nothing that the server's history still holds.
    /// </summary>
    Pause,

    /// <summary>Drop the oldest events and put a <c>lagged</c> item with their number in their place.</summary>
    Drop,
}
